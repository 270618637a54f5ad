"""Door: what stands for one of our pages on somebody else's (oEmbed 1.0)."""

from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from brobygger.directory.selectors import OfferRemoved
from brobygger.kernel.errors import NotFound
from brobygger.syndication.embedding import WIDTH, Embed, IsPrivate, embed_for, frame
from brobygger.syndication.framing import for_anybody
from brobygger.syndication.letters import writable

#: So long may an answer be kept.
SECONDS = 3600
_FORMATS = frozenset({"json", "xml"})


@login_not_required
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer with a frame for one of our pages: 404 for others', 401 behind a sign-in, 501 for unknown formats."""
    asked = request.GET
    wanted = asked.get("format", "json")
    if wanted not in _FORMATS:
        return _refused("Vi svarer som json eller xml.", status=501)
    if not asked.get("url"):
        return _refused("Skriv hvilken side i url.", status=400)
    try:
        embed = embed_for(url=asked["url"], at=timezone.now())
    except IsPrivate as error:
        return _refused(str(error.message), status=401)
    except (NotFound, OfferRemoved) as error:
        return _refused(str(error.message), status=404)
    answer = _answer(embed, width=_limit(asked.get("maxwidth", "")), height=_limit(asked.get("maxheight", "")))
    response = _as_xml(answer) if wanted == "xml" else JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=SECONDS)
    return for_anybody(response)


def _answer(embed: Embed, *, width: int | None, height: int | None) -> dict[str, Any]:
    """Return the standard's fields."""
    wide, high = min(WIDTH, width or WIDTH), min(embed.height, height or embed.height)
    given = {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "author_name": embed.author_name,
        "author_url": embed.author_url,
        "provider_name": "Brobygger",
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": SECONDS,
        "html": frame(embed.src, title=embed.title, width=wide, height=high),
        "width": wide,
        "height": high,
    }
    return {name: value for name, value in given.items() if value != ""}


def _limit(text: str) -> int | None:
    """Return a largest side in pixels, however small, as the standard has it; nonsense is no limit."""
    digits = text.lstrip("0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def _as_xml(answer: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(content_type="text/xml; charset=utf-8")
    handler = SimplerXMLGenerator(response, "utf-8")
    handler.startDocument()
    handler.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        handler.addQuickElement(name, writable(str(value)))
    handler.endElement("oembed")
    return response


def _refused(message: str, *, status: int) -> HttpResponse:
    return for_anybody(HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8"))
