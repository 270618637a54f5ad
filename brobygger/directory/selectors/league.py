"""Reads: how fresh the offers of each municipality are, as a table anybody may see and work out again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.utils import timezone

from brobygger.curation.selectors.reports import assured_at
from brobygger.directory.models import Offer
from brobygger.places.models import Municipality

#: Below this the share says nothing: one offer more or less would move it by a quarter.
FEWEST_TO_RANK = 5
#: Far enough back that it shows what a team has done.
TREND_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One municipality. ``rank`` is None for those with few offers; those who are alike share one.

    ``median_days`` is how long ago the middle one of the confirmed was confirmed; ``trend`` is the change of the
    share over 90 days, None where there was nothing to compare with.
    """

    code: str
    name: str
    slug: str
    offers: int
    confirmed: int
    rank: int | None
    median_days: int | None
    trend: float | None

    @property
    def share(self) -> float:
        """The part of the offers somebody has confirmed, and whose next check is still to come."""
        return self.confirmed / self.offers if self.offers else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """When an offer was last confirmed, and when it is to be looked at again."""

    assured_on: date | None
    next_check_on: date | None
    created_on: date


def league(*, at: datetime) -> tuple[Standing, ...]:
    """Return every municipality, the freshest first, those too small to rank last. National offers are not counted."""
    today = timezone.localdate(at)
    seen = {
        offer_id: _Seen(assured_on=assured, next_check_on=coming, created_on=timezone.localdate(created))
        for offer_id, assured, coming, created in Offer.objects.local().values_list(
            "id", "assured_on", "next_check_on", "created_at"
        )
    }
    before = assured_at(subject_kind="offer", moment=at - TREND_OVER)
    by_code = _offers_by_municipality()
    rows = [
        _standing(row, [seen[offer_id] for offer_id in by_code.get(row.code, ())], today=today)
        for row in Municipality.objects.without_border().by_name()
    ]
    trends = {code: _trend(offer_ids, seen, before, today=today) for code, offer_ids in by_code.items()}
    return _ranked(rows, trends=trends)


def _offers_by_municipality() -> dict[str, set[UUID]]:
    """Return the shown offers for each municipality, by name or through its region."""
    found: dict[str, set[UUID]] = {}
    for path in ("served_municipalities", "served_regions__municipalities"):
        for offer_id, code in Offer.objects.local().values_list("id", path):
            if code is not None:
                found.setdefault(code, set()).add(offer_id)
    return found


def _standing(row: Municipality, offers: Collection[_Seen], *, today: date) -> Standing:
    """Return a municipality's figures, without a rank yet."""
    fresh = [one for one in offers if _is_fresh(one, today)]
    days = [(today - one.assured_on).days for one in offers if one.assured_on]
    return Standing(
        code=row.code,
        name=row.name,
        slug=row.slug,
        offers=len(offers),
        confirmed=len(fresh),
        rank=None,
        median_days=round(median(days)) if days else None,
        trend=None,
    )


def _is_fresh(one: _Seen, today: date) -> bool:
    return one.assured_on is not None and one.next_check_on is not None and one.next_check_on > today


def _trend(
    offer_ids: Collection[UUID], seen: Mapping[UUID, _Seen], before: Collection[UUID], *, today: date
) -> float | None:
    """Return how much the share has grown, in those that were there then too; None when there were too few."""
    then = [offer_id for offer_id in offer_ids if seen[offer_id].created_on <= today - TREND_OVER]
    if len(then) < FEWEST_TO_RANK:
        return None
    was = sum(offer_id in before for offer_id in then)
    now = sum(_is_fresh(seen[offer_id], today) for offer_id in then)
    return (now - was) / len(then)


def _ranked(rows: Iterable[Standing], *, trends: Mapping[str, float | None]) -> tuple[Standing, ...]:
    """Return the rows in order, each with its rank and trend; those who are alike share a rank."""
    order = sorted(rows, key=lambda row: (row.offers < FEWEST_TO_RANK, -row.share, row.slug))
    shares = [row.share for row in order if row.offers >= FEWEST_TO_RANK]
    return tuple(
        replace(
            row,
            rank=shares.index(row.share) + 1 if row.offers >= FEWEST_TO_RANK else None,
            trend=trends.get(row.code),
        )
        for row in order
    )
