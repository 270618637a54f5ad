"""A file of any kind we know, as raw things one at a time: what it is, is seen by what is in it, not by its name."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from brobygger.sources.reading import flat_rows
from brobygger.sources.reading.json_texts import is_lines, items_of, lines_of, loaded, refuse_markup
from brobygger.sources.reading.limits import MIB, Limits
from brobygger.sources.reading.older import kind_of_table, modern_row
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.reports import Format, Remark, RemarkKind, Report, Thing, remark
from brobygger.sources.reading.shelves import Shelf
from brobygger.sources.reading.spools import as_utf8, head_of, pieces_of, spooled
from brobygger.sources.reading.tables import header_of, rows_of

_ZIP, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"
#: Honest tables shrink to a tenth or a thirtieth.
_MOST_SHRUNK, _FROM_SIZE = 300, 16 * MIB
_TEXT_ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A thing as it stood. ``kind`` is empty when that is to be seen from the thing itself.

    ``is_brief``: the whole of it was not to be had, and this is its line in a list.
    """

    thing: Any
    kind: str = ""
    remarks: tuple[Remark, ...] = ()
    is_table: bool = False
    is_brief: bool = False


class FileReader:
    """Goes through one file. ``report.format`` says what it was."""

    def __init__(self, *, limits: Limits, report: Report) -> None:
        self._limits = limits
        self._report = report

    def raw(self, file: IO[bytes], *, name: str = "") -> Iterator[Raw]:
        """Yield everything in a file. Raises ``FeedRefused``."""
        head = head_of(file)
        if not head:
            raise FeedRefused(Reason.EMPTY)
        if head.startswith(_ZIP):
            yield from self._package(file)
            return
        content, was_old = as_utf8(file, limits=self._limits)
        if was_old:
            self._report.note([remark(RemarkKind.OLD_ENCODING, "")])
        head = head_of(content)
        refuse_markup(head)
        if head.startswith((b"{", b"[")):
            yield from self._json(content)
        else:
            yield from self._table(content, name)

    def _json(self, content: IO[bytes]) -> Iterator[Raw]:
        """Yield the things of a text of JSON, or of JSON on each line."""
        if is_lines(content, limits=self._limits):
            self._is(Format.HSDS_NDJSON)
            for number, value in enumerate(lines_of(content, limits=self._limits), start=1):
                broken = () if isinstance(value, dict) else (remark(RemarkKind.LINE_BROKEN, f"linje.{number}"),)
                yield Raw(thing=value, remarks=broken)
            return
        self._is(Format.HSDS_JSON)
        with Shelf() as shelf:
            is_tabular = False
            for table, item in items_of(content, limits=self._limits):
                if not table:
                    yield Raw(thing=item)
                elif isinstance(item, dict):
                    is_tabular = self._put(shelf, table, item) or is_tabular
            if is_tabular:
                self._is(Format.HSDS_TABLES, is_surer=True)
                yield from self._from(shelf)

    def _table(self, content: IO[bytes], name: str) -> Iterator[Raw]:
        """Yield the rows of a single table."""
        header = header_of(content)
        if not header:
            raise FeedRefused(Reason.UNKNOWN)
        self._is(Format.CSV)
        kind = kind_of_table(name)
        if flat_rows.is_list_of_services(header) and kind in {"", "service"}:
            for row in rows_of(content, limits=self._limits):
                yield Raw(kind="service", thing=flat_rows.service_of(row), is_table=True)
        elif kind == "organization":
            for row in rows_of(content, limits=self._limits):
                yield Raw(kind=kind, thing=dict(row), is_table=True)
        else:
            raise FeedRefused(Reason.NO_SERVICES)

    def _package(self, file: IO[bytes]) -> Iterator[Raw]:
        """Yield the things of a zip file: of its tables, or else of the texts and the one list in it."""
        self._refuse_crowds(file)
        try:
            with zipfile.ZipFile(file) as package:
                parts = self._parts(package)
                tables = [(part, table) for part in parts if (table := _table_of(part, package))]
                if any(kind_of_table(table) == "service" for _part, table in tables):
                    yield from self._tables(package, tables)
                else:
                    yield from self._texts(package, parts)
        # RuntimeError is what a locked file comes to, and ValueError a name or a date that cannot be.
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
            raise FeedRefused(Reason.BAD_PACKAGE) from error

    def _refuse_crowds(self, file: IO[bytes]) -> None:
        """Raise for a package with so many files that the list of them would fill the memory."""
        here, count, tail = file.tell(), 0, b""
        for piece in pieces_of(file):
            count += (tail + piece).count(_ENTRY)
            tail = piece[1 - len(_ENTRY) :]
        file.seek(here)
        if count > 2 * self._limits.most_parts:
            raise FeedRefused(Reason.BAD_PACKAGE)

    def _parts(self, package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        """Return the files of a package; raise when their names lead out of it, or there are far too many."""
        parts = [part for part in package.infolist() if not part.is_dir()]
        if len(parts) > self._limits.most_parts:
            raise FeedRefused(Reason.BAD_PACKAGE)
        for part in parts:
            steps = part.filename.replace("\\", "/").split("/")
            if ".." in steps or not steps[0] or ":" in steps[0]:
                raise FeedRefused(Reason.BAD_PACKAGE)
        return [part for part in parts if not part.filename.startswith("__MACOSX/")]

    def _tables(self, package: zipfile.ZipFile, tables: list[tuple[zipfile.ZipInfo, str]]) -> Iterator[Raw]:
        self._is(Format.HSDS_TABLES)
        with Shelf() as shelf:
            for part, table in tables:
                with self._opened(package, part) as content:
                    for row in rows_of(content, limits=self._limits):
                        self._put(shelf, table, dict(row))
            yield from self._from(shelf, is_table=True)

    def _texts(self, package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[Raw]:
        """Yield the things of a package without a table of services: of its lines or its JSON, else of a list."""
        texts = [part for part in parts if part.filename.lower().endswith(_TEXT_ENDINGS) and not _is_about(part)]
        lists = [part for part in parts if part.filename.lower().endswith(".csv")]
        if not texts and len(lists) != 1:
            raise FeedRefused(Reason.NO_SERVICES)
        for part in texts or lists:
            with self._opened(package, part) as content:
                if head_of(content).startswith(_ZIP):
                    raise FeedRefused(Reason.BAD_PACKAGE)
                yield from self.raw(content, name=part.filename)

    def _opened(self, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> IO[bytes]:
        """Return a file of a package, unpacked and counted; what it says of its own size is not believed."""
        with package.open(part) as packed:
            return spooled(self._counted(pieces_of(packed), part.compress_size), limits=self._limits)

    def _counted(self, pieces: Iterator[bytes], packed: int) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            self._report.size += len(piece)
            is_bomb = size > _FROM_SIZE and size > packed * _MOST_SHRUNK
            if is_bomb or self._report.size > self._limits.most_bytes:
                raise FeedRefused(Reason.TOO_LARGE, f"{self._limits.most_bytes // MIB} MB")
            yield piece

    def _put(self, shelf: Shelf, table: str, row: Thing) -> bool:
        """Put a row on the shelf, and see whether it is from an older version."""
        kind = kind_of_table(table)
        if modern_row(kind, row)[0] != kind or kind == "eligibility":
            self._is(Format.OLDER_TABLES, is_surer=True)
        return shelf.put(table, row)

    def _from(self, shelf: Shelf, *, is_table: bool = False) -> Iterator[Raw]:
        """Yield the services that are put together, and the organisations none of them points to."""
        shelf.done()
        for lost, times in shelf.astray():
            self._report.note([lost], times=times)
        for service in shelf.things("service"):
            yield Raw(kind="service", thing=service, remarks=tuple(shelf.remarks), is_table=is_table)
        for organization in shelf.things("organization"):
            if not shelf.is_used(organization):
                yield Raw(kind="organization", thing=organization, remarks=tuple(shelf.remarks), is_table=is_table)

    def _is(self, found: Format, *, is_surer: bool = False) -> None:
        """Note what it is; older tables stay what they are."""
        if self._report.format is None or (is_surer and self._report.format != Format.OLDER_TABLES):
            self._report.format = found


def _table_of(part: zipfile.ZipInfo, package: zipfile.ZipFile) -> str:
    """Return the name of the table a file of a package holds: by its own name, or by the package's description."""
    if not part.filename.lower().endswith(".csv"):
        return ""
    if kind_of_table(part.filename):
        return part.filename
    return _described(package).get(part.filename.rpartition("/")[2], "")


def _described(package: zipfile.ZipFile) -> dict[str, str]:
    """Return what a package's description calls its files."""
    about = next((part for part in package.infolist() if _is_about(part)), None)
    if about is None or about.file_size > MIB:
        return {}
    with package.open(about) as file:
        try:
            said = loaded(file.read(MIB))
        except FeedRefused:
            return {}
    resources = said.get("resources") if isinstance(said, dict) else None
    return {
        str(one.get("path", "")).rpartition("/")[2]: str(one.get("name", ""))
        for one in (resources if isinstance(resources, list) else [])
        if isinstance(one, dict) and kind_of_table(str(one.get("name", "")))
    }


def _is_about(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().rpartition("/")[2] == "datapackage.json"
