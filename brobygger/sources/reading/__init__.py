"""Other registers' feeds, whatever they are written in, as HSDS 3.1 objects one at a time; what may harm us is refused.

Knows no table and changes nothing. Use::

    with open_feed("https://example.org/hsds", namespace=str(source.id), known_etag=source.etag) as feed:
        for found in feed.things():        # bounded memory; raises FeedRefused, also in the middle
            ...
    feed.report                            # whole when things() has come to its end

- ``open_feed(origin, *, kind=None, known_etag="", namespace="", limits=None, fetcher=None, name="")``. ``origin``: an
  http(s) address (text), a ``Path``, ``bytes``, or an open binary file. ``kind``: a ``Format`` when it is known, else
  it is found out. ``namespace``: what makes ids of this source ours (ids that are no UUID become UUIDv5 of it, the
  same at every reading). ``known_etag``: ``report.etag`` of the last reading, an opaque text (may be some thousand
  characters): an unchanged feed then gives no things and ``report.is_unchanged``. ``name``: what a file without a
  path is called ("organizations.csv").
- ``Found``: ``kind`` ("service" or "organization"), ``thing`` (a dict that the HSDS 3.1 schema accepts: organisation
  and taxonomy terms nested, keys we do not know kept, a valid object is exactly the source's own), ``foreign_id`` (the
  source's own id as text), ``remarks``, ``is_brief`` (the line in a list of something whose whole was not to be had).
- ``Remark``: ``kind``, ``path``, ``value`` (short, nothing personal); ``text`` says it in Danish.
- ``Report``: what it was, how much, remarks summed up, ``is_whole`` (read to the end: only then does something that is
  not there count as gone), ``stopped_by`` (a sentence, when refused).
- ``FeedRefused``: the only error; a Danish sentence of what it is and what to do, and ``reason``, a word for programs.
"""

from brobygger.sources.reading.feeds import Feed, open_feed
from brobygger.sources.reading.fetching import Fetcher
from brobygger.sources.reading.limits import Limits
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.reports import Format, Found, Remark, RemarkKind, Report, Tally

__all__ = [
    "Feed", "FeedRefused", "Fetcher", "Format", "Found", "Limits", "Reason", "Remark", "RemarkKind", "Report", "Tally",
    "open_feed",
]  # fmt: skip
