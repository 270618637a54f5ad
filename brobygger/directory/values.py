"""What can be said about an offer, as frozen values: the same whether it comes from a form, a file or a row."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

#: What a public key may look like, as part of an address.
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")


def offer_id_for(key: str) -> UUID:
    """Return the id that belongs to a public key, so that the same offer has the same id in every installation."""
    return uuid5(NAMESPACE_URL, f"brobygger:offer:{key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationData:
    """One place. ``point_precision`` says what the point stands for, and is empty without a point."""

    kind: str = "physical"
    name: str = ""
    address: str = ""
    postcode_id: str | None = None
    municipality_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    point_precision: str = ""
    url: str = ""
    directions: str = ""
    accessibility_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleData:
    """One recurring time in the place's own wall-clock time.

    Without ``starts_at`` the day is known and the hour is not. ``place`` is the number of its location in the offer's
    list (0 is the first), None when it holds for all of them. Days are ISO dates.
    """

    starts_on: date
    starts_at: time | None = None
    minutes: int | None = None
    rrule: str = ""
    ends_on: date | None = None
    timezone: str = "Europe/Copenhagen"
    except_on: tuple[str, ...] = ()
    also_on: tuple[str, ...] = ()
    note: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactData:
    """A function to reach; a person's name only with the moment that person said yes."""

    function: str
    person_name: str = ""
    person_consented_at: datetime | None = None
    phone: str = ""
    email: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkData:
    """An address with a text that says where it goes."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionData:
    """A yes/no question, and the answer that fits."""

    text: str
    fits_when: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityData:
    """Whether there is room; ``expires_at`` None means the usual 60 days."""

    status: str
    wait_weeks: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferData:
    """Everything an organisation says about one offer. ``key`` is the stable public key.

    ``concepts`` are taxonomy keys; ``tags`` are the source's own words, kept because people search with them too.
    ``capacity`` None means "leave what is known".
    """

    key: str
    organisation_id: UUID
    name: str
    summary: str
    description: str = ""
    audience: str = ""
    first_visit: str = ""
    alert: str = ""
    concepts: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    gender: str = "any"
    gender_reason: str = ""
    needs_sobriety: bool = False
    is_national: bool = False
    municipality_codes: frozenset[str] = frozenset()
    region_codes: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    signup: str = "unknown"
    signup_note: str = ""
    access: str = "unknown"
    price_kind: str = "unknown"
    price_note: str = ""
    concessions: str = ""
    schedule_note: str = ""
    host_function: str = ""
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    accessibility_note: str = ""
    community_type: str = "unknown"
    practical_help: str = ""
    is_companion_possible: bool | None = None
    source_url: str = ""
    source_year: int | None = None
    locations: tuple[LocationData, ...] = ()
    schedules: tuple[ScheduleData, ...] = ()
    contacts: tuple[ContactData, ...] = ()
    links: tuple[LinkData, ...] = ()
    criteria: tuple[CriterionData, ...] = ()
    capacity: CapacityData | None = field(default=None, compare=False)
