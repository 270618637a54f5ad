"""From what an organisation writes (Markdown) to HTML that can do no harm.

Two walls: the Markdown reader is told to leave HTML and images alone, and an allow-list sanitiser takes away
whatever is not on the list. Headings begin at h3, under the page's own.
"""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "blockquote", "hr"}
_SCHEMES = {"https", "http", "mailto", "tel"}
#: Under the page's own h1 and h2.
_LEVELS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
#: Far more than anybody writes about one offer; keeps the work bounded.
LONGEST = 20_000
_SPACES = re.compile(r"\s+")

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).disable(
    ["image", "html_block", "html_inline", "code", "fence"]
)


def to_html(text: str) -> str:
    """Return safe HTML for a Markdown text; empty for an empty one."""
    if not text.strip():
        return ""
    tokens = _READER.parse(text[:LONGEST])
    html = _READER.renderer.render([_lowered(token) for token in tokens], _READER.options, {})
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel="nofollow noopener"
    ).strip()


def to_text(text: str) -> str:
    """Return the words alone, for search and calendars."""
    # An allow-list of no tags leaves text with entities; a second reading would make them tags again.
    stripped = nh3.clean(to_html(text).replace("</p>", "</p> ").replace("</li>", "</li> "), tags=set())
    plain = stripped.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
    return _SPACES.sub(" ", plain).strip()


def _lowered(token: Token) -> Token:
    """Move a heading down below the page's own."""
    return token.copy(tag=_LEVELS[token.tag]) if token.type.startswith("heading_") else token
