"""The engine says what the oracle says, whatever is asked, and after whatever has changed."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.search.engine.changing import IsFull
from brobygger.search.engine.files import index_in_memory
from brobygger.search.engine.interface import Entry, Question
from brobygger.search.engine.numpy_engine import NumpyEngine
from brobygger.search.tests.engine.oracle import OracleEngine
from brobygger.search.tests.engine.strategies import NOW, WORDS, corpora, entries, questions

Step = tuple[list[Entry], list[int]]
thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
#: Also values that the generation does not know.
changed_entries = st.lists(entries(st.integers(1, 60), concepts=("sorg", "gaeld", "nyt")), max_size=4)
steps = st.lists(st.tuples(changed_entries, st.lists(st.integers(0, 19), max_size=3)), min_size=1, max_size=4)


def compare(engine: NumpyEngine, oracle: OracleEngine, question: Question) -> None:
    said, expected = engine.answer(question), oracle.answer(question)

    assert said.total == expected.total
    assert engine.ids(said.rows) == oracle.ids(expected.rows)
    for name in ("text", "place", "distance", "is_eligible", "in_reach", "is_local", "next_at"):
        mine, theirs = getattr(said, name), getattr(expected, name)
        assert mine.dtype == theirs.dtype
        assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), name
    assert {facet: dict(values) for facet, values in said.counts.items()} == expected.counts


def compare_features(engine: NumpyEngine, oracle: OracleEngine) -> None:
    ids = [document_id for document_id, _ in engine.digests()]
    mine = engine.features(np.array([engine.row_of(document_id=one) for one in ids], dtype=np.int32), at=NOW)
    theirs = oracle.features(np.array([oracle.row_of(document_id=one) for one in ids], dtype=np.int32), at=NOW)

    for name in ("age_min", "age_max", "gender", "roles", "delivery", "slots", "is_national", "free", "referral_free",
                 "companion", "sober", "capacity", "assured", "owner", "lot", "has_spot"):  # fmt: skip
        one, other = getattr(mine, name), getattr(theirs, name)
        assert one.dtype == other.dtype, name
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name
    for field, values in (("concepts", ("sorg", "nyt")), ("languages", ("ar",)), ("municipalities", ("0461", ""))):
        assert np.array_equal(mine.has_any(field, values), theirs.has_any(field, values))
    assert np.array_equal(mine.holds_any(("sorg", "nyt")), theirs.holds_any(("sorg", "nyt")))


def compare_the_rest(engine: NumpyEngine, oracle: OracleEngine) -> None:
    assert engine.size == oracle.size
    assert dict(engine.digests()) == dict(oracle.digests())
    assert engine.owners() == oracle.owners()
    assert engine.municipalities() == oracle.municipalities()
    for term in (*WORDS, "ukendt"):
        assert engine.commonness(term) == oracle.commonness(term)
        assert engine.is_named(term) == oracle.is_named(term)
    for number in range(61):
        mine, theirs = engine.row_of(key=f"tilbud-{number}"), oracle.row_of(key=f"tilbud-{number}")
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            assert engine.pins([mine]) == oracle.pins([theirs])
            assert np.array_equal(engine.vector(mine), oracle.vector(theirs))
            assert [engine.holds(mine, word) for word in WORDS] == [oracle.holds(theirs, word) for word in WORDS]


class TestAnswer:
    @thorough
    @given(corpora(max_size=25), st.lists(questions(), min_size=1, max_size=4))
    def test_is_the_oracles(self, held: list[Entry], asked: list[Question]) -> None:
        engine, oracle = index_in_memory(held, spare=10), OracleEngine(held)

        for question in asked:
            compare(engine, oracle, question)

    @thorough
    @given(corpora(min_size=1, max_size=20), steps, questions())
    def test_is_the_oracles_after_changes(self, held: list[Entry], changes: list[Step], question: Question) -> None:
        engine, oracle = index_in_memory(held, spare=20), OracleEngine(held)
        before = [(engine, oracle)]

        for put, places in changes:
            gone = [held[place % len(held)].document.id for place in places]
            try:
                engine = engine.changed(put, gone)
            except IsFull:
                # The generation has no vectors, so it keeps no room for any.
                assert any(entry.vector is not None for entry in put)
                continue
            oracle = oracle.changed(put, gone)
            before.append((engine, oracle))

        for mine, theirs in before:
            compare(mine, theirs, question)
            compare_features(mine, theirs)
        compare_the_rest(engine, oracle)

    @thorough
    @given(corpora(max_size=12), st.randoms(use_true_random=False), questions())
    def test_does_not_depend_on_the_order_of_entries(self, held: list[Entry], dice: object, question: Question) -> None:
        shuffled = list(held)
        dice.shuffle(shuffled)  # type: ignore[attr-defined]

        one, other = (index_in_memory(some).answer(question) for some in (held, shuffled))

        assert one.rows.tolist() == other.rows.tolist()
        assert one.text.tolist() == other.text.tolist()
