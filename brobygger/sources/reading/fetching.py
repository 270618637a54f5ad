"""Getting an answer from another register: politely, only from the open net, and never more than we have said.

Who may be connected to, and that the connection is made to the very address that was looked at, is
``directory.link_fetching``; here are the limits on what comes back. An answer is read piece by piece and unpacked
piece by piece, so neither a long answer nor a small one that swells can fill anything.
"""

import http.client
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from brobygger.directory.link_fetching import Fetcher as Connector
from brobygger.directory.link_fetching import NotAnswered, parts_of, path_of
from brobygger.sources.reading.limits import MIB, Limits
from brobygger.sources.reading.refusals import FeedRefused, Reason

_PIECE = 64 * 1024
#: gzip's or zlib's (zlib's own way of saying it).
_EITHER_HEADER = 32 + zlib.MAX_WBITS
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_MODIFIED, _FIRST_ERROR = 304, 400
#: "Wait a moment": the server says so, or something in front of it does.
_BUSY = {429, 503}
_USUAL_WAIT = 2.0
_ACCEPT = "application/json, application/x-ndjson;q=0.9, text/csv;q=0.8, application/zip;q=0.8, */*;q=0.5"
#: ``report.etag`` for servers that only know when something was changed.
_WHEN = "modified:"
#: Seconds between two times that whoever waits is told that we are still at it.
_PAUSE_BETWEEN_WORDS = 60.0


@dataclass(slots=True, kw_only=True)
class Answer:
    """What a server answers. ``url`` is where it came from in the end; ``etag`` is for the next time."""

    url: str
    status: int
    content_type: str
    etag: str
    pieces: Iterator[bytes]

    @property
    def is_unchanged(self) -> bool:
        """Test whether nothing has changed since the last time."""
        return self.status == _NOT_MODIFIED

    def whole(self, most: int) -> bytes:
        """Return all of it. Raises ``FeedRefused`` when that is more than ``most`` bytes."""
        parts, size = [], 0
        for piece in self.pieces:
            size += len(piece)
            if size > most:
                raise FeedRefused(Reason.TOO_LARGE, f"{most // MIB} MB")
            parts.append(piece)
        return b"".join(parts)


def _default_agent() -> str:
    contact = settings.OPERATOR_EMAIL or settings.BASE_URL
    return f"Brobygger-kilder/1.0 (+{settings.BASE_URL}/om/; {contact})"


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Gets answers for one reading of one source, and counts what it has cost so far.

    ``still_here`` is called about once a minute while answers come in.
    """

    limits: Limits = field(default_factory=Limits)
    user_agent: str = field(default_factory=_default_agent)
    may_be_local: bool = field(default_factory=lambda: bool(settings.SOURCES_MAY_BE_LOCAL))
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    still_here: Callable[[], object] | None = None
    size: int = 0
    requests: int = 0
    _began: float | None = None
    _said_at: float = 0.0

    @contextmanager
    def get(self, url: str, *, etag: str = "") -> Iterator[Answer]:
        """Ask for an address, and hand over what came, errors too. Raises ``FeedRefused``."""
        for attempt in range(self.limits.most_retries + 1):
            connection, response, here = self._follow(url, etag)
            try:
                if response.status not in _BUSY:
                    yield self._answer(response, here)
                    return
                wait = _wait_of(response)
            finally:
                connection.close()
            if wait > self.limits.longest_wait or attempt == self.limits.most_retries:
                break
            self.sleep(wait)
        raise FeedRefused(Reason.BUSY)

    def pause(self, *, share: float = 1.0) -> None:
        """Let the other register catch its breath; less is enough after something small."""
        self.sleep(self.limits.pause_seconds * share)

    def _follow(self, url: str, etag: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse, str]:
        """Ask, and go where one is sent; each step is looked at as the first was."""
        here = url
        for _hop in range(self.limits.most_redirects + 1):
            connection, response = self._ask(here, etag)
            target = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not target:
                return connection, response, here
            connection.close()
            here = _next_address(here, target)
        raise FeedRefused(Reason.TOO_MANY_REDIRECTS)

    def _ask(self, url: str, etag: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        self._keep_time()
        self.requests += 1
        connector = Connector(
            user_agent=self.user_agent, may_be_local=self.may_be_local, timeout=self.limits.piece_seconds
        )
        try:
            parts = parts_of(url)
            connection = connector.connect(parts)
        except NotAnswered as error:
            raise FeedRefused(Reason(str(error))) from error
        try:
            with _watched(connection.sock, self.limits.answer_seconds):
                connection.request("GET", path_of(parts), headers=self._headers(etag))
                return connection, connection.getresponse()
        except TimeoutError as error:
            connection.close()
            raise FeedRefused(Reason.TIMEOUT) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            raise FeedRefused(Reason.NO_ANSWER) from error

    def _headers(self, etag: str) -> dict[str, str]:
        headers = {
            "User-Agent": self.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if etag.startswith(_WHEN):
            headers["If-Modified-Since"] = etag.removeprefix(_WHEN)
        elif etag:
            headers["If-None-Match"] = etag
        return headers

    def _answer(self, response: http.client.HTTPResponse, url: str) -> Answer:
        when = response.headers.get("Last-Modified", "")
        return Answer(
            url=url,
            status=response.status,
            content_type=response.headers.get_content_type(),
            etag=_kept(response.headers.get("ETag", "") or (_WHEN + when if when else "")),
            pieces=self._unpacked(response),
        )

    def _unpacked(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """Yield the answer, unpacked, as long as it is not too much."""
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing in {"", "identity"}:
            yield from map(self._counted, self._raw(response))
        elif packing in {"gzip", "x-gzip", "deflate"}:
            yield from map(self._counted, unpacked(self._raw(response)))
        else:
            raise FeedRefused(Reason.ENCODING, packing)

    def _raw(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """Yield the bytes as they come; raise when they come too slowly or stop too soon."""
        began, size = self.clock(), 0
        try:
            while piece := response.read1(_PIECE):
                size += len(piece)
                yield piece
                self._keep_time()
                if self.clock() - began > self.limits.answer_seconds + size / self.limits.slowest:
                    raise FeedRefused(Reason.TOO_SLOW)
        except TimeoutError as error:
            raise FeedRefused(Reason.TIMEOUT) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FeedRefused(Reason.BROKEN_OFF) from error
        if response.length:
            raise FeedRefused(Reason.BROKEN_OFF)

    def _counted(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > self.limits.most_bytes:
            raise FeedRefused(Reason.TOO_LARGE, f"{self.limits.most_bytes // MIB} MB")
        return piece

    def _keep_time(self) -> None:
        """Raise when the whole reading has taken too long; else say now and then that it goes on."""
        now = self.clock()
        if self._began is None:
            self._began = self._said_at = now
        if now - self._began > self.limits.most_seconds:
            raise FeedRefused(Reason.TOO_LONG)
        if self.still_here is not None and now - self._said_at >= _PAUSE_BETWEEN_WORDS:
            self._said_at = now
            self.still_here()


def unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield gzip or zlib unpacked, never more than a piece at a time. Raises ``FeedRefused`` for what is in pieces."""
    unpacker = zlib.decompressobj(_EITHER_HEADER)
    for piece in pieces:
        left = piece
        try:
            while left:
                if unpacker.eof:  # One packed file after another is one file.
                    unpacker = zlib.decompressobj(_EITHER_HEADER)
                if opened := unpacker.decompress(left, _PIECE * 4):
                    yield opened
                left = unpacker.unconsumed_tail or unpacker.unused_data
        except zlib.error as error:
            raise FeedRefused(Reason.BROKEN_OFF) from error
    if not unpacker.eof:
        raise FeedRefused(Reason.BROKEN_OFF)


@contextmanager
def _watched(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut a connection whose head takes too long altogether: each byte of it may come just in time."""
    cut = threading.Event()

    def close() -> None:
        cut.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if cut.is_set():
            raise TimeoutError


def _kept(etag: str) -> str:
    """Return what is said of a version if it can be kept and asked with; with odd signs in it, it cannot."""
    return etag[:300] if etag.isprintable() else ""


def _wait_of(response: http.client.HTTPResponse) -> float:
    """Return how many seconds a busy server asks us to wait; a date is taken as "long"."""
    said = response.headers.get("Retry-After", "").strip()
    if not said:
        return _USUAL_WAIT
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else float("inf")


def _next_address(here: str, target: str) -> str:
    """Return where a redirect leads. From https one does not go to http: what was sealed stays sealed."""
    try:
        there = urljoin(here, target)
        is_opened = urlsplit(here).scheme == "https" and urlsplit(there).scheme != "https"
    except ValueError as error:
        raise FeedRefused(Reason.NOT_AN_ADDRESS) from error
    if is_opened:
        raise FeedRefused(Reason.UNSEALED)
    return there
