"""One reading of one feed: opened, gone through once, closed."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlsplit

from brobygger.sources.reading import own_lines
from brobygger.sources.reading.apis import ApiReader, is_list_etag, is_unchanged, services_address
from brobygger.sources.reading.fetching import Answer, Fetcher
from brobygger.sources.reading.files import FileReader, Raw
from brobygger.sources.reading.json_texts import loaded
from brobygger.sources.reading.limits import Limits
from brobygger.sources.reading.older import modern
from brobygger.sources.reading.pages import page_of
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.reports import Format, Found, Remark, RemarkKind, Report, Thing, ThingKind, remark
from brobygger.sources.reading.spools import as_utf8, head_of, pieces_of, size_of, spooled
from brobygger.sources.reading.tidying import LeftOut, Tidier

Origin = str | Path | bytes | IO[bytes]
_APIS = frozenset({Format.HSDS_API, Format.ORUK_API})
_FIRST_ERROR = 400
#: What the front page of an API says, and nothing that is a thing does.
_FRONT_PAGE = frozenset({"version", "profile", "openapi_url"})
_OF_A_SERVICE = frozenset({
    "organization", "organization_id", "status", "service_at_locations", "minimum_age", "application_process",
    "schedules", "fees", "eligibilitys", "eligibility", "regular_schedules", "service_taxonomys", "cost_options",
})  # fmt: skip
_OF_AN_ORGANIZATION = frozenset({
    "website", "organization_identifiers", "legal_status", "tax_status", "tax_id", "year_incorporated", "programs",
    "parent_organization_id", "locations", "services", "logo",
})  # fmt: skip
_OF_SOMETHING_ELSE = frozenset(
    {"term_uri", "taxonomy_detail", "vocabulary", "location_type", "resource_type", "location"}
)
_OF_A_TAXONOMY = frozenset({"id", "name", "description", "uri", "version", "metadata", "taxonomy_terms"})
_LONGEST_ID = 200
_NO_LIST = frozenset({"id", "name"})


class Feed:
    """A feed to be gone through once. Nothing is read before ``things`` is."""

    def __init__(
        self,
        origin: Origin,
        *,
        kind: Format | None,
        known_etag: str,
        namespace: str,
        limits: Limits,
        fetcher: Fetcher,
        name: str,
    ) -> None:
        self.report = Report()
        self._origin = origin
        self._name = name or (origin.name if isinstance(origin, Path) else "")
        self._kind = kind
        self._known_etag = known_etag
        self._limits = limits
        self._fetcher = fetcher
        self._tidier = Tidier(namespace)
        self._open = ExitStack()
        self._seen: dict[ThingKind, set[bytes]] = {"service": set(), "organization": set()}

    def things(self) -> Iterator[Found]:
        """Yield everything in the feed, one at a time. Raises ``FeedRefused``."""
        try:
            for raw in self._raw():
                for found in self._found(raw):
                    yield replace(found, is_brief=True) if raw.is_brief else found
            self._end()
        except FeedRefused as refused:
            self.report.stopped_by, self.report.stopped_reason = refused.message, refused.reason
            raise
        finally:
            self.report.requests, self.report.size = self._fetcher.requests, self.report.size + self._fetcher.size

    def _end(self) -> None:
        """Say that it is whole, unless there was nothing."""
        report = self.report
        if not report.is_unchanged and not report.services and not report.organizations:
            raise FeedRefused(Reason.NO_SERVICES)
        report.is_whole = not report.is_short

    # -- where it comes from ---------------------------------------------------------------------------------------

    def _raw(self) -> Iterator[Raw]:
        if isinstance(self._origin, str):
            return self._from_address(self._origin.strip())
        return self._from_file(self._origin)

    def _from_file(self, origin: Path | bytes | IO[bytes]) -> Iterator[Raw]:
        """Yield what is in a file; one that cannot be gone through twice is put on disk first."""
        try:
            source = BytesIO(origin) if isinstance(origin, bytes) else origin
            file = self._open.enter_context(source.open("rb")) if isinstance(source, Path) else source
            content = self._open.enter_context(spooled(pieces_of(file), limits=self._limits))
        except OSError as error:
            raise FeedRefused(Reason.NO_ANSWER) from error
        self.report.size += size_of(content)
        yield from self._reader().raw(content, name=self._name)

    def _reader(self) -> FileReader:
        return FileReader(limits=self._limits, report=self.report)

    def _from_address(self, address: str) -> Iterator[Raw]:
        """Yield what is at an address: an API's, or a file's."""
        if is_list_etag(self._known_etag) or self._kind in _APIS:
            if is_list_etag(self._known_etag) and is_unchanged(
                self._known_etag, address=address, fetcher=self._fetcher
            ):
                self.report.is_unchanged, self.report.etag = True, self._known_etag
                return
            yield from self._from_api(address)
            return
        with self._fetcher.get(address, etag=self._known_etag) as answer:
            if answer.is_unchanged:
                self.report.is_unchanged, self.report.etag = True, self._known_etag
                return
            if answer.status >= _FIRST_ERROR:
                content = None
            else:
                content = self._open.enter_context(spooled(answer.pieces, limits=self._limits))
        yield from self._from_answer(address, answer, content)

    def _from_answer(self, address: str, answer: Answer, content: IO[bytes] | None) -> Iterator[Raw]:
        if content is None or head_of(content).startswith(b"<"):
            yield from self._beside(address, answer, content)
        elif self._is_api(content):
            yield from self._from_api(address)
        else:
            self.report.etag = answer.etag
            yield from self._reader().raw(content, name=urlsplit(answer.url).path)

    def _beside(self, address: str, answer: Answer, content: IO[bytes] | None) -> Iterator[Raw]:
        """Look for a list of services below an address that is none itself; tell of the address when there is none."""
        things = self._from_api(address)
        try:
            first = next(things, None)
        except FeedRefused as refused:
            if content is None:
                raise FeedRefused(Reason.STATUS, answer.status) from refused
            yield from self._reader().raw(content)
            return
        if first is not None:
            yield first
            yield from things

    def _is_api(self, content: IO[bytes]) -> bool:
        """Test whether an answer is an API's front page, or one page of many, and not a file."""
        if (
            not head_of(content).lstrip(b"\xef\xbb\xbf").startswith(b"{")
            or size_of(content) > self._limits.most_page_bytes
        ):
            return False
        text, _was_old = as_utf8(content, limits=self._limits)
        try:
            value = loaded(text.read())
        except FeedRefused:
            return False
        finally:
            content.seek(0)
        if not isinstance(value, dict) or value.keys() & _NO_LIST == _NO_LIST:
            return False
        self._note_version(value)
        page = page_of(value)
        return (bool(value.keys() & _FRONT_PAGE) and not page.items) or (page.is_page and page.total_pages != 1)

    def _note_version(self, value: Thing) -> None:
        said = value.get("version")
        self.report.version = str(said)[:20] if isinstance(said, str | int | float) else ""

    def _from_api(self, address: str) -> Iterator[Raw]:
        self.report.format = self._kind if self._kind in _APIS else Format.HSDS_API
        reader = ApiReader(services_address(address), fetcher=self._fetcher, limits=self._limits, report=self.report)
        yield from reader.raw()

    # -- what it becomes -------------------------------------------------------------------------------------------

    def _found(self, raw: Raw) -> Iterator[Found]:
        """Yield what a raw thing is: a service, an organisation, both, or nothing we can use."""
        thing, remarks = raw.thing, list(raw.remarks)
        if not isinstance(thing, dict):
            self._left_out([*remarks, remark(RemarkKind.THING_LEFT_OUT, "", thing)])
            return
        self._tidier.is_table = raw.is_table
        if own_lines.is_entry(thing):
            yield from self._of_kind(str(thing["kind"]), thing["data"], remarks)
        elif not raw.kind and own_lines.is_own(thing):
            self.report.format = Format.OWN_LINES
            yield from self._tidied("service", own_lines.service_of(thing), remarks)
        else:
            yield from self._of_kind(raw.kind or _kind_of(thing), thing, remarks)

    def _of_kind(self, kind: str, thing: Thing, remarks: list[Remark]) -> Iterator[Found]:
        """Yield what a thing of a kind is; an organisation with its services in it is those services."""
        services = thing.get("services") if kind == "organization" else None
        if isinstance(services, list) and services:
            organization = {name: held for name, held in thing.items() if name != "services"}
            for service in services:
                whole = {**service, "organization": organization} if isinstance(service, dict) else service
                yield from self._found(Raw(kind="service", thing=whole))
        elif kind in {"service", "organization"}:
            yield from self._tidied("service" if kind == "service" else "organization", thing, remarks)

    def _tidied(self, kind: ThingKind, thing: Thing, remarks: list[Remark]) -> Iterator[Found]:
        """Yield a thing in order, if it is new and lacks nothing vital."""
        moved, more = modern(kind, thing)
        if more:
            self._is_older()
        try:
            tidied = self._tidier.tidy(kind, moved)
        except LeftOut:
            self._left_out([*remarks, *more, *self._tidier.remarks], _foreign_id(thing))
            return
        foreign_id = _foreign_id(thing) or tidied["id"]
        remarks = [*remarks, *more, *self._tidier.remarks]
        if self._has_seen(kind, tidied["id"]):
            self._left_out([remark(RemarkKind.SEEN_BEFORE, "id")], foreign_id)
            return
        self._count(kind)
        self.report.note(remarks, foreign_id)
        yield Found(kind=kind, thing=tidied, foreign_id=foreign_id, remarks=tuple(remarks))

    def _is_older(self) -> None:
        """Note that old names were used."""
        now = {
            Format.HSDS_API: Format.ORUK_API,
            Format.HSDS_JSON: Format.ORUK_JSON,
            Format.HSDS_NDJSON: Format.ORUK_JSON,
        }
        if self.report.format is not None:
            self.report.format = now.get(self.report.format, self.report.format)

    def _left_out(self, remarks: list[Remark], foreign_id: str = "") -> None:
        self.report.left_out += 1
        self.report.note(remarks, foreign_id)
        if self.report.left_out > self._limits.most_things:
            raise FeedRefused(Reason.TOO_MANY_THINGS, self._limits.most_things)

    def _has_seen(self, kind: ThingKind, identity: str) -> bool:
        print_ = blake2b(identity.encode(), digest_size=12).digest()
        seen = self._seen[kind]
        if print_ in seen:
            return True
        seen.add(print_)
        return False

    def _count(self, kind: ThingKind) -> None:
        if kind == "service":
            self.report.services += 1
        else:
            self.report.organizations += 1
        if self.report.services + self.report.organizations > self._limits.most_things:
            raise FeedRefused(Reason.TOO_MANY_THINGS, self._limits.most_things)

    def close(self) -> None:
        """Let go of what was kept on disk."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_feed(
    origin: Origin,
    *,
    kind: Format | None = None,
    known_etag: str = "",
    namespace: str = "",
    limits: Limits | None = None,
    fetcher: Fetcher | None = None,
    name: str = "",
) -> Feed:
    """Return a feed to go through: an address, a file, or its bytes (``name``: the file's). Raises nothing yet."""
    limits = limits or (fetcher.limits if fetcher else Limits())
    return Feed(
        origin, kind=kind, known_etag=known_etag, namespace=namespace, limits=limits,
        fetcher=fetcher or Fetcher(limits=limits), name=name,
    )  # fmt: skip


def _kind_of(thing: Thing) -> str:
    """Return what a thing is by what it says; empty for what belongs to others (terms, places)."""
    keys = thing.keys()
    if own_lines.is_about(thing):
        return ""
    is_taxonomy = bool(keys & {"uri", "version", "taxonomy_terms"}) and keys <= _OF_A_TAXONOMY
    if is_taxonomy or keys & _OF_SOMETHING_ELSE:
        return ""
    signs = len(keys & _OF_A_SERVICE), len(keys & _OF_AN_ORGANIZATION)
    return "organization" if signs[1] > signs[0] else "service"


def _foreign_id(thing: Any) -> str:
    """Return the source's own id; one that is too long to keep is kept as its print."""
    said = thing.get("id")
    text = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    clean = "".join(sign for sign in text[:1000] if sign.isprintable())
    if len(clean) <= _LONGEST_ID:
        return clean
    return clean[:100] + blake2b(clean.encode(), digest_size=16).hexdigest()
