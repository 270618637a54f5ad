"""Which language is spoken, and text that exists in Danish only: marked, so that it is read aloud as Danish."""

from functools import lru_cache

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_NOTHING = SafeString("")
_IN_DANISH = SafeString(' lang="da"')


def current_language() -> str:
    """Return the language being spoken: "da" or "en"; Danish where nobody has chosen, as in a command."""
    return get_language() or "da"


def gettext(text: str) -> str:
    """Return a text in the language being spoken, as Django's own does; each is looked up once in a process."""
    return _looked_up(get_language(), text)


@lru_cache(maxsize=2_000)
def _looked_up(_language: str | None, text: str) -> str:
    return translation.gettext(text)


def lang_da() -> SafeString:
    """Return the attribute for an element with Danish text, with a space before it; nothing on a Danish page."""
    return _NOTHING if current_language() == "da" else _IN_DANISH


def in_danish(text: str) -> str:
    """Return Danish text for a line that may as well hold translated words: wrapped where the page is not Danish."""
    return format_html('<span lang="da">{}</span>', text) if text and lang_da() else text
