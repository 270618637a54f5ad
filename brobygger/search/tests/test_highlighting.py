"""The words of the question are marked, and nothing a text holds becomes markup."""

import time

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from brobygger.search.answering.highlighting import Highlighter


class TestMark:
    @pytest.mark.parametrize(
        ("question", "text", "marked"),
        [
            ("sorg", "Hjælp i sorg.", "Hjælp i <mark>sorg</mark>."),
            ("grupper", "En gruppe", "En <mark>gruppe</mark>"),
            ("sorg", "Sorggruppe", "<mark>Sorggruppe</mark>"),
            ("gruppe", "Sorggrupper for alle", "<mark>Sorggrupper</mark> for alle"),
            ("besoegsven", "Besøgsven", "<mark>Besøgsven</mark>"),
            ("jeg er i det", "Det er i dag", "Det er i dag"),
            ("pc", "Fritid med pc", "Fritid med <mark>pc</mark>"),
            ("café-aften", "En aften", "En <mark>aften</mark>"),
            ("", "Sorg & tab", "Sorg &amp; tab"),
            ("sorg", "", ""),
        ],
    )
    def test_marks_other_forms_and_compounds_but_not_small_words(self, question: str, text: str, marked: str) -> None:
        assert Highlighter(question).mark(text) == marked

    def test_marks_parts_it_is_told_of(self) -> None:
        assert Highlighter("sorggruppe", parts=("sorg",)).mark("I sorg") == "I <mark>sorg</mark>"

    def test_escapes_everything(self) -> None:
        marked = Highlighter("script").mark("<script>alert('x')</script>")

        assert marked == "&lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt;"

    @given(question=st.text(max_size=40), text=st.text(max_size=80))
    def test_is_the_escaped_text_when_the_marks_are_taken_away(self, question: str, text: str) -> None:
        marked = Highlighter(question).mark(text)

        assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)

    def test_is_quick(self) -> None:
        text = "Et fællesskab for unge mellem 18 og 25 år, der har mistet en forælder, i sorggruppen i Odense. " * 3
        marker = Highlighter("sorg efter min mor som ung i odense").mark
        marker(text)
        started = time.process_time()
        for _ in range(50):
            marker(text)

        assert (time.process_time() - started) / 50 < 0.001  # ten times what it takes on an idle machine
