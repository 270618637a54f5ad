"""Tags every page uses: a drawing from the sprite, this same page in another language, and Danish marked as Danish."""

from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString

from brobygger.ui import languages

register = template.Library()
register.simple_tag(languages.lang_da)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration and screen readers pass it by."""
    return _drawing(name, label)


@lru_cache(maxsize=512)
def _drawing(name: str, label: str) -> SafeString:
    """Write the element; a page draws the same few icons over and over, and the sprite's address never changes."""
    address = f"{static('ui/icons.svg')}#{name}"
    if not label:
        return format_html('<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)
    return format_html(
        '<svg class="icon-svg" role="img" aria-label="{}" focusable="false"><use href="{}"/></svg>', label, address
    )


@register.simple_tag(takes_context=True)
def language_url(context: dict[str, Any], language: str) -> str:
    """Return the address of the page being shown, in another language; the front page where there is none."""
    request = context.get("request")
    if request is None:
        return "/" if language == "da" else f"/{language}/"
    # A private search came by POST: its words are not in the address, and are not put there by changing language.
    address = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return translate_url(address, language)
