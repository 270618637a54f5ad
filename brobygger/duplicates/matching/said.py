"""What an entry says, as it was written: from a row of ours, or from the noise that stands in for other registers."""

from dataclasses import dataclass, field
from uuid import UUID

OFFER, ORGANISATION = "offer", "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry in its own words. ``streets`` are addresses with their postcodes, ``points`` only those of addresses.

    ``municipality_codes`` is empty for the whole country. ``times`` are weekday and hour: "TU 14".
    """

    kind: str
    id: UUID
    name: str
    organisation_id: UUID | None = None
    organisation_name: str = ""
    cvr: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    streets: tuple[tuple[str, str], ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    concepts: frozenset[str] = field(default_factory=frozenset)
    times: frozenset[str] = field(default_factory=frozenset)
    text: str = ""
    age_min: int | None = None
    age_max: int | None = None
    gender: str = "any"
