"""How a text reads: sentences as a reader meets them, LIX after Björnsson, and advice that is kind and short."""

import pytest

from brobygger.directory.writing.advice import Advice
from brobygger.directory.writing.readability import MOST_ADVICE, readability
from brobygger.directory.writing.sentences import sentences_in

#: 20 words in 4 sentences, 2 of them long: 20 / 4 + 100 * 2 / 20.
PLAIN = "Kom og spis med os. Vi laver mad hver tirsdag. Bagefter drikker vi kaffe. Du kan bare møde op her."


def advice_on(text: str, kind: str) -> list[Advice]:
    return [one for one in readability(text).advice if one.kind == kind]


class TestSentencesIn:
    @pytest.mark.parametrize(
        "text",
        [
            "Vi mødes kl. 10 hver mandag.",
            "Tag f.eks. en kage med.",
            "Sæsonen begynder d. 1. maj i år.",
            "Skriv til H. Hansen.",
            "Se mere på www.forening.dk. hvis du vil.",
            "Det koster 20.50 kr. pr. gang",
        ],
    )
    def test_do_not_end_in_an_abbreviation_a_date_or_an_address(self, text: str) -> None:
        assert len(sentences_in(text)) == 1

    def test_end_at_signs(self) -> None:
        assert sentences_in("Kom bare! Har du lyst? »Ja.« Vi er her: hver dag. Altid") == (
            "Kom bare!", "Har du lyst?", "»Ja.«", "Vi er her:", "hver dag.", "Altid",
        )  # fmt: skip

    def test_end_with_a_heading_a_point_and_a_paragraph(self) -> None:
        text = "## Hvad\nVi **spiser**\nsammen\n\n- kaffe\n- [kage](https://kage.dk)\n1. te\n> ro"

        assert sentences_in(text) == ("Hvad", "Vi spiser sammen", "kaffe", "kage", "te", "ro")

    def test_of_signs_alone_are_none(self) -> None:
        assert sentences_in("… !!! 😀\n\n---") == ()

    def test_end_after_a_year_but_not_after_a_day(self) -> None:
        assert len(sentences_in("Vi begyndte i 2019. Nu er vi mange.")) == 2
        assert len(sentences_in("Vi holder fri den 24. december.")) == 1


class TestReadability:
    def test_is_words_per_sentence_and_the_share_of_long_words(self) -> None:
        read = readability(PLAIN)

        assert (read.word_count, read.sentence_count, read.lix) == (20, 4, 5 + 15)

    def test_does_not_count_numbers_and_addresses_as_long_words(self) -> None:
        assert readability(PLAIN).lix == readability(PLAIN.replace("tirsdag", "1234567")).lix + 5  # type: ignore[operator]
        assert readability(PLAIN.replace("mad", "se@langadresse.dk")).lix == 20

    def test_says_nothing_of_a_few_words(self) -> None:
        read = readability("Kom og spis med os.")

        assert (read.lix, read.level, read.verdict, read.advice) == (None, "", "", ())

    def test_of_nothing_is_nothing(self) -> None:
        assert readability("").word_count == 0

    @pytest.mark.parametrize(("word", "level"), [("mad", "easy"), ("bagefter", "hard")])
    def test_says_it_in_words(self, word: str, level: str) -> None:
        read = readability(f"{word} " * 24 + ".")

        assert read.level == level
        assert read.verdict

    def test_gives_little_advice_at_a_time(self) -> None:
        text = (
            "Såfremt man ønsker at deltage i psykoedukation, skal der endvidere udfyldes en formular, som ikke kan "
            "sendes uden underskrift, idet foreningens bestyrelsesmedlemskandidater bliver orienteret med henblik på "
            "trivsel og mestring for målgruppen. "
        )

        assert len(readability(text * 3).advice) == MOST_ADVICE


class TestAdvice:
    def test_tells_an_everyday_word_for_an_offices(self) -> None:
        (advice,) = advice_on("Mødet afholdes i haven.", "office")

        assert advice.quote == "afholdes"
        assert "»holde«" in str(advice.message)

    def test_knows_sayings_of_several_words_in_all_forms(self) -> None:
        (advice,) = advice_on("I forbindelse med mødet er der kage.", "office")

        assert advice.quote == "I forbindelse med"

    def test_tells_that_a_word_is_the_trades(self) -> None:
        (advice,) = advice_on("Vi arbejder med recovery.", "trade")

        assert "Mange kender ikke ordet" in str(advice.message)

    def test_leaves_everyday_words_alone(self) -> None:
        assert readability("Kontakt os på vores adresse, hvis du har lyst til at være med. Kom til tiden.").advice == ()

    def test_says_that_a_sentence_is_long(self) -> None:
        (advice,) = advice_on("og så gik vi en tur " * 6 + ".", "long")

        assert "36 ord" in str(advice.message)
        assert advice.quote.endswith(" …")

    @pytest.mark.parametrize("text", ["Skemaet skal udfyldes hjemme.", "Maden bliver lavet af os."])
    def test_asks_who_does_it(self, text: str) -> None:
        assert advice_on(text, "passive")

    @pytest.mark.parametrize("text", ["Vi kan mødes i haven.", "Det bliver godt.", "Vi spises aldrig op."])
    def test_knows_what_only_looks_passive(self, text: str) -> None:
        assert not advice_on(text, "passive")

    def test_counts_how_often_it_says_no(self) -> None:
        assert advice_on("Du kan ikke komme uden en ven.", "no")
        assert not advice_on("Du kan ikke komme alene.", "no")

    def test_tells_of_very_long_words(self) -> None:
        (advice,) = advice_on("Kom til vores fællesspisningsarrangement.", "word")

        assert advice.quote == "fællesspisningsarrangement"

    def test_says_the_same_once(self) -> None:
        assert len(advice_on("Mødet afholdes her. Festen afholdes der. Turen afholdes nu.", "office")) == 1
