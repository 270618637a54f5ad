"""Danish text is marked as Danish wherever the page itself is not."""

from django.utils import translation

from brobygger.ui.languages import in_danish, lang_da


class TestLangDa:
    def test_says_nothing_on_a_danish_page(self) -> None:
        with translation.override("da"):
            assert lang_da() == ""

    def test_marks_on_an_english_page(self) -> None:
        with translation.override("en"):
            assert lang_da() == ' lang="da"'


class TestInDanish:
    def test_leaves_the_text_alone_on_a_danish_page(self) -> None:
        with translation.override("da"):
            assert in_danish("Åbent <hver> dag") == "Åbent <hver> dag"

    def test_wraps_and_escapes_on_an_english_page(self) -> None:
        with translation.override("en"):
            assert in_danish("Åbent <hver> dag") == '<span lang="da">Åbent &lt;hver&gt; dag</span>'

    def test_has_nothing_to_say_about_nothing(self) -> None:
        with translation.override("en"):
            assert in_danish("") == ""
