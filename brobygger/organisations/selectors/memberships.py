"""Reads: who writes for an organisation, and for which one somebody writes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from brobygger.accounts.models import Invitation
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations import policies
from brobygger.organisations.models import MemberRole, Membership, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrganisation:
    """An organisation as somebody who writes for it, or looks after its town, has it."""

    organisation: Organisation
    #: Decides who else writes for it.
    may_manage_members: bool
    #: Writes for it, and does not only look after the town it is in.
    is_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """Somebody who writes for an organisation, as one line in a list."""

    user_id: UUID
    name: str
    email: str
    role: str
    role_label: str | Promise
    since: datetime
    is_self: bool


def own_organisations(*, actor: Actor) -> tuple[Organisation, ...]:
    """Return the organisations somebody writes for, by name."""
    rows = Organisation.objects.with_ids(actor.organisation_ids)
    return tuple(rows.select_related("municipality").alphabetical())


def get_own_organisation(*, actor: Actor, key: str) -> OwnOrganisation:
    """Return an organisation the actor writes for, or may change for it; else raises ``NotFound``."""
    organisation = Organisation.objects.with_key(key).select_related("municipality").first()
    if organisation is None:
        raise NotFound
    place = {"organisation_id": organisation.id, "municipality_code": organisation.municipality_id}
    is_member = organisation.id in actor.organisation_ids
    if not is_member and not policies.may_edit(actor, **place):  # type: ignore[arg-type]
        raise NotFound
    return OwnOrganisation(
        organisation=organisation,
        may_manage_members=policies.may_manage_members(actor, **place),  # type: ignore[arg-type]
        is_member=is_member,
    )


def members_of(*, actor: Actor, organisation_id: UUID) -> tuple[MemberLine, ...]:
    """Return who writes for an organisation, administrators first; nothing to those who may not know."""
    rows = Membership.objects.visible_to(actor).of_organisation(organisation_id).by_name()
    return tuple(
        MemberLine(
            user_id=row.user_id,
            name=row.user.name or row.user.email,
            email=row.user.email,
            role=row.role,
            role_label=MemberRole(row.role).label,
            since=row.since,
            is_self=row.user_id == actor.id,
        )
        for row in rows
    )


def invited_to(own: OwnOrganisation) -> tuple[Invitation, ...]:
    """Return the invitations nobody has taken yet, newest first; nothing to those who do not decide."""
    if not own.may_manage_members:
        return ()
    return tuple(Invitation.objects.waiting().to_organisation(own.organisation.id).newest_first())


def recipients_of(*, organisation_id: UUID, only_administrators: bool = False) -> tuple[str, ...]:
    """Return the addresses of those who write for an organisation and can sign in, for letters about it."""
    rows = Membership.objects.of_organisation(organisation_id).able_to_sign_in()
    rows = rows.administrators() if only_administrators else rows
    return tuple(rows.order_by("user__email").values_list("user__email", flat=True))
