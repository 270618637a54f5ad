"""What organisations write is shown well, and can do no harm."""

from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.directory.markdown import to_html, to_text

ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "blockquote", "hr"}


def assert_harmless(html: str) -> None:
    """Read it as a browser does: only what is allowed, and links only to where links may go."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "rel"}
        assert urlsplit(element.get("href", "https:")).scheme in {"", "https", "http", "mailto", "tel"}


class TestToHtml:
    def test_shows_paragraphs_lists_and_links(self) -> None:
        html = to_html("Kom **ind**\n\n- kaffe\n- snak\n\n[Læs mere](https://example.org)")

        assert "<strong>ind</strong>" in html
        assert "<li>kaffe</li>" in html
        assert '<a href="https://example.org" rel="nofollow noopener">' in html

    def test_headings_begin_under_the_pages_own(self) -> None:
        assert to_html("# Stor\n\n## Mindre") == "<h3>Stor</h3>\n<h4>Mindre</h4>"

    def test_nothing_is_nothing(self) -> None:
        assert to_html(" \n ") == ""

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![billede](https://ond.example/pixel.gif)",
            "[klik](javascript:alert(1))",
            "[klik](data:text/html;base64,PHNjcmlwdD4=)",
            "<a href='https://x' onclick='alert(1)' style='color:red'>x</a>",
            "<iframe src='https://ond.example'></iframe>",
            '[x](https://x" onmouseover="alert(1))',
            '<https://x.example/" onclick="alert(1)>',
            "<svg/onload=alert(1)>",
            "> " * 500 + "dybt",
        ],
    )
    def test_hostile_text_becomes_harmless(self, hostile: str) -> None:
        assert_harmless(to_html(hostile))

    @settings(deadline=None)
    @given(st.text(max_size=300))
    def test_never_fails(self, text: str) -> None:
        assert_harmless(to_html(text))


class TestToText:
    def test_leaves_the_words(self) -> None:
        assert to_text("# Hej\n\nKaffe & **kage**\n\n- en\n- to") == "Hej Kaffe & kage en to"
