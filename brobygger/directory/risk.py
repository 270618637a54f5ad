"""When an offer is to be looked at again: by how likely it is to have changed, with reasons a person can read.

Each reason says "at most so many days" and the shortest counts (``data/freshness.toml``). Reads no rows itself.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "freshness.toml"
#: Bodies with staff: what they offer changes less often than what volunteers carry.
_WITH_STAFF = frozenset({"municipal", "national", "self_owning", "church"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rule looks at. ``last_time_on`` is the last day of every time it has, None while one of them goes on."""

    organisation_kind: str
    contacts: int
    is_always_open: bool = False
    last_time_on: date | None = None
    is_reported: bool = False
    has_broken_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCheck:
    """The day it should have been looked at again, and why just then: keys of reasons, the one that decided first."""

    on: date
    reasons: tuple[str, ...]


def next_check(facts: Facts, *, seen_on: date) -> NextCheck:
    """Return when an offer that was right on a day is to be looked at again."""
    days = {key: int(_rules()["reasons"][key]["days"]) for key in _reasons_of(facts)}
    if facts.last_time_on is not None and facts.last_time_on >= seen_on:
        days["season_ends"] = min(days["season_ends"], (facts.last_time_on - seen_on).days)
    order = sorted(days, key=lambda key: days[key])
    wait = max(days[order[0]], int(_rules()["shortest_days"]))
    return NextCheck(on=seen_on + timedelta(days=wait), reasons=tuple(order))


def reason_text(key: str, *, language: str) -> str:
    """Return why, as the rest of a sentence ("fordi …"); empty for a reason that is no longer a rule."""
    words = _rules()["reasons"].get(key, {})
    return str(words.get("en" if language == "en" else "da", ""))


def _reasons_of(facts: Facts) -> list[str]:
    """Return the reasons that hold for an offer."""
    is_steady = facts.is_always_open or facts.organisation_kind in _WITH_STAFF
    holds = {
        "kept_by_staff": is_steady,
        "ordinary": not is_steady,
        "one_contact": facts.contacts == 1 and not is_steady,
        "no_contact": facts.contacts == 0,
        "informal_group": facts.organisation_kind == "informal_group",
        "reported": facts.is_reported,
        "broken_link": facts.has_broken_link,
        "season_ends": facts.last_time_on is not None,
    }
    return [key for key, is_so in holds.items() if is_so]


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
