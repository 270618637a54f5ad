"""Counts, compared with a slow and obvious way of counting."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.search.documents import Document
from brobygger.search.engine.interface import Entry, Question
from brobygger.search.queries import Filters
from brobygger.search.ranking.filtering import COUNTED, limits_of
from brobygger.search.ranking.wishes import make_wishes
from brobygger.search.tests.engine.oracle import OracleEngine
from brobygger.search.tests.factories import concept_book, make_document
from brobygger.search.understanding.concepts import FACETS, ConceptBook
from brobygger.search.understanding.gazetteer import Gazetteer
from brobygger.search.understanding.reading import Reading

_AT = datetime(2026, 11, 22, 11, tzinfo=UTC)
_CONCEPTS = concept_book()
_NOWHERE = Gazetteer(areas={}, places={})
_KEYS = {
    "needs": ["ensomhed", "isolation", "sorg", "mistet-partner", "gaeld"],
    "targets": ["aeldre", "plejehjemsbeboere", "unge"],
    "activities": ["samtale", "telefonraadgivning", "motion"],
}
_DAYS, _PARTS = ["mon", "tue", "sun"], ["morning", "evening"]
_SLOTS = [f"{day}-{part}" for day in _DAYS for part in _PARTS]


def some(values: list[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


DOCUMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "concepts": some([key for keys in _KEYS.values() for key in keys], 5),
            "roles": some(["bruger", "deltager", "frivillig"]),
            "delivery": some(["in_person", "phone", "online"]),
            "weekly": some(_SLOTS),
            "is_free": st.sampled_from([None, True, False]),
            "is_referral_free": st.sampled_from([None, True, False]),
            "is_companion_possible": st.sampled_from([None, True, False]),
            "capacity": st.sampled_from(["", "free", "few", "waiting", "paused"]),
        }
    ),
    max_size=12,
).map(lambda rows: [make_document(f"d-{number}", **row) for number, row in enumerate(rows)])
FILTERS = st.builds(
    Filters,
    needs=some(_KEYS["needs"]),
    targets=some(_KEYS["targets"]),
    activities=some(_KEYS["activities"]),
    roles=some(["bruger", "deltager", "frivillig"]),
    delivery=some(["in_person", "phone", "online"]),
    when=some([*_DAYS, *_PARTS]),
    is_free=st.booleans(),
    is_referral_free=st.booleans(),
    has_room=st.booleans(),
    is_companion_possible=st.booleans(),
)

_FEATURES = {
    "free": "is_free",
    "referral_free": "is_referral_free",
    "room": "has_room",
    "companion": "is_companion_possible",
}


class TestCountFacets:
    @settings(max_examples=25, deadline=None)
    @given(documents=DOCUMENTS, filters=FILTERS)
    def test_agree_with_counting_one_by_one(self, documents: list[Document], filters: Filters) -> None:
        total, counted = _counted(documents, filters)

        assert total == sum(_fits(document, filters) for document in documents)
        for name, values in counted.items():
            for value, count in values.items():
                assert count == sum(_fits(d, _only(filters, name, value)) for d in documents), (name, value)
        for name, value in _possible():
            if value not in counted.get(name, {}):
                assert not any(_fits(d, _only(filters, name, value)) for d in documents), (name, value)


def _counted(documents: list[Document], filters: Filters) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """Ask an engine with the limits that the filters are made to."""
    entries = [
        Entry(document=d, fields={}, concepts=_CONCEPTS.with_broader(d.concepts), digest=d.id.bytes) for d in documents
    ]
    wishes = make_wishes(filters, Reading(), gazetteer=_NOWHERE, concepts=_CONCEPTS)
    answer = OracleEngine(entries).answer(Question(limits=limits_of(wishes), counted=COUNTED, at=_AT))
    return answer.total, answer.counts


def _possible() -> Iterator[tuple[str, str]]:
    yield from ((name, key) for name, keys in _KEYS.items() for key in keys)
    yield from (("when", value) for value in (*_DAYS, *_PARTS))
    yield from (("features", value) for value in _FEATURES)


def _only(filters: Filters, name: str, value: str) -> Filters:
    """What a choice in a facet asks: that value, beside the filters of all other facets."""
    if name == "features":
        field = _FEATURES[value]
        return replace(filters, **{field: True})
    return replace(filters, **{name: (value,)})


def _fits(document: Document, filters: Filters) -> bool:
    """The rules, one document at a time."""
    concepts = _with_broader(document.concepts, _CONCEPTS)
    if any(getattr(filters, name) and not concepts & set(getattr(filters, name)) for name in FACETS):
        return False
    if filters.roles and not set(filters.roles) & set(document.roles):
        return False
    if filters.delivery and not set(filters.delivery) & set(document.delivery):
        return False
    if filters.when and not any(_is_slot_wished(slot, set(filters.when)) for slot in document.weekly):
        return False
    said = {
        "is_free": document.is_free,
        "is_referral_free": document.is_referral_free,
        "has_room": document.capacity in {"free", "few"},
        "is_companion_possible": document.is_companion_possible,
    }
    return all(is_so is True for field, is_so in said.items() if getattr(filters, field))


def _is_slot_wished(slot: str, wished: set[str]) -> bool:
    day, part = slot.split("-")
    days, parts = wished & set(_DAYS), wished & set(_PARTS)
    return (not days or day in days) and (not parts or part in parts)


def _with_broader(keys: tuple[str, ...], concepts: ConceptBook) -> set[str]:
    found = set(keys)
    for key in keys:
        found |= _with_broader(concepts.topics[key].broader, concepts)
    return found
