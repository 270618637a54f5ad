"""JSON as other people write it: whole, object by object, or line by line, in bounded memory.

What is small is read at once; what is large is read as it comes, and only one object of it is in memory at a time.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

import orjson
from ijson import basic_parse_coro
from ijson.common import IncompleteJSONError, JSONError
from ijson.utils import sendable_list

from brobygger.sources.reading.limits import MIB, Limits
from brobygger.sources.reading.older import kind_of_table
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.spools import pieces_of, size_of

#: A table's name, empty when it is not in one, and an object.
Item = tuple[str, Any]
#: What people put a list of things under.
_CONTAINERS = frozenset({"contents", "content", "items", "data", "results", "records", "value", "features"})
_TABLES_TOO = frozenset({"services", "organizations", "locations", "service_at_locations", "taxonomies",
                         "taxonomy_terms"})  # fmt: skip
_WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--", b"<script", b"<div")
#: What an object costs beside its texts.
_EVENT_BYTES = 48
_LINES_TO_SEE = 2


def refuse_markup(head: bytes) -> None:
    """Raise ``FeedRefused`` for what begins as a web page, or as XML."""
    if head.startswith(b"<"):
        is_page = head[:200].lower().startswith(_WEB_PAGE) or b"<html" in head.lower()
        raise FeedRefused(Reason.WEB_PAGE if is_page else Reason.XML)


def loaded(content: bytes) -> Any:
    """Return what JSON says. Raises ``FeedRefused``. NaN and the like are nothing; old encodings are guessed at."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        refuse_markup(content[:4096].lstrip())
    if not content.strip():
        raise FeedRefused(Reason.EMPTY)
    try:
        return json.loads(_decoded(content), parse_constant=lambda _name: None, strict=False)
    except RecursionError as error:
        raise FeedRefused(Reason.TOO_DEEP) from error
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(error.doc.rstrip())
        raise FeedRefused(Reason.BROKEN_OFF if is_cut else Reason.NOT_JSON, f"linje {error.lineno}") from error
    except ValueError as error:  # A number with more digits than Python reads.
        raise FeedRefused(Reason.NOT_JSON) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def items_of(file: IO[bytes], *, limits: Limits) -> Iterator[Item]:
    """Yield the objects of a file in UTF-8, whether it is one, a list, a page or a set of tables."""
    if size_of(file) > limits.most_page_bytes:
        yield from _streamed(file, limits)
        return
    yield from spread(loaded(file.read()))


def spread(value: Any) -> Iterator[Item]:
    """Yield the objects of a value."""
    if isinstance(value, list):
        yield from (("", item) for item in value)
        return
    if not isinstance(value, dict):
        raise FeedRefused(Reason.UNKNOWN)
    named = [name for name, held in value.items() if isinstance(held, list) and _is_container(name, value)]
    if not named:
        yield "", value
    for name in named:
        yield from ((_table(name), item) for item in value[name])


def lines_of(file: IO[bytes], *, limits: Limits) -> Iterator[Any]:
    """Yield the object of each line that is not empty; None for a line that cannot be read."""
    while line := file.readline(limits.most_object_bytes):
        if not line.endswith(b"\n") and len(line) == limits.most_object_bytes:
            while (more := file.readline(limits.most_object_bytes)) and not more.endswith(b"\n"):
                pass
            yield None
        elif line.strip():
            try:
                yield loaded(line)
            except FeedRefused:
                yield None


def is_lines(file: IO[bytes], *, limits: Limits) -> bool:
    """Test whether a file has an object on each line; one that is broken says nothing yet, so two are looked at."""
    here, seen, found = file.tell(), 0, False
    while seen < _LINES_TO_SEE and (line := file.readline(limits.most_object_bytes)).endswith(b"\n"):
        if line.strip():
            seen, found = seen + 1, found or _is_object(line)
    # A first line that is an object may be the only one; with something after it, it is one of many.
    is_many = found and (seen == _LINES_TO_SEE or bool(line.strip()))
    file.seek(here)
    return is_many


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _is_container(name: str, root: dict[str, Any]) -> bool:
    if name.lower().endswith(".csv"):
        return bool(kind_of_table(name))
    is_thing = "id" in root or "name" in root
    return not is_thing and (name in _CONTAINERS or name in _TABLES_TOO)


def _table(name: str) -> str:
    return "" if name in _CONTAINERS else name


def _streamed(file: IO[bytes], limits: Limits) -> Iterator[Item]:
    """Yield the objects of a large text as they come."""
    events = sendable_list()
    parser = basic_parse_coro(events, use_float=True)
    builder = _Builder(limits)
    try:
        for piece in pieces_of(file):
            parser.send(piece)
            builder.count(0 if events else len(piece))
            yield from builder.take(events)
            del events[:]
        parser.close()
    except IncompleteJSONError as error:
        yield from builder.take(events)
        is_cut = "premature EOF" in str(error) or "Incomplete" in str(error)
        raise FeedRefused(Reason.BROKEN_OFF if is_cut else Reason.NOT_JSON, f"{builder.found} poster læst") from error
    except (JSONError, ValueError) as error:
        raise FeedRefused(Reason.NOT_JSON) from error
    yield from builder.take(events)
    yield from builder.rest()


class _Builder:
    """Puts the events of a parser together to objects, one at a time."""

    def __init__(self, limits: Limits) -> None:
        self.found = 0
        self._limits = limits
        self._root: dict[str, Any] | None = None
        #: Whether we stand in a list whose items are handed on, and what it is called.
        self._in_list = False
        self._table = ""
        self._has_lists = False
        self._stack: list[Any] = []
        self._keys: list[str] = []
        self._size = 0

    def count(self, size: int) -> None:
        """Count what the object that is being put together has cost; a text may be longer than a piece."""
        self._size += size
        if self._size > self._limits.most_object_bytes:
            raise FeedRefused(Reason.TOO_LARGE, f"{self._limits.most_object_bytes // MIB} MB i én post")

    def take(self, events: list[tuple[str, Any]]) -> Iterator[Item]:
        """Yield each object that is whole now."""
        for event, value in events:
            self.count(_EVENT_BYTES + (len(value) if isinstance(value, str) else 0))
            if not self._stack and self._opens_or_closes(event):
                continue
            if event == "map_key":
                self._keys[-1] = value
            elif event in {"start_map", "start_array"}:
                self._push({} if event == "start_map" else [])
            elif event in {"end_map", "end_array"}:
                yield from self._done(self._pop())
            else:
                yield from self._done(value)

    def rest(self) -> Iterator[Item]:
        """Yield the text's own object when it was no list of things."""
        if self._root and not self._has_lists:
            yield "", self._root

    def _opens_or_closes(self, event: str) -> bool:
        """Take what belongs to the text's outermost layers; True when that is what it was."""
        if self._in_list:
            if event == "end_array":
                self._in_list = False
                return True
            return False
        if self._root is None:
            if event == "start_array":
                self._in_list = self._has_lists = True
                return True
            if event != "start_map":
                raise FeedRefused(Reason.UNKNOWN)
            self._root, self._keys = {}, [""]
            return True
        if event == "start_array" and _is_container(self._keys[0], self._root):
            self._in_list = self._has_lists = True
            self._table = _table(self._keys[0])
            return True
        return event == "end_map"

    def _push(self, opened: Any) -> None:
        self._stack.append(opened)
        self._keys.append("")
        if len(self._stack) > self._limits.most_depth:
            raise FeedRefused(Reason.TOO_DEEP)

    def _pop(self) -> Any:
        self._keys.pop()
        return self._stack.pop()

    def _done(self, value: Any) -> Iterator[Item]:
        """Put a whole value where it belongs: in what it stands in, or out."""
        if self._stack:
            outer = self._stack[-1]
            if isinstance(outer, list):
                outer.append(value)
            else:
                outer[self._keys[-1]] = value
        elif self._in_list:
            self.found, self._size = self.found + 1, 0
            yield self._table, value
        elif self._root is not None:
            self._root[self._keys[0]] = value
