"""The league of freshness as lines of a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.directory.selectors.league import Standing

#: Less than this is nothing anybody did.
_LEVEL = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One municipality, in words and numbers as people read them. ``percent`` is also the length of its bar."""

    rank: str
    name: str
    url: str
    percent: int
    offers: int
    confirmed: int
    median_text: str
    trend_text: str


def rows_of(standings: Iterable[Standing]) -> list[Row]:
    """Return the lines, in the order given."""
    return [
        Row(
            rank=str(one.rank or ""),
            name=one.name,
            url=reverse("web:local", args=[one.slug]),
            percent=round(one.share * 100),
            offers=one.offers,
            confirmed=one.confirmed,
            median_text="–" if one.median_days is None else gettext("%(days)s dage") % {"days": one.median_days},
            trend_text=_trend_text(one.trend),
        )
        for one in standings
    ]


def _trend_text(trend: float | None) -> str:
    """Return how much the share has moved, in percentage points."""
    if trend is None:
        return "–"
    if abs(trend) < _LEVEL:
        return gettext("uændret")
    return f"{'+' if trend > 0 else '−'}{abs(round(trend * 100))}"
