"""Components are ordinary templates: each is rendered from a line of markup and looked at."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django.template import engines
from django.test import RequestFactory, SimpleTestCase
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from brobygger.ui.templatetags.ui import icon, language_url, tick

COTTON = Path(__file__).parent.parent / "templates" / "cotton"


def render(markup: str, **context: object) -> str:
    """Render a line of markup as a page would."""
    template = engines["django"].from_string(CottonCompiler().process(markup))
    with translation.override("da"):
        return str(template.render(context))


class TestComponents(SimpleTestCase):
    def test_are_each_forty_lines_at_most(self) -> None:
        for file in COTTON.glob("*.html"):
            assert len(file.read_text().splitlines()) <= 40, file.name

    def test_carry_no_inline_style_or_script(self) -> None:
        for file in COTTON.glob("*.html"):
            text = file.read_text()
            assert " style=" not in text, file.name
            assert "<script" not in text, file.name
            assert " onclick" not in text, file.name


class TestAlert(SimpleTestCase):
    def test_interrupts_only_when_told(self) -> None:
        assert 'role="alert"' not in render("<c-alert>Hej</c-alert>")
        assert 'role="alert"' in render('<c-alert announce="1">Hej</c-alert>')

    def test_names_its_kind_to_those_who_cannot_see_the_colour(self) -> None:
        assert 'aria-label="Fejl"' in render('<c-alert variant="error">Av</c-alert>')


class TestInput(SimpleTestCase):
    def test_names_hint_and_error(self) -> None:
        html = render('<c-input id="x" name="x" label="Navn" hint="Kort" error="Mangler" />')

        assert 'aria-describedby="x-hint x-error"' in html
        assert 'aria-invalid="true"' in html

    def test_is_plain_without_them(self) -> None:
        assert "aria-" not in render('<c-input id="x" name="x" label="Navn" />')


class TestTagRemovable(SimpleTestCase):
    def test_says_what_a_press_does(self) -> None:
        html = render('<c-tag-removable href="/soeg/">Odense</c-tag-removable>')

        self.assertInHTML('<span class="sr-only">Fjern: </span>', html)


class TestFreshness(SimpleTestCase):
    def test_is_honest_about_what_nobody_confirmed(self) -> None:
        assert "Ikke bekræftet endnu" in render("<c-freshness />")

    def test_says_when(self) -> None:
        html = render('<c-freshness state="fresh" :on="on" />', on=date(2026, 3, 1))

        assert "Bekræftet 1. marts 2026" in html


class TestCapacity(SimpleTestCase):
    def test_shows_nothing_when_nothing_is_known(self) -> None:
        assert render("<c-capacity />").strip() == ""


class TestQuickExit(SimpleTestCase):
    def test_works_as_a_plain_link_that_tells_nobody_where_from(self) -> None:
        html = render("<c-quick-exit />")

        assert 'href="https://' in html
        assert "noreferrer" in html


class TestPagination(SimpleTestCase):
    def test_marks_this_page(self) -> None:
        html = render(
            '<c-pagination current="1" total="2" next="?side=2" :pages="pages" />', pages=[(1, "?"), (2, "?side=2")]
        )

        assert 'rel="next"' in html
        assert 'rel="prev"' not in html


class TestIcon(SimpleTestCase):
    def test_is_hidden_from_screen_readers_without_a_label(self) -> None:
        assert 'aria-hidden="true"' in icon("search")

    def test_is_a_picture_with_one(self) -> None:
        assert 'role="img" aria-label="Søg"' in icon("search", "Søg")

    def test_escapes_its_name(self) -> None:
        assert "<script>" not in icon("<script>")


class TestLanguageUrl(SimpleTestCase):
    def test_finds_the_same_page_in_the_other_language(self) -> None:
        with translation.override("da"):
            request = RequestFactory().get("/ui/?q=kaffe")

            assert language_url({"request": request}, "en") == "/en/ui/?q=kaffe"

    def test_does_not_put_a_private_search_into_the_address(self) -> None:
        with translation.override("da"):
            request = RequestFactory().post("/ui/?q=kaffe", {"q": "hemmeligt"})

            assert language_url({"request": request}, "en") == "/en/ui/"

    def test_falls_back_to_the_front_page_when_there_is_no_request(self) -> None:
        assert language_url({}, "en") == "/en/"
        assert language_url({}, "da") == "/"


class TestTick(SimpleTestCase):
    def test_is_one_labelled_box_with_its_count(self) -> None:
        option = SimpleNamespace(id="f-a", name="a", value="b", label="Sorg <og> tab", count="12", is_chosen=True)

        html = tick(option, "tilbud")

        assert '<input type="checkbox" class="form-checkbox" id="f-a" name="a" value="b" checked>' in html
        assert '<label for="f-a">Sorg &lt;og&gt; tab' in html
        assert "(12<span" in html

    def test_is_not_ticked_unless_chosen(self) -> None:
        option = SimpleNamespace(id="f-a", name="a", value="b", label="Sorg", count="12", is_chosen=False)

        assert "checked" not in tick(option, "tilbud")
