"""What a room hands over when it wants something to be found: one frozen value, with everything a result shows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from math import nan
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place where it happens. ``precision`` is ``address``, ``postcode`` or ``municipality``."""

    lat: float
    lon: float
    precision: str
    label: str = ""
    municipality_code: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that can be found.

    ``None`` always means "the source does not say"; an empty tuple means "none stated". ``municipality_codes`` are
    the municipalities it is for or in (empty for national offers), ``region_codes`` whole regions it serves;
    ``hidden_in`` are the municipalities where it is not shown, whoever it is for: who asks from there does not find it.
    ``area_names`` are what those it serves are called, for an offer that has no place of its own.
    ``weekly`` are slots such as ``tue-evening`` (three-letter English day, then ``morning`` until 12, ``afternoon``
    until 17 or ``evening``). ``upcoming`` are the next occurrences known when the document was published.
    ``is_unanswered``: those behind it were asked three times whether it is still right, and nobody answered.
    ``concepts`` are taxonomy keys of all facets; delivery and roles use the directory's own keys.
    """

    id: UUID
    kind: str
    key: str
    title: str
    summary: str
    body: str = ""
    audience: str = ""
    words: tuple[str, ...] = ()
    owner_id: UUID
    owner_key: str
    owner_name: str
    owner_kind: str = ""
    concepts: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    gender: str = "any"
    roles: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    is_national: bool = False
    municipality_codes: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    hidden_in: tuple[str, ...] = ()
    area_names: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    is_free: bool | None = None
    is_referral_free: bool | None = None
    signup: str = "unknown"
    needs_sobriety: bool = False
    is_companion_possible: bool | None = None
    capacity: str = ""
    capacity_wait_weeks: int | None = None
    capacity_expires_at: datetime | None = None
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    weekly: tuple[str, ...] = ()
    schedule_note: str = ""
    upcoming: tuple[datetime, ...] = field(default=())
    assured_on: date | None = None
    is_unanswered: bool = False
    source_year: int | None = None

    @property
    def assured_day(self) -> float:
        """The day of the last confirmation, as a number; the first of all days when nobody answers any more."""
        if self.is_unanswered:
            return 1.0
        return float(self.assured_on.toordinal()) if self.assured_on else nan
