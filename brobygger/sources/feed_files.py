"""Where a source's bytes come from: the address it is at, or the file somebody sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from brobygger.sources.models import Source, SourceFile
from brobygger.sources.reading import Feed, FeedRefused, Fetcher, Format, Reason, open_feed


def feed_of(
    source: Source, *, path: Path | None = None, is_fresh: bool = False, still_here: Callable[[], object] | None = None
) -> AbstractContextManager[Feed]:
    """Return a source's feed, opened; ``path`` reads a file in its place. Raises ``FeedRefused``.

    ``is_fresh``: read all of it, also when it is as it was. ``still_here`` is called now and then while it is fetched.
    """
    kind = Format(source.kind) if source.kind in set(Format) else None
    namespace = str(source.id)
    if path is not None:
        return open_feed(path, kind=kind, namespace=namespace)
    if source.address:
        etag = "" if is_fresh else source.etag
        fetcher = Fetcher(still_here=still_here)
        return open_feed(source.address, kind=kind, namespace=namespace, known_etag=etag, fetcher=fetcher)
    file = SourceFile.objects.filter(source=source).first()
    if file is None:
        raise FeedRefused(Reason.EMPTY)
    return open_feed(bytes(file.content), kind=kind, namespace=namespace)
