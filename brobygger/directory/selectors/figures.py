"""Reads that count: how large and how fresh the register is, and how much there is in each place and for each need."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from brobygger.directory.models import LocalVisibility, Offer, Status
from brobygger.places.models import Municipality
from brobygger.taxonomy.models import Concept, Facet

FRESH_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How fresh the register is, honestly. ``by_source_year`` is newest first; None is "the source has no date"."""

    offers: int
    organisations: int
    municipalities: int
    national_offers: int
    confirmed_within_a_year: int
    never_confirmed: int
    by_source_year: tuple[tuple[int | None, int], ...]


def freshness_figures(*, at: datetime) -> Figures:
    """Return the figures the front page shows, counted in shown offers only. Three queries."""
    shown = Offer.objects.published()
    since = timezone.localdate(at - FRESH_WITHIN)
    counts = shown.aggregate(
        offers=Count("id"),
        organisations=Count("organisation", distinct=True),
        national_offers=Count("id", filter=Q(is_national=True)),
        confirmed_within_a_year=Count("id", filter=Q(assured_on__gte=since)),
        never_confirmed=Count("id", filter=Q(assured_on=None)),
    )
    years = shown.values_list("source_year").annotate(offers=Count("id"))
    return Figures(
        **counts,
        municipalities=Municipality.objects.filter(offers__in=shown).distinct().count(),
        by_source_year=tuple(sorted(years, key=lambda row: -(row[0] or 0))),
    )


def counts_by_municipality() -> Mapping[str, int]:
    """Return how many shown offers there are for each municipality, national ones not counted; none is left out."""
    named = _by_municipality(Q(served_municipalities__isnull=False), "served_municipalities")
    through_region = _by_municipality(Q(served_regions__isnull=False), "served_regions__municipalities")
    hidden = _hidden_by_municipality()
    codes = Municipality.objects.values_list("code", flat=True)
    return {code: named.get(code, 0) + through_region.get(code, 0) - hidden.get(code, 0) for code in codes}


def counts_by_need() -> Mapping[str, int]:
    """Return how many shown offers there are for each need, by concept key; a need without offers has 0."""
    shown = Count("offers", filter=Q(offers__status=Status.PUBLISHED), distinct=True)
    needs = Concept.objects.current().of_facet(Facet.NEED).annotate(shown=shown)
    return dict(needs.values_list("key", "shown"))


def _hidden_by_municipality() -> dict[str, int]:
    """Count the shown offers that are for a municipality, by name or through its region, and that it does not show."""
    rows = LocalVisibility.objects.hidden().filter(offer__status=Status.PUBLISHED)
    counts: Counter[str] = Counter()
    for path in ("offer__served_municipalities", "offer__served_regions__municipalities"):
        of_place = rows.filter(**{path: F("municipality")}).values_list("municipality_id")
        counts.update(dict(of_place.annotate(offers=Count("offer", distinct=True))))
    return dict(counts)


def _by_municipality(condition: Q, path: str) -> dict[str, int]:
    """Count shown offers along one path to municipalities."""
    rows = Offer.objects.published().filter(condition).values_list(path).annotate(offers=Count("id", distinct=True))
    return dict(rows)
