"""Acts: two that were merged are two again, as they were, but for what somebody has changed since."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory.models import Status
from brobygger.directory.services import hide_offer, publish_offer, reopen_offer, save_offer
from brobygger.directory.services.merging import take_back
from brobygger.directory.values import OfferData
from brobygger.duplicates import letters
from brobygger.duplicates.choosing import OFFER_GROUPS, ORGANISATION_GROUPS
from brobygger.duplicates.events import MergeUndone
from brobygger.duplicates.models import Kind, Looked, Merge, PairStatus, Undo
from brobygger.duplicates.selectors.versions import offer_now, offers_with_keys, organisation_now
from brobygger.duplicates.services.answering import hold_both, note_answer
from brobygger.duplicates.snapshots import handed_from, member_from, offer_from, organisation_from
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.kernel.events import announce
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.organisations.services.merging import bring_back, move_members_back

Data = TypeVar("Data", OfferData, OrganisationData)


class AlreadyParted(DomainError):
    """De er allerede skilt ad igen."""

    code = "already_parted"
    status = 409


class MergedFurther(DomainError):
    """Den, der blev, er siden lagt sammen med en anden. Skil de to ad først."""

    code = "merged_further"
    status = 409


class UndoForgotten(DomainError):
    """Det er over et år siden, så det, de hver især sagde, er slettet. De kan ikke skilles ad af sig selv mere."""

    code = "undo_forgotten"
    status = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What came of it; ``left`` names the groups (``choosing``) that somebody has changed since, left as is."""

    merge: Merge
    left: tuple[str, ...]


@transaction.atomic
def undo_merge(*, actor: Actor, merge_id: UUID, at: datetime) -> Parted:
    """Part two that were merged: what nobody has changed since is as before.

    Raises ``NotFound``, ``AlreadyParted``, ``MergedFurther``, ``UndoForgotten``, and what saving raises.
    """
    if not Merge.objects.visible_to(actor).with_id(merge_id).exists():
        raise NotFound
    merge = Merge.objects.select_for_update().get(id=merge_id)
    if merge.undone_at is not None:
        raise AlreadyParted
    hold_both(kind=merge.kind, ids=[merge.kept_id, merge.dropped_id])
    if Merge.objects.that_dropped(merge.kind, merge.kept_id).exists():
        raise MergedFurther
    undo = Undo.objects.of_merge(merge.id).first()
    if undo is None:
        raise UndoForgotten
    part = _part_offers if merge.kind == Kind.OFFER else _part_organisations
    left = part(merge, undo, actor=actor, at=at)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    undo.delete()
    note_answer(actor=actor, pair=merge.pair, status=PairStatus.WAITING, at=at)
    Looked.objects.about(merge.kind, [merge.kept_id, merge.dropped_id]).delete()
    record(
        actor=actor,
        act=f"duplicates.{merge.kind}.parted",
        subject_kind=merge.kind,
        subject_id=merge.kept_id,
        at=at,
        changes={"dropped": str(merge.dropped_id), "merge": str(merge.id), "left": list(left)},
    )
    announce(MergeUndone(kind=merge.kind, dropped_id=merge.dropped_id, kept_id=merge.kept_id, at=at))
    letters.tell_of_parting(actor=actor, merge=merge, at=at)
    return Parted(merge=merge, left=left)


def _part_offers(merge: Merge, undo: Undo, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    now = offer_now(merge.kept_id).data
    restored, changed = _put_back(now, before=offer_from(undo.before), after=offer_from(undo.after))
    save_offer(actor=actor, at=at, data=replace(restored, capacity=None))
    if offer_now(merge.dropped_id).offer.status == Status.REMOVED:
        _show_again(merge.dropped_id, Status(undo.moved["status"]), actor=actor, at=at)
    take_back(
        actor=actor, handed=handed_from(undo.moved), from_id=merge.dropped_id, to_id=merge.kept_id, at=at
    )  # fmt: skip
    return tuple(group.name for group in OFFER_GROUPS if not changed.isdisjoint(group.fields))


def _show_again(offer_id: UUID, status: Status, *, actor: Actor, at: datetime) -> None:
    """Take an offer from removed to where it was, step by step as the table of steps says."""
    reopen_offer(actor=actor, offer_id=offer_id, at=at)
    if status in {Status.PUBLISHED, Status.HIDDEN}:
        publish_offer(actor=actor, offer_id=offer_id, at=at)
    if status == Status.HIDDEN:
        hide_offer(actor=actor, offer_id=offer_id, at=at)


def _part_organisations(merge: Merge, undo: Undo, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    now, aside = organisation_now(merge.kept_id).data, organisation_now(merge.dropped_id).data
    before, after = organisation_from(undo.before), organisation_from(undo.after)
    restored, changed = _put_back(now, before=before, after=after)
    save_organisation(actor=actor, at=at, data=restored)
    if aside.name == undo.moved["aside"] != undo.moved["name"]:
        save_organisation(actor=actor, at=at, data=replace(aside, name=undo.moved["name"]))
    for data in offers_with_keys(undo.moved["offers"]):
        if data.organisation_id == merge.kept_id:
            save_offer(actor=actor, at=at, data=replace(data, organisation_id=merge.dropped_id, capacity=None))
    members = [member_from(row) for row in undo.moved["members"]]
    ids = {"from_id": merge.dropped_id, "to_id": merge.kept_id}
    lost = move_members_back(actor=actor, members=members, at=at, **ids)
    if undo.moved["was_shown"]:
        bring_back(actor=actor, organisation_id=merge.dropped_id, at=at)
    said = tuple(group.name for group in ORGANISATION_GROUPS if not changed.isdisjoint(group.fields))
    return (*said, "members") if lost else said


def _put_back(now: Data, *, before: Data, after: Data) -> tuple[Data, frozenset[str]]:
    """Return what the kept one says with the merge taken out, and the fields that somebody has changed since."""
    values: dict[str, Any] = {}
    changed = set()
    for field in fields(now):
        if not field.compare or getattr(before, field.name) == getattr(after, field.name):
            continue
        if getattr(now, field.name) == getattr(after, field.name):
            values[field.name] = getattr(before, field.name)
        else:
            changed.add(field.name)
    return replace(now, **values), frozenset(changed)
