"""Acts: two become one. One transaction; everything it takes to part them again is kept beside it for a year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory.models import Status
from brobygger.directory.services import remove_offer, save_offer
from brobygger.directory.services.merging import hand_over
from brobygger.duplicates import letters
from brobygger.duplicates.choosing import OFFER_GROUPS, ORGANISATION_GROUPS, combined
from brobygger.duplicates.events import Merged
from brobygger.duplicates.models import Kind, Looked, Merge, Pair, PairStatus, Undo
from brobygger.duplicates.selectors.versions import (
    OfferVersion,
    OrganisationVersion,
    offer_now,
    offers_of,
    organisation_now,
    what_stands_in_the_way,
)
from brobygger.duplicates.services.answering import AlreadyAnswered, hold_both, locked_pair, note_answer
from brobygger.duplicates.snapshots import Json, handed_json, member_json, offer_json, organisation_json
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotAllowed
from brobygger.kernel.events import announce
from brobygger.organisations.services import save_organisation
from brobygger.organisations.services.merging import move_members, set_aside


class InTheWay(DomainError):
    """Der er noget, der skal gøres færdigt først."""

    code = "in_the_way"
    status = 409


class OutOfReach(DomainError):
    """Foreningen har tilbud uden for jeres kommune. Bed den nationale redaktion om at lægge dem sammen."""

    code = "out_of_reach"
    status = 403


@transaction.atomic
def merge_pair(*, actor: Actor, pair_id: UUID, kept_id: UUID, choices: Mapping[str, str], at: datetime) -> Merge:
    """Make one of a pair: the kept one says what is chosen, the dropped one leads to it from now on.

    ``choices`` are by the name of a group (``choosing``): ``one``, ``other`` or ``both``. Raises ``NotFound``,
    ``AlreadyAnswered``, ``InTheWay``, ``OutOfReach``, and what saving raises.
    """
    pair = locked_pair(actor=actor, pair_id=pair_id)
    if pair.status == PairStatus.MERGED:
        raise AlreadyAnswered
    if kept_id not in {pair.one_id, pair.other_id}:
        raise BadData("Vælg, hvilken af de to der skal blive.")
    dropped_id = pair.other_id if kept_id == pair.one_id else pair.one_id
    hold_both(kind=pair.kind, ids=[pair.one_id, pair.other_id])
    if words := what_stands_in_the_way(kind=pair.kind, dropped_id=dropped_id, kept_id=kept_id):
        raise InTheWay(words)
    merge_rows = _merge_offers if pair.kind == Kind.OFFER else _merge_organisations
    try:
        merge = merge_rows(pair, kept_id, choices, actor=actor, at=at)
    except NotAllowed as error:
        raise OutOfReach from error
    note_answer(actor=actor, pair=pair, status=PairStatus.MERGED, at=at)
    _forget_questions(pair, dropped_id)
    record(
        actor=actor,
        act=f"duplicates.{pair.kind}.merged",
        subject_kind=pair.kind,
        subject_id=merge.kept_id,
        at=at,
        changes={"dropped": str(dropped_id), "merge": str(merge.id)},
    )
    announce(Merged(kind=pair.kind, dropped_id=dropped_id, kept_id=kept_id, at=at))
    letters.tell_of_merge(actor=actor, merge=merge, at=at)
    return merge


def _merge_offers(pair: Pair, kept_id: UUID, choices: Mapping[str, str], *, actor: Actor, at: datetime) -> Merge:
    one, other = offer_now(pair.one_id), offer_now(pair.other_id)
    keeps_one = kept_id == one.offer.id
    kept, dropped = (one, other) if keeps_one else (other, one)
    after = combined(
        one.data, other.data, keeps_one=keeps_one, choices=choices, groups=OFFER_GROUPS,
        is_one_newer=one.is_newer_than(other),
    )  # fmt: skip
    handed = hand_over(actor=actor, from_id=dropped.offer.id, to_id=kept.offer.id, at=at)
    save_offer(actor=actor, at=at, data=replace(after, capacity=None))
    was = dropped.offer.status
    remove_offer(actor=actor, offer_id=dropped.offer.id, at=at)
    return _keep(
        pair,
        kept=kept,
        dropped=dropped,
        undo={
            "before": offer_json(kept.data),
            "after": offer_json(after),
            "moved": {**handed_json(handed), "status": str(Status(was))},
        },
        at=at,
    )


def _merge_organisations(pair: Pair, kept_id: UUID, choices: Mapping[str, str], *, actor: Actor, at: datetime) -> Merge:
    one, other = organisation_now(pair.one_id), organisation_now(pair.other_id)
    keeps_one = kept_id == one.organisation.id
    kept, dropped = (one, other) if keeps_one else (other, one)
    after = combined(
        one.data, other.data, keeps_one=keeps_one, choices=choices, groups=ORGANISATION_GROUPS,
        is_one_newer=one.is_newer_than(other),
    )  # fmt: skip
    members = move_members(actor=actor, from_id=dropped.organisation.id, to_id=kept.organisation.id, at=at)
    was_shown = set_aside(actor=actor, organisation_id=dropped.organisation.id, at=at)
    aside = dropped.data
    if (after.name, after.municipality_id) == (aside.name, aside.municipality_id):
        # Two may not have one name in one municipality; the one that is out of sight gives way.
        aside = replace(aside, name=_aside_name(dropped))
        save_organisation(actor=actor, at=at, data=aside)
    save_organisation(actor=actor, at=at, data=after)
    offers = offers_of(dropped.organisation.id)
    for data in offers:
        save_offer(actor=actor, at=at, data=replace(data, organisation_id=kept.organisation.id, capacity=None))
    moved = {
        "members": [member_json(member) for member in members],
        "offers": [data.key for data in offers],
        "was_shown": was_shown,
        "name": dropped.data.name,
        "aside": aside.name,
    }
    before = organisation_json(kept.data)
    undo = {"before": before, "after": organisation_json(after), "moved": moved}
    return _keep(pair, kept=kept, dropped=dropped, undo=undo, at=at)


def _aside_name(version: OrganisationVersion) -> str:
    ending = f" ({version.data.key})"
    return f"{version.data.name[: 200 - len(ending)]}{ending}"


def _keep(
    pair: Pair,
    *,
    kept: OfferVersion | OrganisationVersion,
    dropped: OfferVersion | OrganisationVersion,
    undo: Json,
    at: datetime,
) -> Merge:
    merge = Merge.objects.create(
        kind=pair.kind,
        pair=pair,
        dropped_id=dropped.id,
        dropped_key=dropped.data.key,
        dropped_name=dropped.data.name,
        kept_id=kept.id,
        kept_key=kept.data.key,
        kept_name=undo["after"]["name"],
        merged_at=at,
    )
    Undo.objects.create(merge=merge, merged_at=at, **undo)
    return merge


def _forget_questions(pair: Pair, dropped_id: UUID) -> None:
    """Take away what is asked about the dropped one, and let both be looked at again tonight."""
    Pair.objects.waiting().never_merged().touching(pair.kind, [dropped_id]).delete()
    Looked.objects.about(pair.kind, [pair.one_id, pair.other_id]).delete()
