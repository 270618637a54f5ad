"""Words, stems, compounds and repaired spelling."""

import pytest

from brobygger.search.analysis.analyzer import Analyzer, count_words
from brobygger.search.analysis.spelling import join_split_words
from brobygger.search.analysis.tokens import fold, normalize, stem, words
from brobygger.search.tests.factories import demo_documents
from brobygger.search.understanding.concepts import ConceptBook


@pytest.fixture(scope="module")
def analyzer(concepts: ConceptBook) -> Analyzer:
    documents = demo_documents(concepts)
    return Analyzer(f"{d.title} {d.summary} {d.body} {' '.join(d.words)}" for d in documents)


class TestWords:
    def test_hyphens_stay_inside_words(self) -> None:
        assert words("LGBT-unge og Ældre!") == ["lgbt-unge", "og", "ældre"]

    def test_accents_make_no_other_word(self) -> None:
        assert words("Café") == words("cafe")

    def test_letters_are_composed(self) -> None:
        assert words("a\u030aben") == ["åben"]

    def test_control_and_invisible_characters_are_gone(self) -> None:
        assert normalize("so\u200brg\x00 \u202een\ud800") == "sorg  en "

    def test_folding_makes_all_spellings_one(self) -> None:
        assert fold("gældsrådgivning") == fold("gaeldsraadgivning") == fold("galdsradgivning")


class TestStem:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("ensom", "ensomhed"), ("børn", "barn"), ("mænd", "mand"), ("fædre", "far"), ("grupper", "gruppe")],
    )
    def test_is_the_same_for_forms_of_one_word(self, one: str, other: str) -> None:
        assert stem(one) == stem(other)

    @pytest.mark.parametrize(("one", "other"), [("demens", "dem"), ("gæld", "gælder"), ("sind", "sin"), ("død", "dør")])
    def test_differs_for_different_words(self, one: str, other: str) -> None:
        assert stem(one) != stem(other)


class TestParts:
    @pytest.mark.parametrize(
        ("compound", "parts"),
        [
            ("sorggruppe", ("sorg", "gruppe")),
            ("gældsrådgivning", ("gæld", "rådgivning")),
            ("ensomhedscafe", ("ensomhed", "cafe")),
            ("demenscafe", ("demens", "cafe")),
            ("børnesorg", ("børne", "sorg")),
            ("fædregruppe", ("fædre", "gruppe")),
            ("kørestolsbruger", ("kørestol", "bruger")),
        ],
    )
    def test_are_the_words_it_is_made_of(self, analyzer: Analyzer, compound: str, parts: tuple[str, ...]) -> None:
        assert analyzer.splitter.parts(compound) == parts

    @pytest.mark.parametrize("word", ["forældre", "pårørende", "misbrug", "samtale", "mandag", "ensomhed", "frivillig"])
    def test_are_none_for_words_that_only_look_like_compounds(self, analyzer: Analyzer, word: str) -> None:
        assert analyzer.splitter.parts(word) == ()

    def test_three_part_words_are_found_by_joined_neighbours_too(self, analyzer: Analyzer) -> None:
        terms = dict(analyzer.terms("natursamtalegruppe"))

        assert {"natur", stem("samtalegruppe"), stem("gruppe")} <= set(terms)

    def test_a_very_long_word_costs_no_more_than_a_word(self, analyzer: Analyzer) -> None:
        assert words("sorg" * 1000) == []


class TestRepair:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("ludomni", "ludomani"),
            ("vågetjenste", "vågetjeneste"),
            ("gaeldsraadgivning", "gældsrådgivning"),
            ("besogsven", "besøgsven"),
            ("alkhol", "alkohol"),
        ],
    )
    def test_finds_what_was_meant(self, analyzer: Analyzer, written: str, meant: str) -> None:
        assert analyzer.speller.repair(written) == meant

    @pytest.mark.parametrize("word", ["krolf", "sorggruppen", "mormor", "гуманітарна", "5000", "jeg", "overskue"])
    def test_leaves_known_and_foreign_words_alone(self, analyzer: Analyzer, word: str) -> None:
        assert analyzer.speller.repair(word) == word


class TestOfCounts:
    def test_is_the_analysis_of_the_counted_texts_in_any_order(self, concepts: ConceptBook) -> None:
        texts = [" ".join(topic.expressions) for topic in concepts.topics.values()]
        counts = count_words(texts)
        reversed_counts = dict(reversed(list(counts.items())))
        one, two, three = Analyzer(texts), Analyzer.of_counts(counts), Analyzer.of_counts(reversed_counts)

        for word in ("gældsrådgivningen", "ensomhedscafe", "natursamtalegruppe"):
            assert one.terms(word) == two.terms(word) == three.terms(word)
        for word in ("ensåm", "alkhol", "gaeldsraadgivning", "kærste"):
            assert one.speller.repair(word) == two.speller.repair(word) == three.speller.repair(word)


class TestWithWords:
    def test_leaves_more_words_alone(self, analyzer: Analyzer) -> None:
        assert analyzer.speller.repair("alkhol") == "alkohol"
        assert analyzer.with_words({"alkhol"}).speller.repair("alkhol") == "alkhol"
        assert analyzer.speller.repair("alkhol") == "alkohol"

    def test_asks_for_words_that_come_later(self, analyzer: Analyzer) -> None:
        known: set[str] = set()
        wider = analyzer.with_words(known)

        assert wider.speller.repair("besogsven") == "besøgsven"
        known.add("besogsven")
        assert wider.speller.repair("besogsven") == "besogsven"


class TestWrittenByEar:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("ensåm", "ensom"),
            ("depræsjon", "depression"),
            ("anst", "angst"),
            ("sårg", "sorg"),
            ("psykijatri", "psykiatri"),
            ("skillsmisse", "skilsmisse"),
            ("demmens", "demens"),
        ],
    )
    def test_is_repaired_by_its_sound(self, analyzer: Analyzer, written: str, meant: str) -> None:
        assert stem(analyzer.speller.repair(written)) == stem(meant)

    @pytest.mark.parametrize("word", ["porno", "tandem", "forsvinde", "ansætte", "kristent"])
    def test_other_danish_words_are_left_alone(self, analyzer: Analyzer, word: str) -> None:
        assert analyzer.speller.repair(word) == word


class TestJoinSplitWords:
    def test_puts_together_what_is_one_word(self, analyzer: Analyzer) -> None:
        assert join_split_words(["en", "Be", "søgs", "ven", "nu"], analyzer.speller) == ["en", "Besøgsven", "nu"]

    def test_leaves_words_of_their_own_apart(self, analyzer: Analyzer) -> None:
        assert join_split_words(["sorg", "gruppe"], analyzer.speller) == ["sorg", "gruppe"]


class TestByTheLastPart:
    @pytest.mark.parametrize(("compound", "first"), [("krolfklub", "krolf"), ("tinnitusgruppe", "tinnitus")])
    def test_an_unknown_word_before_a_common_one_is_a_part(self, analyzer: Analyzer, compound: str, first: str) -> None:
        assert stem(first) in dict(analyzer.terms(compound))
