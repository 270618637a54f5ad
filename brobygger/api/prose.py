"""The texts of our descriptions, which OpenAPI says are CommonMark, as the page for developers shows them."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: They are our own, from our own files; what they may hold is short nevertheless.
_TAGS = frozenset({"p", "ul", "ol", "li", "code", "strong", "em", "br"})
_markdown = MarkdownIt("commonmark", {"html": False})


def paragraphs(text: str) -> SafeString:
    """Return a text in paragraphs."""
    return mark_safe(nh3.clean(_markdown.render(text), tags=set(_TAGS)))  # noqa: S308


def line(text: str) -> SafeString:
    """Return a text that stands inside a line."""
    return mark_safe(nh3.clean(_markdown.renderInline(text), tags={"code", "strong", "em"}))  # noqa: S308
