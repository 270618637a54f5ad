"""What the other engines are fed and asked: plain numbers, made from the same documents and questions."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from brobygger.search.documents import Document
from brobygger.search.engine.columns import (
    DELIVERIES,
    GENDERS,
    NO_AGE_MAX,
    NO_AGE_MIN,
    ROLES,
    bits_of,
    slot_bits,
    when_bits,
)
from brobygger.search.queries import Filters

FEATURES = ("free", "referral_free", "room", "companion")
LANGUAGES = ("da", "en", "ar", "uk", "de", "kl")
TOP = 20
#: Kilometres in a degree of latitude, and of longitude in the middle of Denmark.
_KM_LAT, _KM_LON = 111.2, 111.2 * math.cos(math.radians(56.0))
#: Further away than anything.
_NOWHERE = 10_000.0


@dataclass(frozen=True, slots=True)
class Row:
    """One offer as numbers. ``title``, ``tags`` and ``text`` are analysed words, spaces between."""

    number: int
    title: str
    tags: str
    text: str
    concepts: tuple[int, ...]
    municipalities: tuple[int, ...]
    is_national: bool
    languages: int
    delivery: int
    roles: int
    slots: int
    features: int
    age_min: int
    age_max: int
    gender: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Own municipality or national, and with ``km`` what lies so near to a point too."""

    municipality: int | None = None
    x: float = 0.0
    y: float = 0.0
    km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerQuestion:
    """One question as numbers; ``None`` and 0 mean no wish. Concepts: one of each group."""

    terms: tuple[str, ...] | None
    concepts: tuple[tuple[int, ...], ...] = ()
    reach: Reach | None = None
    languages: int = 0
    delivery: int = 0
    slots: int = 0
    features: int = 0
    age: int | None = None
    gender: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerAnswer:
    """What came back: how many, the best twenty, and how many of each value in each facet."""

    total: int
    top: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]


class Peer(Protocol):
    """Another engine."""

    name: str

    def build(self, rows: Iterable[Row]) -> None:
        """Take in every offer."""
        ...

    def ask(self, question: PeerQuestion) -> PeerAnswer:
        """Answer one question."""
        ...

    def megabytes(self) -> float:
        """Return the room it takes on disk."""
        ...


def row_of(
    number: int, document: Document, *, words: tuple[str, str, str], concepts: Iterable[str], numbers: Mapping[str, int]
) -> Row:
    """Return an offer as numbers; ``concepts`` with the broader ones, ``numbers`` are the concepts' own."""
    spot = document.spots[0] if document.spots else None
    title, tags, text = words
    return Row(
        number=number,
        title=title,
        tags=tags,
        text=text,
        concepts=tuple(sorted(numbers[key] for key in concepts if key in numbers)),
        municipalities=tuple(int(code) for code in document.municipality_codes),
        is_national=document.is_national,
        languages=bits_of(document.languages, LANGUAGES),
        delivery=bits_of(document.delivery, DELIVERIES),
        roles=bits_of(document.roles, ROLES),
        slots=slot_bits(document.weekly),
        features=_features(document),
        age_min=NO_AGE_MIN if document.age_min is None else document.age_min,
        age_max=NO_AGE_MAX if document.age_max is None else document.age_max,
        gender=GENDERS.index(document.gender),
        x=spot.lon * _KM_LON if spot else _NOWHERE,
        y=spot.lat * _KM_LAT if spot else _NOWHERE,
    )


def _features(document: Document) -> int:
    known = (
        ("free", document.is_free),
        ("referral_free", document.is_referral_free),
        ("room", document.capacity in {"free", "few"}),
        ("companion", document.is_companion_possible),
    )
    return bits_of((name for name, is_so in known if is_so), FEATURES)


def question_of(
    filters: Filters,
    *,
    terms: tuple[str, ...] | None,
    numbers: Mapping[str, int],
    points: Mapping[str, tuple[float, float]],
    reach_km: float,
) -> PeerQuestion:
    """Return a question as numbers; ``points`` are the municipalities' middles by code."""
    features = {
        "free": filters.is_free,
        "referral_free": filters.is_referral_free,
        "room": filters.has_room,
        "companion": filters.is_companion_possible,
    }
    chosen = (filters.needs, filters.targets, filters.activities)
    return PeerQuestion(
        terms=terms,
        concepts=tuple(tuple(numbers[key] for key in keys) for keys in chosen if keys),
        reach=_reach(filters, points, reach_km),
        languages=bits_of(filters.languages, LANGUAGES),
        delivery=bits_of(filters.delivery, DELIVERIES),
        slots=when_bits(filters.when) if filters.when else 0,
        features=bits_of((name for name, is_chosen in features.items() if is_chosen), FEATURES),
        age=filters.age,
        gender=GENDERS.index(filters.gender) if filters.gender else 0,
    )


def _reach(filters: Filters, points: Mapping[str, tuple[float, float]], reach_km: float) -> Reach | None:
    if filters.radius_km is not None and filters.lat is not None and filters.lon is not None:
        return Reach(x=filters.lon * _KM_LON, y=filters.lat * _KM_LAT, km=filters.radius_km)
    if not filters.municipality_code:
        return None
    lat, lon = points[filters.municipality_code]
    km = None if filters.is_strict_place else reach_km
    return Reach(municipality=int(filters.municipality_code), x=lon * _KM_LON, y=lat * _KM_LAT, km=km)
