"""Small invented worlds: few words, places and values, so that everything meets everything."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from hypothesis import strategies as st

from brobygger.search.documents import Document, Spot
from brobygger.search.engine.columns import CAPACITIES, DAYS, DELIVERIES, GENDERS, PARTS_OF_DAY, ROLES
from brobygger.search.engine.interface import Entry, Limit, Place, Question
from brobygger.search.queries import Sort

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = ("sorg", "gruppe", "gæld", "ensom", "børn", "#sorg", "café", "mand", "ring")
CONCEPTS, LANGUAGES = ("sorg", "gaeld", "ensomhed", "boern"), ("da", "en", "ar")
CODES, REGIONS, OWNERS = ("0461", "0101", "0751"), ("1083", "1084"), ("røde-kors", "natteravnene", "lokal")
DIMENSIONS = 4
WORTH = {
    "own": 1.0,
    "region": 0.9,
    "national_remote": 0.8,
    "national_in_person": 0.7,
    "neighbour": 0.55,
    "halving_km": 25.0,
    "reach_km": 40.0,
    "elsewhere": 0.08,
}
COUNTED: Mapping[str, str] = {
    "needs": "concepts",
    "targets": "concepts",
    "delivery": "delivery",
    "roles": "roles",
    "when": "when",
    "languages": "languages",
    "features": "features",
}


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=len(values), unique=True).map(tuple)


lats, lons = st.integers(0, 20).map(lambda step: 55 + step / 10), st.integers(0, 20).map(lambda step: 9 + step / 10)
spots = st.builds(
    Spot,
    lat=lats,
    lon=lons,
    precision=st.sampled_from(("address", "postcode", "municipality")),
    municipality_code=st.sampled_from(("", *CODES)),
)
tristates = st.sampled_from((None, True, False))
moments = st.integers(-5, 20).map(lambda hours: NOW + timedelta(hours=hours))
slots = tuple(f"{day}-{part}" for day in DAYS[:3] for part in PARTS_OF_DAY)


@st.composite
def documents(draw: Any, numbers: st.SearchStrategy[int]) -> Document:
    number = draw(numbers)
    return Document(
        id=UUID(int=number * 0x1F3D5B79_00000001_02030405_11111111 % 2**128),
        kind="offer",
        key=f"tilbud-{number}",
        title=f"Tilbud æ {number}",
        summary="",
        owner_id=UUID(int=number),
        owner_key=draw(st.sampled_from(OWNERS)),
        owner_name="",
        age_min=draw(st.none() | st.integers(0, 70)),
        age_max=draw(st.none() | st.integers(5, 99)),
        gender=draw(st.sampled_from(GENDERS)),
        roles=draw(some(ROLES)),
        delivery=draw(some(DELIVERIES)),
        is_national=draw(st.booleans()),
        municipality_codes=draw(some(CODES)),
        region_codes=draw(some(REGIONS)),
        hidden_in=draw(some(CODES) | st.just(())),
        spots=tuple(draw(st.lists(spots, max_size=3))),
        is_free=draw(tristates),
        is_referral_free=draw(tristates),
        is_companion_possible=draw(tristates),
        needs_sobriety=draw(st.booleans()),
        capacity=draw(st.sampled_from(CAPACITIES)),
        capacity_expires_at=draw(st.none() | moments),
        languages=draw(some(LANGUAGES)),
        weekly=draw(some(slots)),
        upcoming=tuple(draw(st.lists(moments, max_size=3))),
        is_unanswered=draw(st.sampled_from((False, False, False, True))),
        assured_on=draw(st.none() | st.integers(0, 400).map(lambda days: date(2025, 12, 1) + timedelta(days=days))),
    )


frequencies = st.sampled_from((0.36, 0.6, 1.0, 1.2, 1.6, 2.0, 5.0))
terms_of_a_field = st.dictionaries(st.sampled_from(WORDS), frequencies, max_size=4)
fields = st.fixed_dictionaries({"title": terms_of_a_field, "tags": terms_of_a_field, "text": terms_of_a_field})
vectors = st.lists(st.integers(-127, 127), min_size=DIMENSIONS, max_size=DIMENSIONS).map(
    lambda numbers: np.array(numbers, dtype=np.int8)
)


def entries(numbers: st.SearchStrategy[int], concepts: tuple[str, ...] = CONCEPTS) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        document=documents(numbers),
        fields=fields,
        concepts=some(concepts).map(frozenset),
        digest=st.binary(min_size=16, max_size=16),
        vector=st.none() | vectors,
    )


def corpora(**sizes: int) -> st.SearchStrategy[list[Entry]]:
    return st.lists(entries(st.integers(1, 60)), unique_by=lambda entry: entry.document.id, **sizes)


places = st.builds(
    Place,
    municipality_code=st.sampled_from(("", *CODES, "9999")),
    region_code=st.sampled_from(("", *REGIONS)),
    is_precise=st.booleans(),
    worth=st.just(WORTH),
) | st.builds(
    Place,
    municipality_code=st.sampled_from(("", *CODES)),
    region_code=st.sampled_from(("", *REGIONS)),
    lat=lats,
    lon=lons,
    is_precise=st.booleans(),
    worth=st.just(WORTH),
)


def limit(field: str, values: tuple[str, ...]) -> st.SearchStrategy[Limit]:
    chosen = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return chosen.map(lambda some: Limit(field=field, values=some))


limits = st.fixed_dictionaries(
    {},
    optional={
        "needs": limit("concepts", (*CONCEPTS, "ukendt")),
        "delivery": limit("delivery", DELIVERIES),
        "roles": limit("roles", ROLES),
        "when": limit("when", (*DAYS[:3], *PARTS_OF_DAY)),
        "languages": limit("languages", LANGUAGES),
        "owner": limit("owner", OWNERS),
        "features:free": st.just(Limit(field="features", values=("free",))),
        "features:room": st.just(Limit(field="features", values=("room",))),
    },
)
terms = st.lists(
    st.tuples(st.sampled_from((*WORDS, "nyt", "ukendt")), st.sampled_from((0.35, 0.6, 1.0, 1.6))), max_size=6
)
#: Halves, so that cosines are the same whatever order they are summed in.
asked_vectors = st.lists(st.sampled_from((-0.5, 0.5)), min_size=DIMENSIONS, max_size=DIMENSIONS).map(
    lambda numbers: np.array(numbers, dtype=np.float32)
)


@st.composite
def questions(draw: Any) -> Question:
    vector = draw(st.none() | asked_vectors)
    return Question(
        terms=draw(st.none() | terms.map(tuple)),
        least_share=draw(st.sampled_from((0.0, 0.12, 0.5))),
        vector=vector,
        meaning_share=draw(st.sampled_from((0.0, 0.5, 0.3))) if vector is not None else 0.0,
        meaning_hits=draw(st.integers(0, 5)),
        place=draw(st.none() | places),
        reach=draw(st.sampled_from(("everywhere", "in_reach", "local"))),
        radius_km=draw(st.none() | st.sampled_from((1.0, 20.0, 50.0))),
        place_unknown=0.9,
        limits=draw(limits),
        age=draw(st.none() | st.integers(0, 100)),
        gender=draw(st.sampled_from(("", "women", "men"))),
        far_outside_years=draw(st.sampled_from((5.0, 999.0))),
        sort=draw(st.sampled_from(list(Sort))),
        depth=draw(st.sampled_from((0, 1, 3, 1000))),
        counted=draw(st.sampled_from((COUNTED, {}))),
        at=NOW,
    )
