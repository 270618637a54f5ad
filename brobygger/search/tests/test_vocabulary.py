"""Words in arrays: the same as in sets and dicts, whatever the words are."""

from bisect import bisect_left
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.compounds import parts_among
from brobygger.search.analysis.language import danish
from brobygger.search.analysis.sounds import sound_of
from brobygger.search.analysis.texts import HashedTexts, SortedTexts, hashed, packed
from brobygger.search.analysis.tokens import fold, stem
from brobygger.search.analysis.vocabulary import LEAST_WORD, Vocabulary

WORDS = st.text("aeorskgæøå", min_size=1, max_size=9)
TEXTS = st.sets(st.text(st.characters(exclude_characters="\n\uffff"), max_size=5), max_size=30)


class TestHashedTexts:
    @given(texts=TEXTS, other=st.text(max_size=5))
    def test_are_found_and_no_others(self, texts: set[str], other: str) -> None:
        numbered, arrays = hashed(texts)
        held = HashedTexts(arrays)

        assert {text: held.find(text) for text in texts} == {text: number for number, text in enumerate(numbered)}
        assert [held[number] for number in range(len(held))] == numbered
        assert (held.find(other) >= 0) == (other in texts)


class TestSortedTexts:
    @given(texts=TEXTS, start=st.text(max_size=2))
    def test_are_found_by_their_beginning(self, texts: set[str], start: str) -> None:
        in_order = sorted(texts)
        held = SortedTexts(packed(in_order))
        first, found = held.beginning(start)

        assert first == bisect_left(in_order, start)
        assert found == in_order[first : bisect_left(in_order, start + "\uffff")]
        assert held.find(start) == (in_order.index(start) if start in texts else -1)


class TestVocabulary:
    @settings(max_examples=20, deadline=None)
    @given(counts=st.dictionaries(WORDS, st.integers(1, 9), max_size=20), word=WORDS)
    def test_tells_what_sets_and_dicts_would(self, counts: dict[str, int], word: str) -> None:
        held, parts = Vocabulary.of_counts(counts), parts_among(counts)
        words = frozenset(counts) | danish().known
        usable = [word for word in counts if len(word) >= LEAST_WORD]
        commonest = sorted(usable, key=lambda word: (-counts[word], word))

        assert (word in held.words) == (word in words)
        assert (word in held.stems) == (word in {stem(other) for other in words})
        assert (word in held.parts) == (word in parts.whole)
        assert (word in held.part_stems) == (word in parts.stems)
        assert [held.word(rank) for rank in range(held.occurring)] == commonest
        if alike := [other for other in commonest if fold(other) == fold(word)]:
            assert held.word(held.rank_of_fold(held.folds.find(fold(word)))) == alike[0]
        if heard := [other for other in commonest if sound_of(other) == sound_of(word)]:
            ranks = held.ranks_of_sound(held.sounds.find(sound_of(word)))
            assert [held.word(rank) for rank in ranks][: len(heard)] == heard


class TestAnalyzer:
    @settings(max_examples=20, deadline=None)
    @given(words=st.lists(WORDS, max_size=20), asked=WORDS)
    def test_is_the_same_from_counts_and_from_a_vocabulary(self, words: list[str], asked: str) -> None:
        counts = Counter([*words, "sorg", "gruppe", "rådgivning"])
        one, other = Analyzer.of_counts(counts), Analyzer.of_vocabulary(Vocabulary.of_counts(counts))

        for word in (asked, f"sorg{asked}", f"{asked}gruppe"):
            assert one.terms(word) == other.terms(word)
            assert one.speller.repair(word) == other.speller.repair(word)
            assert one.speller.occurs(word) == other.speller.occurs(word)
