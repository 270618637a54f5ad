"""One reading of one feed: opened, gone through once, closed."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from brobygger.sources.reading.fetching import Fetcher
from brobygger.sources.reading.limits import Limits
from brobygger.sources.reading.reports import Format, Found, Report

Origin = str | Path | bytes | IO[bytes]


class Feed:
    """A feed to be gone through once. Nothing is read before ``things`` is."""

    def __init__(
        self, origin: Origin, *, kind: Format | None, known_etag: str, namespace: str, limits: Limits, fetcher: Fetcher
    ) -> None:
        self.report = Report()

    def things(self) -> Iterator[Found]:
        """Yield everything in the feed, one at a time. Raises ``FeedRefused``."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what was kept on disk."""

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
) -> Feed:
    """Return a feed to go through: an address, a file, or its bytes. Raises nothing yet."""
    limits = limits or Limits()
    return Feed(
        origin, kind=kind, known_etag=known_etag, namespace=namespace, limits=limits,
        fetcher=fetcher or Fetcher(limits=limits),
    )  # fmt: skip
