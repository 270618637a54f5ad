"""Acts when two organisations turn out to be one: one stands aside for the other, and comes back if that was wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations import policies
from brobygger.organisations.events import told
from brobygger.organisations.models import Membership, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedMember:
    """A membership as it was before; ``was_there``: the person wrote for the other one already."""

    membership_id: UUID
    user_id: UUID
    role: str
    since: datetime
    was_there: bool


@transaction.atomic
def set_aside(*, actor: Actor, organisation_id: UUID, at: datetime) -> bool:
    """Take an organisation out of sight; return whether it was shown. Raises ``NotFound`` and ``NotAllowed``."""
    return _show(_in_reach(actor, organisation_id), is_shown=False, actor=actor, at=at)


@transaction.atomic
def bring_back(*, actor: Actor, organisation_id: UUID, at: datetime) -> bool:
    """Show an organisation that was set aside; return whether it was shown. Raises ``NotFound`` and ``NotAllowed``."""
    return _show(_in_reach(actor, organisation_id), is_shown=True, actor=actor, at=at)


@transaction.atomic
def move_members(*, actor: Actor, from_id: UUID, to_id: UUID, at: datetime) -> tuple[MovedMember, ...]:
    """Let those who write for one organisation write for another instead; return how it was.

    Whoever writes for both keeps the role in the other. Raises ``NotFound`` and ``NotAllowed``.
    """
    for organisation_id in (from_id, to_id):
        _in_reach(actor, organisation_id)
    there = set(Membership.objects.of_organisation(to_id).values_list("user_id", flat=True))
    moved = []
    for row in Membership.objects.of_organisation(from_id).newest_first():
        was_there = row.user_id in there
        moved.append(
            MovedMember(
                membership_id=row.id, user_id=row.user_id, role=row.role, since=row.since, was_there=was_there
            )
        )  # fmt: skip
        if was_there:
            row.delete()
        else:
            row.organisation_id = to_id
            row.save(update_fields=["organisation"])
    _write(actor, "moved", to_id, at=at, changes={"members": len(moved), "from": str(from_id)})
    return tuple(moved)


@transaction.atomic
def move_members_back(
    *, actor: Actor, members: Iterable[MovedMember], from_id: UUID, to_id: UUID, at: datetime
) -> tuple[UUID, ...]:
    """Undo ``move_members`` (with the same ``from_id`` and ``to_id``); return who could not be moved back.

    Whoever has stopped writing for the organisation since then stays out. Raises ``NotFound`` and ``NotAllowed``.
    """
    for organisation_id in (from_id, to_id):
        _in_reach(actor, organisation_id)
    lost = []
    count = 0
    for member in members:
        there = Membership.objects.of_organisation(to_id).of_users([member.user_id]).first()
        if there is None:
            lost.append(member.user_id)
            continue
        count += 1
        if member.was_there:
            Membership.objects.create(
                id=member.membership_id,
                organisation_id=from_id,
                user_id=member.user_id,
                role=member.role,
                since=member.since,
            )
        else:
            there.organisation_id = from_id
            there.save(update_fields=["organisation"])
    _write(actor, "moved_back", from_id, at=at, changes={"members": count, "from": str(to_id)})
    return tuple(lost)


def _in_reach(actor: Actor, organisation_id: UUID) -> Organisation:
    """Return an organisation, held until the act is done, when the actor looks after it."""
    organisation = Organisation.objects.with_id(organisation_id).select_for_update().first()
    if organisation is None:
        raise NotFound
    if not policies.may_oversee(actor, municipality_code=organisation.municipality_id):
        raise NotAllowed
    return organisation


def _show(organisation: Organisation, *, is_shown: bool, actor: Actor, at: datetime) -> bool:
    was_shown = organisation.is_approved
    if was_shown != is_shown:
        organisation.is_approved, organisation.changed_at = is_shown, at
        organisation.save(update_fields=["is_approved", "changed_at"])
        act = "brought_back" if is_shown else "set_aside"
        record(
            actor=actor,
            act=f"organisations.organisation.{act}",
            subject_kind="organisation",
            subject_id=organisation.id,
            at=at,
            changes={"is_approved": [was_shown, is_shown]},
        )
        told.tell([organisation.id], at=at)
    return was_shown


def _write(actor: Actor, act: str, organisation_id: UUID, *, at: datetime, changes: dict[str, object]) -> None:
    record(
        actor=actor,
        act=f"organisations.member.{act}",
        subject_kind="organisation",
        subject_id=organisation_id,
        at=at,
        changes=changes,
    )
