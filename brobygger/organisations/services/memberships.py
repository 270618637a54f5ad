"""Acts on who writes for an organisation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotAllowed, NotFound
from brobygger.organisations import letters, policies
from brobygger.organisations.models import MemberRole, Membership, Organisation


class AlreadyMember(DomainError):
    """Personen skriver allerede for foreningen."""

    code = "already_member"


class LastAdministrator(DomainError):
    """Der skal altid være en, der bestemmer, hvem der skriver for foreningen. Giv en anden den rolle først."""

    code = "last_administrator"


@transaction.atomic
def add_member(*, actor: Actor, organisation_id: UUID, user_id: UUID, role: str, at: datetime) -> Membership:
    """Let somebody with an account write for an organisation.

    Raises ``NotFound`` when the organisation or the account is not there, ``NotAllowed`` and ``AlreadyMember``.
    """
    organisation = _organisation(organisation_id)
    _require_may_manage(actor, organisation)
    if not User.objects.filter(id=user_id, is_active=True).exists():
        raise NotFound
    if Membership.objects.of_organisation(organisation_id).of_user(user_id).exists():
        raise AlreadyMember
    membership = Membership.objects.create(organisation=organisation, user_id=user_id, role=_known(role), since=at)
    _write(actor, "added", membership, at=at, changes={"role": [None, role]})
    letters.tell_member(actor=actor, membership=membership, what="added", at=at)
    return membership


@transaction.atomic
def change_member(*, actor: Actor, organisation_id: UUID, user_id: UUID, role: str, at: datetime) -> Membership:
    """Give somebody who writes for an organisation another role; the same role again writes nothing.

    Raises ``NotFound``, ``NotAllowed`` and ``LastAdministrator``.
    """
    membership = _membership(organisation_id, user_id)
    _require_may_manage(actor, membership.organisation)
    if membership.role == _known(role):
        return membership
    _require_successor(actor, membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _write(actor, "changed", membership, at=at, changes={"role": [before, role]})
    letters.tell_member(actor=actor, membership=membership, what="changed", at=at)
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, organisation_id: UUID, user_id: UUID, at: datetime) -> None:
    """End a membership: by those who decide, or by the person.

    Raises ``NotFound``, ``NotAllowed``, and ``LastAdministrator`` unless a volunteer centre (or the nation) removes
    the last one: then the organisation is free to be claimed again.
    """
    membership = _membership(organisation_id, user_id)
    if actor.id != user_id:
        _require_may_manage(actor, membership.organisation)
    _require_successor(actor, membership)
    _write(actor, "removed", membership, at=at, changes={"role": [membership.role, None]})
    letters.tell_member(actor=actor, membership=membership, what="removed", at=at)
    membership.delete()


@transaction.atomic
def end_memberships(*, actor: Actor, user_id: UUID, at: datetime) -> None:
    """End every membership of somebody whose account is closed, also where nobody is left to decide."""
    for membership in Membership.objects.of_users([user_id]).select_related("organisation"):
        _write(actor, "removed", membership, at=at, changes={"role": [membership.role, None]})
        membership.delete()


def _organisation(organisation_id: UUID) -> Organisation:
    """Return the organisation, held until the act is done: two who leave at once leave one after the other."""
    organisation = Organisation.objects.with_id(organisation_id).select_for_update().first()
    if organisation is None:
        raise NotFound
    return organisation


def _membership(organisation_id: UUID, user_id: UUID) -> Membership:
    organisation = _organisation(organisation_id)
    membership = Membership.objects.of_organisation(organisation.id).of_users([user_id]).first()
    if membership is None:
        raise NotFound
    return membership


def _known(role: str) -> str:
    if role not in MemberRole.values:
        raise BadData("Vælg, hvad personen må.")
    return role


def _require_may_manage(actor: Actor, organisation: Organisation) -> None:
    if not policies.may_manage_members(
        actor, organisation_id=organisation.id, municipality_code=organisation.municipality_id
    ):
        raise NotAllowed


def _require_successor(actor: Actor, membership: Membership) -> None:
    """Refuse to take the last who decides; a centre may, but no job does, and nobody from that very chair."""
    if membership.role != MemberRole.ADMINISTRATOR:
        return
    others = Membership.objects.of_organisation(membership.organisation_id).administrators().exclude(id=membership.id)
    if others.exists():
        return
    code = membership.organisation.municipality_id
    is_own = actor.id == membership.user_id
    if is_own or actor.is_system or not policies.may_oversee(actor, municipality_code=code):
        raise LastAdministrator


def _write(actor: Actor, act: str, membership: Membership, *, at: datetime, changes: dict[str, object]) -> None:
    """Write the act in the book, under the organisation; who it is about is an id."""
    record(
        actor=actor,
        act=f"organisations.member.{act}",
        subject_kind="organisation",
        subject_id=membership.organisation_id,
        at=at,
        changes={"user": str(membership.user_id), **changes},
    )
