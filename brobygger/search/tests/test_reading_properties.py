"""What holds for the reading of any text whatever."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.sounds import sound_of
from brobygger.search.analysis.tokens import cased_words, normalize, words
from brobygger.search.tests.denmark import whole_denmark
from brobygger.search.tests.factories import concept_book
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.reading import Reader, Reading

_BOOK: ConceptBook = concept_book()
_READER = Reader(
    concepts=_BOOK,
    analyzer=Analyzer(text for topic in _BOOK.topics.values() for text in (*topic.labels, *topic.expressions)),
)
_DENMARK = whole_denmark()
_PIECES = """ikke uden jeg er min mand søn på 15 82 år i odense fyn gratis kirkelig gruppe online telefon om
aftenen onsdag
drikker død ensom frivillig vil gerne hjælpe unge ældre engelsk the my lonely født 1958 30'erne be søgs ven anst
Nørrebro 5000 kan komme ud hjem til mig"""
_SENTENCES = st.lists(st.sampled_from(_PIECES.split()), max_size=14).map(" ".join)
_TEXTS = st.one_of(st.text(max_size=120), _SENTENCES)


def read(text: str, *ignored: str) -> Reading:
    return _READER.read(text, ignored=frozenset(ignored), gazetteer=_DENMARK)


class TestRead:
    @given(text=_TEXTS)
    @settings(max_examples=300, deadline=None)
    def test_answers_anything_and_always_the_same(self, text: str) -> None:
        assert read(text) == read(text)

    @given(text=_SENTENCES)
    @settings(max_examples=200, deadline=None)
    def test_a_concept_that_was_taken_away_is_gone(self, text: str) -> None:
        for said in read(text).said:
            assert said.key not in {other.key for other in read(text, f"concept:{said.key}").said}

    @given(text=_SENTENCES)
    @settings(max_examples=200, deadline=None)
    @pytest.mark.parametrize(
        ("id", "names"),
        [
            ("age", ("person.age", "person.ages")),
            ("gender", ("person.gender",)),
            ("role", ("person.roles",)),
            ("place", ("place", "region")),
            ("when", ("when",)),
            ("delivery", ("delivery",)),
            ("language", ("languages", "extra_words")),
            ("unwanted", ("refused", "unwanted")),
            ("free", ("is_free",)),
            ("sober", ("is_sober",)),
            ("spelling", ("corrected",)),
        ],
    )
    def test_a_guess_that_was_taken_away_is_gone(self, id: str, names: tuple[str, ...], text: str) -> None:
        reading = read(text, id)

        for name in names:
            holder, _, field = name.rpartition(".")
            assert not getattr(getattr(reading, holder) if holder else reading, field)

    @given(text=_SENTENCES)
    @settings(max_examples=200, deadline=None)
    def test_form_and_time_leave_the_rest_alone_when_taken_away(self, text: str) -> None:
        before, after = read(text), read(text, "gender")
        same = {field.name for field in fields(Reading)} - {"person"}

        assert {name: getattr(before, name) for name in same} == {name: getattr(after, name) for name in same}


class TestWords:
    @given(text=st.text(max_size=200))
    @settings(max_examples=300, deadline=None)
    def test_are_the_written_ones_in_lower_case(self, text: str) -> None:
        assert len(words(text)) == len(cased_words(normalize(text)))

    @given(word=st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=20))
    def test_have_one_sound(self, word: str) -> None:
        assert sound_of(word) == sound_of(word)
