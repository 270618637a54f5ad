"""From an address on the portal to what stands for it on somebody else's page (oEmbed 1.0)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, override

from brobygger.directory.selectors import get_offer_page
from brobygger.duplicates.selectors import kept_key
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.organisations.selectors import get_organisation
from brobygger.places.selectors import get_municipality
from brobygger.syndication.looks import asked_pairs, look_from, widget_path
from brobygger.syndication.scopes import about_need

WIDTH, SEARCH_HEIGHT, OFFER_HEIGHT = 600, 720, 360
_LONGEST_URL = 2_000
#: What a frame of ours may do: run its own script, send its form, and open our pages in a window of their own.
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox"


class IsPrivate(DomainError):
    """Den side kan kun ses, når man har logget ind, så den kan ikke vises andre steder."""

    code = "embed_private"
    status = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """What a page becomes elsewhere: the address of the frame, its title, whose it is, and how high it would be."""

    src: str
    title: str
    author_name: str = ""
    author_url: str = ""
    height: int = SEARCH_HEIGHT


def embed_for(*, url: str, at: datetime) -> Embed:
    """Return what stands for a page; raises ``NotFound``, ``OfferRemoved``, and ``IsPrivate`` behind a sign-in."""
    try:
        parts = urlsplit(url[:_LONGEST_URL])
    except ValueError as error:
        raise NotFound from error
    if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(settings.BASE_URL).netloc:
        raise NotFound
    with override(get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
        return _embed(parts, at=at)


def frame(src: str, *, title: str, width: int | str, height: int) -> str:
    """Return the markup of a frame, for people to put in their pages."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}" '
        'referrerpolicy="no-referrer" frameborder="0"></iframe>',
        src,
        title,
        width,
        height,
        SANDBOX,
    )


def _embed(parts: SplitResult, *, at: datetime) -> Embed:
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise NotFound from error
    if getattr(match.func, "login_required", True):
        raise IsPrivate
    make = _MAKERS.get(match.view_name)
    if make is None:
        raise NotFound
    return make(match, QueryDict(parts.query), at)


def _offer(match: ResolverMatch, _asked: QueryDict, at: datetime) -> Embed:
    key = match.kwargs["key"]
    page = get_offer_page(actor=VISITOR, key=kept_key(kind="offer", key=key) or key, at=at)
    owner = page.organisation
    return Embed(
        src=_absolute(reverse("syndication:widget_offer", args=[page.key])),
        title=page.name,
        author_name=owner.name,
        author_url=_absolute(reverse("web:organisation", args=[owner.key])),
        height=OFFER_HEIGHT,
    )


def _organisation(match: ResolverMatch, _asked: QueryDict, _at: datetime) -> Embed:
    key = match.kwargs["key"]
    row = get_organisation(key=kept_key(kind="organisation", key=key) or key)
    query = urlencode({"organisation": row.key, "overskrift": row.name[:80], "felt": "nej"})
    return Embed(
        src=_absolute(f"{reverse('syndication:widget_search')}?{query}"),
        title=row.name,
        author_name=row.name,
        author_url=_absolute(reverse("web:organisation", args=[row.key])),
    )


def _search(_match: ResolverMatch, asked: QueryDict, _at: datetime) -> Embed:
    look = look_from(asked)
    return Embed(src=_absolute(widget_path(asked_pairs(asked), look)), title=look.title())


def _local(match: ResolverMatch, asked: QueryDict, _at: datetime) -> Embed:
    look = look_from(asked)
    row = get_municipality(slug=match.kwargs["slug"])
    if row is None:
        raise NotFound
    return Embed(src=_absolute(widget_path([("hvor", row.name)], look)), title=f"{look.title()} · {row.name}")


def _need(match: ResolverMatch, asked: QueryDict, _at: datetime) -> Embed:
    look, scope = look_from(asked), about_need(match.kwargs["key"])
    return Embed(src=_absolute(widget_path([("behov", match.kwargs["key"])], look)), title=scope.topic)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


_MAKERS: dict[str, Callable[[ResolverMatch, QueryDict, datetime], Embed]] = {
    "web:offer": _offer,
    "web:organisation": _organisation,
    "web:search": _search,
    "web:local": _local,
    "web:need": _need,
    "syndication:builder": _search,
    "syndication:widget_search": _search,
    "syndication:widget_offer": _offer,
}
