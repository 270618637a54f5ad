"""Who is seen: whether small owners get their share of the first page when equal hits take turns."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from brobygger.search.evaluation.measuring import DEPTH, ask, patiently
from brobygger.search.evaluation.questions import Judged
from brobygger.search.queries import Filters
from brobygger.search.selectors import find

#: Owners by how many offers they have: name of the class, least, most.
CLASSES: tuple[tuple[str, int, int], ...] = (("1", 1, 1), ("2-4", 2, 4), ("5-9", 5, 9), ("10+", 10, 10**9))
_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one class of owners got.

    ``impressions`` is its share of the first page's places, a place counting 1 / log2(place + 1); ``hits`` its share
    of all hits the person is eligible for. Their ratio is 1 when the first page mirrors what there is.
    """

    size: str
    owners: int
    impressions: float
    hits: float

    @property
    def ratio(self) -> float:
        """How much more (or less) it is seen than there is of it."""
        return self.impressions / self.hits if self.hits else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "size": self.size,
            "owners": self.owners,
            "impressions": round(self.impressions, 4),
            "hits": round(self.hits, 4),
            "ratio": round(self.ratio, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All classes, and how many owners were on some first page on one day, and over all days."""

    days: int
    questions: int
    classes: tuple[Exposure, ...]
    owners_in_one_day: int
    owners_in_all_days: int

    def as_json(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "days": self.days,
            "questions": self.questions,
            "classes": [one.as_json() for one in self.classes],
            "owners_seen_in_one_day": self.owners_in_one_day,
            "owners_seen_in_all_days": self.owners_in_all_days,
        }

    def lines(self) -> Iterator[str]:
        """Give the figures as lines for a person."""
        yield f"{'tilbud hos ejeren':<20}{'ejere':>7}{'visninger':>11}{'af hits':>9}{'forhold':>9}"
        for one in self.classes:
            yield f"{one.size:<20}{one.owners:>7}{one.impressions:>11.1%}{one.hits:>9.1%}{one.ratio:>9.2f}"
        yield (
            f"{self.questions} spørgsmål, {self.days} dages lodtrækning: {self.owners_in_one_day} ejere er med den "
            f"første dag, {self.owners_in_all_days} i alt."
        )


def exposure(questions: Sequence[Judged], *, days: int, at: datetime) -> Seen:
    """Ask every question on a number of days and return who stood on the first page."""
    size_of = {owner: _class_of(count) for owner, count in _owners(at=at).items()}
    impressions, hits = _Shares(), _Shares()
    seen: list[set[str]] = [set() for _ in range(days)]
    with patiently():
        for question in questions:
            eligible = [hit.document.owner_key for hit in ask(question, at=at, limit=_PAGE).hits if hit.is_eligible]
            hits.add({owner: float(count) for owner, count in Counter(eligible).items()}, size_of)
            for day in range(days):
                first_page = ask(question, at=at + timedelta(days=day)).hits[:DEPTH]
                owners = [hit.document.owner_key for hit in first_page if hit.is_eligible]
                seen[day].update(owners)
                impressions.add(_discounted(owners), size_of)
    return Seen(
        days=days,
        questions=len(questions),
        classes=tuple(_exposures(size_of, impressions, hits)),
        owners_in_one_day=len(seen[0]) if seen else 0,
        owners_in_all_days=len(set().union(*seen)),
    )


class _Shares:
    """Sums by class, every question counting alike however many hits it has."""

    def __init__(self) -> None:
        self._sums: defaultdict[str, float] = defaultdict(float)

    def add(self, by_owner: Mapping[str, float], size_of: Mapping[str, str]) -> None:
        """Add what owners got of one question."""
        whole = math.fsum(by_owner.values())
        for owner, amount in by_owner.items():
            self._sums[size_of.get(owner, CLASSES[0][0])] += amount / whole

    def share(self, size: str) -> float:
        """Return the share of a class."""
        whole = math.fsum(self._sums.values())
        return self._sums[size] / whole if whole else 0.0


def _exposures(size_of: Mapping[str, str], impressions: _Shares, hits: _Shares) -> Iterator[Exposure]:
    owners = Counter(size_of.values())
    for size, _least, _most in CLASSES:
        yield Exposure(size=size, owners=owners[size], impressions=impressions.share(size), hits=hits.share(size))


def _owners(*, at: datetime) -> Counter[str]:
    """Return how many offers every owner has, read page by page through the door everybody uses."""
    counts: Counter[str] = Counter()
    page, page_count = 1, 1
    while page <= page_count:
        result = find(filters=Filters(page=page, page_size=_PAGE, widen=False), at=at)
        counts.update(hit.document.owner_key for hit in result.hits)
        page, page_count = page + 1, result.page_count
    return counts


def _discounted(owners: Sequence[str]) -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for place, owner in enumerate(owners, start=1):
        found[owner] += 1 / math.log2(place + 1)
    return found


def _class_of(count: int) -> str:
    return next(size for size, least, most in CLASSES if least <= count <= most)
