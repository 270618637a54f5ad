"""One tag: structured data for search engines, written so that no text in it can end the element it stands in."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def jsonld(data: dict[str, Any] | None) -> SafeString:
    """Write schema.org data as a script element that is never run; nothing when there is none."""
    if not data:
        return SafeString("")
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, default=str)
    # The same escapes as Django's own json_script, which cannot write this type of script.
    safe = mark_safe(text.translate(_ESCAPES))  # noqa: S308 - no < or & is left in it
    return format_html('<script type="application/ld+json">{}</script>', safe)
