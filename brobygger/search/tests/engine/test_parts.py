"""The parts whose quick ways are only taken with many documents: here with few, or each alone."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.search.engine import clusters, meaning
from brobygger.search.engine.bm25f import FULL, rarity, saturations
from brobygger.search.engine.building import TwiceTheSame
from brobygger.search.engine.changing import IsFull, IsOutdated
from brobygger.search.engine.files import index_in_memory
from brobygger.search.engine.interface import Entry, Limit, Question
from brobygger.search.engine.marks import SPARE_VALUES, Marks, packed, unpacked
from brobygger.search.engine.order import first_places
from brobygger.search.tests.engine.strategies import COUNTED, NOW
from brobygger.search.tests.engine.test_files import make_entry
from brobygger.search.tests.factories import make_document


class TestFirstPlaces:
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30), st.integers(0, 31))
    def test_is_a_sorted_list_cut_off(self, pairs: list[tuple[int, int]], depth: int) -> None:
        one, other = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

        found = first_places((lambda some: one[some], lambda some: other[some]), depth, count=len(pairs))

        assert found.tolist() == sorted(range(len(pairs)), key=lambda place: (*pairs[place], place))[:depth]


class TestMarks:
    @given(st.lists(st.sets(st.sampled_from("abcde")), min_size=1, max_size=200), st.data())
    def test_counts_as_one_would(self, held: list[set[str]], data: st.DataObject) -> None:
        words = -(-len(held) // 64)
        marks = Marks(np.zeros((words, 5), dtype=np.uint64), [("field", "a")])
        for row, values in enumerate(held):
            marks.put(row, {("field", value) for value in values})
        hits = data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held)))

        counts = marks.count(packed(np.array(hits), words), ("field",))["field"]

        chosen = [values for values, is_hit in zip(held, hits, strict=True) if is_hit]
        expected = {value: sum(value in values for values in chosen) for value in "abcde"}
        assert counts == {value: count for value, count in expected.items() if count}

    @pytest.mark.parametrize("wanted", [range(3), range(30), range(1, 80, 2), range(80)])
    def test_find_who_has_one_of_many_also_among_the_changed(self, wanted: range) -> None:
        held = [{row % 7, row * row % 80} for row in range(200)]
        in_file, rows = 100, np.arange(200, dtype=np.int32)
        marks = Marks(np.zeros((4, 80), dtype=np.uint64), [], documents=in_file)
        for begin, end in ((0, in_file), (in_file, len(held))):
            for row in range(begin, end):
                marks.put(row, {("field", str(value)) for value in held[row]})

            found = marks.among(rows[:end], "field", map(str, wanted)).tolist()

            assert found == [not values.isdisjoint(wanted) for values in held[:end]]

    @given(st.lists(st.booleans(), min_size=1, max_size=300))
    def test_are_packed_and_unpacked(self, mask: list[bool]) -> None:
        assert unpacked(packed(np.array(mask), 5), len(mask)).tolist() == mask


class TestSaturations:
    def test_say_less_with_each_occurrence(self) -> None:
        average = {"title": 2.0, "tags": 1.0, "text": 10.0}

        once, twice, thrice = (saturations({"text": {"sorg": times}}, average)["sorg"] for times in (1.0, 2.0, 3.0))

        assert 0 < twice - once < once
        assert thrice - twice < twice - once
        assert thrice < FULL

    def test_say_more_in_a_title(self) -> None:
        held = saturations(
            {"title": {"a": 1.0}, "tags": {"b": 1.0}, "text": {"c": 1.0}}, dict.fromkeys(("title", "tags", "text"), 1.0)
        )

        assert held["a"] > held["b"] > held["c"]

    def test_are_worth_more_when_rare(self) -> None:
        assert rarity(1, 1000) > rarity(10, 1000) > rarity(1000, 1000) > 0
        assert rarity(1, 0) > 0


def cloud(middle: np.ndarray, count: int, dice: np.random.Generator) -> Iterator[np.ndarray]:
    for _ in range(count):
        vector = middle + dice.standard_normal(len(middle)) * 0.05
        yield np.rint(vector / np.linalg.norm(vector) * 127).astype(np.int8)


def clouds(count: int, each: int) -> list[Entry]:
    dice = np.random.default_rng(1)
    middles = [np.eye(32)[place] for place in range(count)]
    vectors = [vector for middle in middles for vector in cloud(middle, each, dice)]
    return [
        Entry(
            document=make_document(f"nr-{number}", is_free=bool(number % 2)),
            fields={},
            concepts=frozenset(),
            digest=bytes(16),
            vector=vector,
        )
        for number, vector in enumerate(vectors)
    ]


class TestMeaning:
    @pytest.fixture(autouse=True)
    def few_are_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clusters, "_LEAST", 100)
        monkeypatch.setattr(clusters, "_IN_A_CLUSTER", 50)
        monkeypatch.setattr(meaning, "LOOKED_AT", 150)

    def test_looks_in_the_nearest_clusters_first(self) -> None:
        held = clouds(10, 100)
        engine = index_in_memory(held)
        asked = np.eye(32, dtype=np.float32)[3]
        question = Question(terms=(), vector=asked, meaning_share=1.0, meaning_hits=50, at=NOW)

        answer = engine.answer(question)

        exact = sorted(held, key=lambda entry: -float(entry.vector @ asked))[:50]  # type: ignore[operator]
        found = set(engine.ids(answer.rows))
        assert answer.total == 50
        assert len(found & {entry.document.id for entry in exact}) >= 48

    def test_goes_on_until_enough_are_allowed(self) -> None:
        engine = index_in_memory(clouds(10, 100))
        limits = {"features:free": Limit(field="features", values=("free",))}
        vector = np.eye(32, dtype=np.float32)[3]

        answer = engine.answer(
            Question(terms=(), vector=vector, meaning_share=1.0, meaning_hits=50, limits=limits, at=NOW)
        )

        assert answer.total == 50
        assert (engine.features(answer.rows, at=NOW).free == 1).all()

    def test_finds_what_came_later(self) -> None:
        held = clouds(10, 100)
        engine = index_in_memory(held[1:])
        later = engine.changed([held[0]], ())
        vector = held[0].vector.astype(np.float32) / 127  # type: ignore[union-attr]

        answer = later.answer(Question(terms=(), vector=vector, meaning_share=1.0, meaning_hits=1, at=NOW))

        assert later.ids(answer.rows) == [held[0].document.id]


class TestStates:
    def test_are_told_apart_by_threads(self) -> None:
        """Whoever holds an engine sees what it began with, while another thread changes everything."""
        engine = index_in_memory(make_entry(number) for number in range(200))
        question = Question(terms=(("sorg", 1.0), ("gruppe", 0.5)), counted=COUNTED, at=NOW)
        expected, wrong, is_done = engine.answer(question), [], Event()

        def ask() -> None:
            while not is_done.is_set():
                said = engine.answer(question)
                if (
                    said.total != expected.total
                    or said.rows.tolist() != expected.rows.tolist()
                    or said.counts != expected.counts
                ):
                    wrong.append(said)

        askers = [Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        latest = engine
        for number in range(300):
            latest = latest.changed([make_entry(number)], [make_entry(number + 1).document.id])
        is_done.set()
        for asker in askers:
            asker.join()

        assert not wrong
        assert latest.answer(question).total == latest.size == 300


class TestChanged:
    def test_says_when_there_is_no_room(self) -> None:
        engine = index_in_memory([make_entry(1), make_entry(2)], spare=0)
        for number in range(engine.room):
            engine = engine.changed([make_entry(number)], ())

        with pytest.raises(IsFull):
            engine.changed([make_entry(1)], ())

        assert engine.room == 0
        assert engine.row_of(key="tilbud-1") is not None

    def test_says_when_there_is_no_room_for_another_value(self) -> None:
        engine = index_in_memory([make_entry(1)])
        odd = replace(make_entry(2), concepts=frozenset(f"nyt-{number}" for number in range(SPARE_VALUES + 1)))

        with pytest.raises(IsFull):
            engine.changed([odd], ())

        assert engine.changes == 0
        assert engine.changed([make_entry(2)], ()).size == 2

    def test_refuses_to_change_an_older_state(self) -> None:
        engine = index_in_memory([make_entry(1)])
        engine.changed([make_entry(2)], ())

        with pytest.raises(IsOutdated):
            engine.changed([make_entry(3)], ())


class TestBuild:
    def test_refuses_the_same_id_twice(self) -> None:
        with pytest.raises(TwiceTheSame):
            index_in_memory([make_entry(1), make_entry(1)])

    def test_finds_ids_and_keys_in_any_order(self) -> None:
        held = [make_entry(number) for number in range(40)]
        engine = index_in_memory(held)

        for entry in held:
            assert engine.ids([engine.row_of(document_id=entry.document.id) or 0]) == [entry.document.id]
            assert engine.row_of(key=entry.document.key) == engine.row_of(document_id=entry.document.id)
        assert engine.row_of(document_id=UUID(int=1)) is None
        assert engine.row_of(key="ingen") is None
        assert dict(engine.titles()) == {engine.row_of(key=e.document.key): e.document.title for e in held}
