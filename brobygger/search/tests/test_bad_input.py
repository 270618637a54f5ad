"""Whatever is asked, there is an answer: a page must never fail because somebody wrote something odd."""

from datetime import datetime
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.search.forms import NAMES, params_from, parse
from brobygger.search.queries import Filters, Sort
from brobygger.search.selectors import explain, find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document, make_spot

_ODD_TEXTS = [
    "æ" * 10_000,
    "sorg " * 2_000,
    "\x00\x01\x02\x1b[31m",
    "\u202egros \u200f\u200e",
    "😭😭😭",
    "'; DROP TABLE offers; --",
    "<script>alert(1)</script>",
    "\ud800",
    "a\u0301" * 500,
    "9" * 400,
    "-" * 400,
    "er er er på på 8 8. klasse år 999",
    "ﷺ" * 50,
    "İ" * 40,
]
_ANY_TEXT = st.text(max_size=200) | st.sampled_from(_ODD_TEXTS)
_ANY_WORDS = st.lists(st.text(max_size=20), max_size=4).map(tuple)
_ANY_NUMBER = st.none() | st.floats() | st.integers(-(10**12), 10**12)
_NAMES = [
    "q", "hvor", "behov", "maalgruppe", "aktivitet", "hvordan", "rolle", "hvornaar", "alder", "koen", "gratis",
    "uden-henvisning", "ledig", "foelges", "sprog", "sorter", "side", "radius", "lat", "lon", "kun-her", "ikke",
    "organisation", "noget-andet",
]  # fmt: skip
FILTERS = st.builds(
    Filters,
    text=_ANY_TEXT,
    municipality_code=st.text(max_size=6) | st.just("0461"),
    is_strict_place=st.booleans(),
    lat=_ANY_NUMBER,
    lon=_ANY_NUMBER,
    radius_km=_ANY_NUMBER,
    needs=_ANY_WORDS,
    targets=_ANY_WORDS,
    activities=_ANY_WORDS,
    delivery=_ANY_WORDS,
    roles=_ANY_WORDS,
    when=_ANY_WORDS,
    age=st.none() | st.integers(-(10**9), 10**9),
    gender=st.text(max_size=8),
    languages=_ANY_WORDS,
    owner_key=st.text(max_size=8),
    sort=st.sampled_from(list(Sort)),
    page=st.integers(-(10**12), 10**12),
    page_size=st.integers(-100, 10**6),
    ignored=_ANY_WORDS,
)
_PATIENT = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def published(publish: Publish) -> None:
    publish(
        make_document("a", title="Sorggruppe", concepts=("sorg",), age_min=18, spots=(make_spot(),)),
        make_document("b", municipality_codes=("0461",), is_national=False, weekly=("mon-evening",)),
        make_document("c", concepts=("findes-ikke",), roles=("bruger",), gender="women", capacity="free"),
    )


@pytest.mark.django_db
class TestFind:
    @_PATIENT
    @given(filters=FILTERS)
    def test_never_raises_and_keeps_its_promises(self, published: None, noon: datetime, filters: Filters) -> None:
        result = find(filters=filters, at=noon)

        assert 1 <= result.filters.page <= result.page_count
        assert len(result.hits) <= min(result.total, 100)
        assert all(hit.misfits for hit in result.hits if not hit.is_eligible)
        explain(filters=filters, document_key="a", at=noon)

    @pytest.mark.parametrize("text", _ODD_TEXTS)
    def test_odd_texts_are_only_texts(self, published: None, noon: datetime, text: str) -> None:
        find(filters=Filters(text=text), at=noon)


@pytest.mark.django_db
class TestParseAnything:
    @_PATIENT
    @given(pairs=st.lists(st.tuples(st.sampled_from(_NAMES), _ANY_TEXT), max_size=8))
    def test_never_raises_and_comes_back_the_same(self, published: None, pairs: list[tuple[str, str]]) -> None:
        params = QueryDict(mutable=True)
        for name, value in pairs:
            params.appendlist(name, value)

        filters = parse(params).filters

        again = parse(QueryDict(params_from(filters))).filters
        assert params_from(again) == params_from(filters)


@pytest.mark.django_db
class TestParse:
    def test_reads_everything(self, published: None) -> None:
        query = (
            "q=sorg&hvor=5000&behov=sorg&behov=gaeld&rolle=bruger&hvordan=phone&hvornaar=mon&alder=40&koen=kvinder"
            "&gratis=1&kun-her=1&ledig_plads=1&radius=10&sorter=naermest&side=2&ikke=age&organisation=x&sprog=da"
        )

        assert parse(QueryDict(query)).filters == Filters(
            text="sorg",
            municipality_code="0461",
            lat=55.396,
            lon=10.388,
            needs=("sorg", "gaeld"),
            roles=("bruger",),
            delivery=("phone",),
            when=("mon",),
            age=40,
            gender="women",
            is_free=True,
            is_strict_place=True,
            has_room=True,
            radius_km=10.0,
            sort=Sort.NEAREST,
            page=2,
            ignored=("age",),
            owner_key="x",
            languages=("da",),
        )

    def test_tells_kindly_what_was_not_understood(self, published: None) -> None:
        notes = parse(QueryDict("hvor=Odnese&alder=-4&behov=zzz&lat=nan&lon=1")).notes

        assert [note.text for note in notes] == [
            "Vi kender ikke filteret »zzz«, så vi søger uden det.",
            "Vi kender ikke stedet »Odnese«. Mente du Odense?",
            "Vi forstod ikke positionen »nan«.",
            "Alderen »-4« forstod vi ikke. Skriv den i hele år, fx 15.",
        ]
        assert (notes[1].param, notes[1].value) == ("hvor", "Odense")

    def test_a_municipality_is_no_point(self, published: None) -> None:
        filters = parse(QueryDict("hvor=Odense")).filters

        assert (filters.municipality_code, filters.lat) == ("0461", None)


class TestParamsFrom:
    def test_same_question_same_address(self) -> None:
        one = Filters(text="sorg", needs=("b", "a"), is_free=True, age=3)

        assert params_from(one) == "q=sorg&behov=a&behov=b&alder=3&gratis=1"
        assert params_from(Filters(text="sorg", needs=("a", "b"), is_free=True, age=3)) == params_from(one)

    def test_names_stand_in_one_order(self, published: None) -> None:
        query = (
            "q=sorg&hvor=0461&behov=sorg&hvordan=phone&rolle=bruger&hvornaar=mon&sprog=da&ikke=age&alder=40&koen=kvinder"
            "&gratis=1&uden-henvisning=1&ledig=1&foelges=1&kun-her=1&radius=10&organisation=x&sorter=snart&side=2"
        )
        names = [name for name, _value in parse_qsl(params_from(parse(QueryDict(query)).filters))]

        assert names == [name for name in NAMES if name in names]
        assert len(names) == len(parse_qsl(query))
