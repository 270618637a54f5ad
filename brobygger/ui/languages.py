"""Text that exists in Danish only, on a page in another language: marked, so that it is read aloud as Danish."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_NOTHING = SafeString("")
_IN_DANISH = SafeString(' lang="da"')


def lang_da() -> SafeString:
    """Return the attribute for an element with Danish text, with a space before it; nothing on a Danish page."""
    return _NOTHING if (get_language() or "da") == "da" else _IN_DANISH


def in_danish(text: str) -> str:
    """Return Danish text for a line that may as well hold translated words: wrapped where the page is not Danish."""
    return format_html('<span lang="da">{}</span>', text) if text and lang_da() else text
