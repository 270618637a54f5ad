"""Reads: the offers of a calendar and of a feed, each bounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from brobygger.audit.models import Entry, EntryQuerySet
from brobygger.directory.models import Offer, Status
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.syndication.scopes import Scope

#: A calendar with more than this is no longer one that somebody looks at; those changed last are kept.
MOST_IN_A_CALENDAR = 300
#: So long is something called off seen by those who only ask now and then.
CALLED_OFF_FOR = timedelta(days=60)
MOST_IN_NEWS = 50
#: Offers first shown this long after they were written are still news.
_LOOK_BACK = timedelta(days=60)
_MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Which version of an offer a calendar holds."""

    id: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An offer and when it was first shown."""

    offer: Offer
    first_shown_at: datetime


def calendar_revisions(*, scope: Scope, at: datetime) -> tuple[Revision, ...]:
    """Return which offers a calendar holds, and in which version: light queries, enough to see if it is new."""
    rows = _in_scope(Offer.objects.shown_or_gone_since(at - CALLED_OFF_FOR), scope).with_times().last_changed_first()
    found = list(rows.values_list("id", "changed_at", "status")[:MOST_IN_A_CALENDAR])
    removed = [offer_id for offer_id, _changed_at, status in found if status == Status.REMOVED]
    unseen = {*removed} - called_off(ids=removed, at=at) if removed else set[UUID]()
    return tuple(
        Revision(id=offer_id, changed_at=changed_at)
        for offer_id, changed_at, _status in found
        if offer_id not in unseen
    )


def called_off(*, ids: Sequence[UUID], at: datetime) -> frozenset[UUID]:
    """Return which of some removed offers people had in their calendars until lately.

    What was hidden, or never shown, was in nobody's: to call it off would be to show it. The book of acts says.
    """
    removals = Entry.objects.of_kind("offer").with_act("directory.offer.removed").about_any(list(map(str, ids)))
    # The oldest comes first, so that the last removal stays.
    last = {entry.subject_id: entry for entry in removals.in_order()}
    return frozenset(
        UUID(subject_id)
        for subject_id, entry in last.items()
        if entry.at >= at - CALLED_OFF_FOR and entry.changes.get("status", [""])[0] == Status.PUBLISHED
    )


def offers_with_everything(*, ids: Sequence[UUID]) -> list[Offer]:
    """Return some offers as pages need them, in the order given."""
    by_id = Offer.objects.with_ids(ids).for_page().in_bulk()
    return [by_id[offer_id] for offer_id in ids if offer_id in by_id]


def new_offers(*, scope: Scope, at: datetime) -> tuple[New, ...]:
    """Return the shown offers that were first shown last, newest first.

    The book of acts says when; an offer from before the book counts from when it was written.
    """
    shown = _in_scope(Offer.objects.published(), scope)
    newest = list(shown.newest_first().values_list("id", flat=True)[:MOST_IN_NEWS])
    lately = _publications().between((at - _LOOK_BACK).date(), None).newest_first()[:_MOST_LOOKED_AT]
    ids = [UUID(entry) for entry in lately.values_list("subject_id", flat=True)]
    written = dict(shown.with_ids({*newest, *ids}).values_list("id", "created_at"))
    first_shown = {**written, **_first_shown(written)}
    last = sorted(first_shown, key=lambda offer_id: (first_shown[offer_id], offer_id), reverse=True)[:MOST_IN_NEWS]
    rows = Offer.objects.with_ids(last).select_related("organisation").prefetch_related("concepts").in_bulk()
    return tuple(New(offer=rows[offer_id], first_shown_at=first_shown[offer_id]) for offer_id in last)


def _first_shown(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each offer was first shown, as the book has it."""
    rows = _publications().about_any([str(offer_id) for offer_id in ids]).newest_first()
    # The oldest comes last, and stays.
    return {UUID(subject_id): at for subject_id, at in rows.values_list("subject_id", "at")}


def _publications() -> EntryQuerySet:
    return Entry.objects.of_kind("offer").with_act("directory.offer.published")


def _in_scope(offers: OfferQuerySet, scope: Scope) -> OfferQuerySet:
    """Return those of some offers that a feed is about."""
    if scope.municipality_code:
        offers = offers.in_or_for([scope.municipality_code]).shown_in(scope.municipality_code)
    if scope.needs:
        offers = offers.about(scope.needs)
    if scope.organisation_id:
        offers = offers.of_organisation(scope.organisation_id)
    return offers
