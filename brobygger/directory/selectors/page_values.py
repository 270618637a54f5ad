"""The frozen values that make up an offer's page: what a template may ask for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from brobygger.directory.occurrences import Occurrence
from brobygger.directory.values import CriterionData, LinkData, ScheduleData


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the register's own words: ``key`` for programs, ``label`` for people; ``unknown`` has no label."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCard:
    """Who offers it."""

    id: UUID
    key: str
    name: str
    kind_label: str
    website: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptTag:
    """A concept the offer is about."""

    key: str
    facet: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCard:
    """A place. ``precision`` says what the point stands for, ``precision_label`` in words; no point, no words."""

    kind: str
    name: str
    address: str
    label: str
    postcode: str
    municipality_code: str
    municipality_name: str
    lat: float | None
    lon: float | None
    precision: str
    precision_label: str
    url: str
    directions: str
    accessibility_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """A function to reach."""

    function: str
    person_name: str
    phone: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCard:
    """A picture, with words for those who do not see it. ``width`` 0: its size is not known."""

    id: UUID
    url: str
    srcset: str
    thumbnail: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityNow:
    """Room as seen now; status ``unknown`` when nobody has said, or what was said is too old."""

    status: str
    label: str
    wait_weeks: int | None = None
    set_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How sure we are. ``days_ago`` None: nobody has confirmed it yet. ``is_due``: it should be looked at again.

    ``is_unanswered``: they were asked three times, and nobody answered.
    """

    assured_on: date | None
    days_ago: int | None
    is_due: bool
    is_unanswered: bool
    source_url: str
    source_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A municipality the offer is for."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """One offer's page. Empty text and ``unknown`` mean: the source does not say."""

    id: UUID
    key: str
    status: str
    name: str
    summary: str
    description_html: str
    audience: str
    first_visit: str
    alert: str
    organisation: OrganisationCard
    concepts: tuple[ConceptTag, ...]
    needs_quick_exit: bool
    tags: tuple[str, ...]
    age_min: int | None
    age_max: int | None
    gender: Choice
    gender_reason: str
    needs_sobriety: bool
    criteria: tuple[CriterionData, ...]
    is_national: bool
    municipalities: tuple[Area, ...]
    regions: tuple[str, ...]
    roles: tuple[Choice, ...]
    delivery: tuple[Choice, ...]
    signup: Choice
    signup_note: str
    access: Choice
    price: Choice
    price_note: str
    concessions: str
    schedule_note: str
    is_always_open: bool
    has_schedule: bool
    schedules: tuple[ScheduleData, ...]
    next_times: tuple[Occurrence, ...]
    host_function: str
    contacts: tuple[ContactCard, ...]
    languages: tuple[Choice, ...]
    accessibility: tuple[Choice, ...]
    accessibility_note: str
    community_type: Choice
    practical_help: str
    is_companion_possible: bool | None
    places: tuple[PlaceCard, ...]
    links: tuple[LinkData, ...]
    pictures: tuple[PictureCard, ...]
    capacity: CapacityNow
    freshness: Freshness
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of an offer's history: what was done and when; who, only as a kind of actor."""

    at: datetime
    act: str
    actor_kind: str
    fields: tuple[str, ...]
