"""Reads: what people searched for in vain, as far as it tells of nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from brobygger.search.models import ENOUGH_VISITS, NeedInVain, WordingInVain
from brobygger.search.understanding.concepts import load_concepts

#: How far back a report looks.
LOOKS_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One thing that was searched for in vain, and in how many visits."""

    key: str
    label: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InVain:
    """What was searched for in vain: ``needs`` are concepts, ``wordings`` what was written, commonest first.

    Nothing with fewer than ``ENOUGH_VISITS`` visits is here, and no wording without a day that alone had so many.
    Wordings are of the whole country, never of one place.
    """

    municipality_code: str
    needs: tuple[Missed, ...]
    wordings: tuple[Missed, ...]


def in_vain(*, municipality_code: str = "", at: datetime) -> InVain:
    """Return the year's searches in vain: everywhere, or the needs of one municipality. One or two queries."""
    month = timezone.localdate(at - LOOKS_BACK).replace(day=1)
    rows = NeedInVain.objects.since(month)
    if municipality_code:
        rows = rows.in_municipality(municipality_code)
    visits: Counter[str] = Counter()
    for concept, count in rows.values_list("concept", "visits"):
        visits[concept] += count
    book = load_concepts()
    return InVain(
        municipality_code=municipality_code,
        needs=tuple(
            Missed(key=key, label=book.label(key), visits=count)
            for key, count in sorted(visits.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= ENOUGH_VISITS
        ),
        wordings=() if municipality_code else tuple(_wordings()),
    )


def _wordings() -> list[Missed]:
    rows = WordingInVain.objects.readable().order_by("-visits", "wording").values_list("wording", "visits")
    return [Missed(key=wording, label=wording, visits=visits) for wording, visits in rows]
