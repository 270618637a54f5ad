"""Another register's API: every page of its services, and the whole of each when the list has less.

Feeds that ignore what is asked for, count pages from 0, say nothing of how many there are, or give the same page for
ever are known from the wild; each page is held against those before it.
"""

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson

from brobygger.sources.reading.fetching import Answer, Fetcher
from brobygger.sources.reading.files import Raw
from brobygger.sources.reading.json_texts import loaded
from brobygger.sources.reading.limits import Limits
from brobygger.sources.reading.pages import Page, page_of
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.reports import RemarkKind, Report, Thing, remark
from brobygger.sources.reading.tidying import sane

PER_PAGE = 100
#: What is asked for, the best first: some servers answer with an error to what they do not know.
_WAYS: tuple[dict[str, str], ...] = ({"per_page": str(PER_PAGE), "full": "true"}, {"per_page": str(PER_PAGE)}, {})
_OK, _FIRST_ERROR = 200, 400
#: What only a whole service has; a list that has one of these for any of its services is taken to be whole.
_WHOLE = frozenset({
    "organization", "service_at_locations", "schedules", "regular_schedules", "contacts", "phones", "cost_options",
    "eligibilitys", "service_taxonomys", "attributes", "service_areas", "languages",
})  # fmt: skip
_KEPT_ORGANIZATIONS = 500
#: So many in a row that are in the list and not to be had one by one, and we have the wrong address.
_MOST_MISSING = 20
_MOST_ETAGS = 100
#: Of a pause between pages, before a single thing.
_FOR_ONE = 0.25
_ETAGS = "pages:"


class ApiReader:
    """Goes through one API. ``address`` is its list of services."""

    def __init__(self, address: str, *, fetcher: Fetcher, limits: Limits, report: Report) -> None:
        self._services = address
        self._fetcher = fetcher
        self._limits = limits
        self._report = report
        self._way = 0
        self._etags: list[str] = []
        self._organizations: OrderedDict[str, Thing | None] = OrderedDict()
        self._seen_organizations: set[bytes] = set()
        self._missing = 0
        self._is_detailed = False

    def raw(self) -> Iterator[Raw]:
        """Yield every service, then the organisations that none of them is from. Raises ``FeedRefused``."""
        for item in self._items(self._services, is_main=True):
            raw = self._whole(item)
            self._note_organization(raw.thing)
            yield raw
        if self._etags and all(self._etags) and len(self._etags) <= _MOST_ETAGS and not self._is_detailed:
            said = {"url": self._services, "way": self._way, "etags": self._etags}
            self._report.etag = _ETAGS + orjson.dumps(said).decode()
        for item in self._other_organizations():
            yield Raw(kind="organization", thing=item)

    def _items(self, address: str, *, is_main: bool) -> Iterator[Any]:
        """Yield the items of every page of a list."""
        seen: set[bytes] = set()
        count, number, step = 0, 1, 0
        page = self._page(address, number)
        if page.is_first is False and page.number == 1 and (zeroth := self._page(address, 0)).items:
            # Pages are counted from 0, and what we asked for as the first is the second.
            self._report.note([remark(RemarkKind.ODD_PAGE, "page_number", 0)])
            page, step = zeroth, 1
        while True:
            print_ = _print_of(page.items)
            if page.items and print_ in seen:
                self._same_again(page, count)
                break
            seen.add(print_)
            count += len(page.items)
            self._report.pages += 1
            yield from page.items
            if not page.items or _is_end(page, number):
                break
            if number >= self._limits.most_pages or (page.total_pages or 0) > self._limits.most_pages:
                raise FeedRefused(Reason.TOO_MANY_PAGES, self._limits.most_pages)
            number += 1
            self._fetcher.pause()
            page = self._page(address, number - step)
        if is_main and page.total_items is not None and count < page.total_items:
            self._report.is_short = True
            self._report.note([remark(RemarkKind.ODD_PAGE, "total_items", page.total_items)])

    def _same_again(self, page: Page, count: int) -> None:
        """Take a page we have had as the end, if we have everything; raise if it says that there is more."""
        has_all = page.total_items is not None and count >= page.total_items
        if not has_all and (page.total_items is not None or page.total_pages is not None):
            raise FeedRefused(Reason.SAME_PAGE)
        self._report.note([remark(RemarkKind.ODD_PAGE, "page")])

    def _page(self, address: str, number: int) -> Page:
        """Return one page; the first one finds out what the server lets us ask for."""
        while True:
            url = _with(address, {**_WAYS[self._way], "page": str(number)})
            with self._fetcher.get(url) as answer:
                is_first = number == 1 and address == self._services
                may_ask_less = is_first and self._way + 1 < len(_WAYS)
                if answer.status >= _FIRST_ERROR and answer.status not in {401, 403} and may_ask_less:
                    self._way += 1
                    continue
                page = page_of(self._said(answer))
                if address == self._services:
                    self._etags.append(answer.etag)
                return page

    def _said(self, answer: Answer) -> Any:
        """Return what an answer says. Raises ``FeedRefused`` for errors, and for what is no JSON."""
        if answer.status != _OK:
            raise FeedRefused(Reason.STATUS, answer.status)
        return loaded(answer.whole(self._limits.most_page_bytes))

    def _whole(self, item: Any) -> Raw:
        """Return a service with everything, and with its organisation in it."""
        if not isinstance(item, dict):
            return Raw(kind="service", thing=item)
        thing, is_brief = item, False
        if not item.keys() & _WHOLE and isinstance(item.get("id"), str | int):
            self._is_detailed = True
            whole = self._one(_inside(self._services, item["id"]))
            thing, is_brief = whole or item, not whole
        pointer = thing.get("organization_id")
        if not thing.get("organization") and isinstance(pointer, str | int) and (found := self._organization(pointer)):
            thing = {**thing, "organization": found}
        return Raw(kind="service", thing=thing, is_brief=is_brief)

    def _one(self, url: str) -> Thing | None:
        """Return one thing by its address, or None when it is not there; too many of these are no accident.

        Raises ``FeedRefused`` when the server has an error: it says nothing of the thing.
        """
        self._fetcher.pause(share=_FOR_ONE)
        with self._fetcher.get(url) as answer:
            if answer.status in {401, 403, 404, 410}:
                self._missing += 1
                if self._missing >= _MOST_MISSING:
                    raise FeedRefused(Reason.STATUS, answer.status)
                self._report.note([remark(RemarkKind.NOT_FOUND, urlsplit(url).path.rpartition("/")[0])])
                return None
            value = self._said(answer)
        self._missing = 0
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict) and "id" not in value and (inner := page_of(value).items):
            value = inner[0]
        return value if isinstance(value, dict) else None

    def _organization(self, identity: str | int) -> Thing | None:
        """Return an organisation by its id; the last ones are remembered."""
        key = str(identity)
        if key not in self._organizations:
            self._is_detailed = True
            self._organizations[key] = self._one(_inside(self._list_of_organizations(), identity))
            if len(self._organizations) > _KEPT_ORGANIZATIONS:
                self._organizations.popitem(last=False)
        return self._organizations[key]

    def _note_organization(self, thing: Any) -> None:
        organization = thing.get("organization") if isinstance(thing, dict) else None
        if isinstance(organization, dict):
            self._seen_organizations.add(_print_of(organization.get("id")))

    def _other_organizations(self) -> Iterator[Thing]:
        """Yield organisations without services here. A register need not have a list of them."""
        items = self._items(self._list_of_organizations(), is_main=False)
        while True:
            try:
                item = next(items, None)
            except FeedRefused as refused:
                if refused.reason not in {Reason.STATUS, Reason.WEB_PAGE, Reason.NOT_JSON, Reason.EMPTY}:
                    raise
                return
            if item is None:
                return
            if isinstance(item, dict) and _print_of(item.get("id")) not in self._seen_organizations:
                yield item

    def _list_of_organizations(self) -> str:
        parts = urlsplit(self._services)
        path = parts.path.rstrip("/").rpartition("/")[0] + "/organizations"
        return urlunsplit(parts._replace(path=path))


def is_unchanged(known_etag: str, *, address: str, fetcher: Fetcher) -> bool:
    """Test whether every page of a list is as it was when ``known_etag`` was given."""
    try:
        said = orjson.loads(known_etag.removeprefix(_ETAGS))
        url, way, etags = str(said["url"]), _WAYS[int(said["way"])], [str(etag) for etag in said["etags"]]
    except (ValueError, KeyError, TypeError, IndexError):
        return False
    if not etags or not url.startswith(address.split("?")[0].rstrip("/")):
        return False
    for number, etag in enumerate(etags, start=1):
        with fetcher.get(_with(url, {**way, "page": str(number)}), etag=etag) as answer:
            if not answer.is_unchanged:
                return False
        if number < len(etags):
            fetcher.pause()
    return True


def is_list_etag(known_etag: str) -> bool:
    """Test whether an opaque text is about a list of pages."""
    return known_etag.startswith(_ETAGS)


def services_address(base: str) -> str:
    """Return the address of the list of services, from that of the API or of anything in it."""
    parts = urlsplit(base)
    path = parts.path.rstrip("/")
    if not path.endswith("/services"):
        path += "/services"
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"page", "per_page", "full"}]
    return urlunsplit(parts._replace(path=path, query=urlencode(kept), fragment=""))


def _is_end(page: Page, number: int) -> bool:
    """Test whether a page is the last; when what it says does not fit together, there may be more."""
    if page.total_pages is not None:
        return number >= page.total_pages
    return page.is_last is True


def _with(address: str, asked: dict[str, str]) -> str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | asked
    return urlunsplit(parts._replace(query=urlencode(query)))


def _inside(address: str, identity: str | int) -> str:
    """Return the address of one thing of a list."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{quote(str(identity)[:300], safe='')}"))


def _print_of(value: Any) -> bytes:
    """Return a short print of what a page holds; the ids of things when they have any, else everything."""
    if isinstance(value, list):
        value = [item.get("id", item) if isinstance(item, dict) else item for item in value]
    return blake2b(orjson.dumps(sane(value)), digest_size=16).digest()
