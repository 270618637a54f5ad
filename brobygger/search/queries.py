"""What is asked and what is answered: frozen values, the same for the page, the command line and the API."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from brobygger.search.documents import Document

#: Nobody is older than this; a higher age counts as a slip.
OLDEST = 120


class Sort(StrEnum):
    """The orders a person can choose."""

    BEST = "bedst"
    NEAREST = "naermest"
    SOON = "snart"
    CONFIRMED = "bekraeftet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """One question. Everything is optional; empty means "no wish".

    ``municipality_code`` is where the person is; with ``is_strict_place`` only offers in and for that municipality
    count (national ones always do), otherwise neighbours follow when they are near. ``lat``/``lon`` is where to
    measure distance from (degrees, WGS 84); ``radius_km`` limits offers that one has to travel to. ``needs``,
    ``targets`` and ``activities`` are taxonomy keys, all of one facet joined by OR, facets by AND. ``when`` holds
    ``mon``…``sun`` and/or ``morning``/``afternoon``/``evening``. ``age`` in years and ``gender`` (``women``/``men``)
    are of the one who is to use the offer. ``ignored`` are guesses not to make from the text: ``age``, ``gender``,
    ``role``, ``delivery``, ``when``, ``place``, ``language``, ``spelling``, ``free``, ``room``, ``referral_free``,
    ``companion``, ``sober``, ``outside``, ``concept:<key>`` and ``not:<id>``.
    """

    text: str = ""
    municipality_code: str = ""
    is_strict_place: bool = False
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    needs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    age: int | None = None
    gender: str = ""
    is_free: bool = False
    is_referral_free: bool = False
    has_room: bool = False
    is_companion_possible: bool = False
    languages: tuple[str, ...] = ()
    owner_key: str = ""
    sort: Sort = Sort.BEST
    page: int = 1
    page_size: int = 10
    widen: bool = True
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a hit is shown: ``kind`` is stable for programs, ``text`` is for the person, in the active language."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer. ``is_eligible`` False means: shown with its ``misfits`` (why not), never as if it fitted."""

    document: Document
    score: float
    distance_km: float | None
    is_eligible: bool
    misfits: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One choice in a filter: how many hits it would leave, and whether it is chosen now."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One thing made of the words: with its ``id`` in ``Filters.ignored`` it is gone, ``label`` is for the person."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was made of the words, each part of which a person may take away again.

    ``concepts`` are taxonomy keys with the label to show; ``corrected`` is the text that was searched instead when
    words were misspelt. ``crisis_topics`` are those of the needs chosen as filters too. ``guesses`` are all of these
    (but crisis topics and what a filter decides) as removable tags.
    """

    concepts: tuple[tuple[str, str], ...] = ()
    age: int | None = None
    gender: str = ""
    roles: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    municipality_code: str = ""
    corrected: str = ""
    crisis_topics: frozenset[str] = frozenset()
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """Further hits when few were found, and in which way the question was loosened.

    ``kind`` is ``neighbours``, ``remote`` (phone and online), ``related`` (related needs), ``filters``, or ``misfits``
    (nothing was loosened: what matched, but most likely does not fit the person).
    """

    kind: str
    label: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A document as a map or a suggestion shows it, without asking the database."""

    key: str
    title: str
    spots: tuple[tuple[float, float, str], ...] = ()  # latitude, longitude, precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole answer. ``total`` counts every hit, ``hits`` is the page asked for, ``facets`` keep their order.

    Facet names: ``needs, targets, activities, delivery, roles, when, features`` (features: ``free``,
    ``referral_free``, ``room``, ``companion``). ``mapped`` are the first hits with a place, as a map shows them and in
    the hits' order: up to 300 of them when asked for, else those until the end of the page, so that each hit has its
    number. ``related`` are concepts around what was understood or chosen that would find something, with how many.
    ``is_meaning_late`` when the meaning of the words was not worked out in time, so that only the words counted.
    """

    filters: Filters
    understood: Understood
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    widenings: tuple[Widening, ...] = ()
    mapped: tuple[Pin, ...] = ()
    related: tuple[FacetValue, ...] = ()
    is_meaning_late: bool = False
    page_count: int = 1
    took_ms: float = 0.0
