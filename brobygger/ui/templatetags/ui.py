"""Tags every page uses: a drawing from the sprite, this same page in another language, and Danish marked as Danish."""

from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from brobygger.ui import languages

register = template.Library()

_CHECKED = mark_safe(" checked")


class Tickable(Protocol):
    """What a box to tick is made of; ``count`` is how many answers are left when it is ticked."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> str: ...
    @property
    def is_chosen(self) -> bool: ...


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


@register.simple_tag
def tick(option: Tickable, unit: str) -> SafeString:
    """Draw one box to tick in a filter, with how many answers it leaves; drawn fifty times on a page, so in Python."""
    return format_html(
        '<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="{}" name="{}" value="{}"{}>'
        '<label for="{}">{} <span class="filter-count">({}<span class="sr-only"> {}</span>)</span></label></div>',
        option.id,
        option.name,
        option.value,
        _CHECKED if option.is_chosen else "",
        option.id,
        option.label,
        option.count,
        unit,
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
