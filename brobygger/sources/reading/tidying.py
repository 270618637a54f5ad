"""One object of a feed as the HSDS 3.1 schema wants it, and what had to be done to it."""

import math
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from brobygger.sources.reading import values
from brobygger.sources.reading.older import renamed
from brobygger.sources.reading.reports import Made, Remark, RemarkKind, Thing, remark
from brobygger.sources.reading.shapes import SHAPES, Field, Shape

MOST_IN_A_LIST = 1_000
MOST_UNKNOWN_KEYS = 200
LONGEST_TEXT = 100_000
_LONGEST_KEY, _MOST_UNKNOWN_LAYERS = 100, 12


class LeftOut(Exception):
    """The object lacks what it cannot do without; the message is the field."""


class Tidier:
    """Puts objects of one source in order. ``remarks`` are about the object that was put in order last."""

    def __init__(self, namespace: str) -> None:
        #: In tables everything is text, so that a number is text is no fault of theirs.
        self.is_table = False
        self._space = uuid5(NAMESPACE_URL, f"brobygger:source:{namespace}")
        self.remarks: list[Remark] = []

    def tidy(self, kind: str, value: Any) -> Thing:
        """Return an object in order. Raises ``LeftOut``; ``remarks`` say why."""
        self.remarks = []
        if not isinstance(value, dict):
            self._note(RemarkKind.THING_LEFT_OUT, "", value)
            raise LeftOut
        try:
            return self._object(SHAPES[kind], value, path="", within="")
        except LeftOut as error:
            self._note(RemarkKind.THING_LEFT_OUT, str(error))
            raise

    def key(self, kind: str, value: Any) -> str:
        """Return an id as a UUID, the same at every reading. Raises ``Unusable``."""
        if values.is_right("key", value):
            return str(value)
        if isinstance(value, str) and len(value) in {32, 36, 38, 45}:
            try:
                return str(UUID(value))
            except ValueError:
                pass
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise values.Unusable
        said = str(value).strip()[:500].encode("utf-8", "replace").decode()
        return str(uuid5(self._space, f"{kind}:{said}"))

    def made_key(self, kind: str, *parts: Any) -> str:
        """Return an id for what has none, made of what it belongs to and what it says."""
        content = orjson.dumps([sane(part) for part in parts], option=orjson.OPT_SORT_KEYS, default=str)
        return str(uuid5(self._space, f"{kind}:{content.decode()}"))

    def _object(self, shape: Shape, value: Thing, *, path: str, within: str) -> Thing:
        """Return an object with each field in order; what is unknown is kept as long as it is sane."""
        identity = self._identity(shape, value, path=path, within=within)
        tidied: Thing = {}
        unknown = 0
        for name, held in value.items():
            field = shape.fields.get(name)
            # Most of what is read is right, and there is much of it.
            if field is not None and values.is_right(field.holds, held):
                tidied[name] = identity if name == "id" else held
            elif held is None or held == "" or held == [] or held == {}:
                continue
            elif name == "id":
                tidied["id"] = identity
            elif field is not None or (field := self._renamed(shape, name, value, path)) is not None:
                self._keep(tidied, field, held, path=f"{path}{name}", within=identity)
            elif (unknown := unknown + 1) <= MOST_UNKNOWN_KEYS:
                _keep_unknown(tidied, name, held)
        tidied.setdefault("id", identity)
        self._complete(tidied, shape, value, path)
        return tidied

    def _renamed(self, shape: Shape, name: str, value: Thing, path: str) -> Field | None:
        """Return the field that a name from elsewhere means, unless the object has that field too."""
        now = renamed(shape.kind, name)
        if not now or value.get(now):
            return None
        self._note(RemarkKind.RENAMED, f"{path}{name[:60]}")
        return shape.fields[now]

    def _identity(self, shape: Shape, value: Thing, *, path: str, within: str) -> str:
        """Return the id of an object: its own, or one that is made."""
        said = value.get("id")
        try:
            found = self.key(shape.kind, said)
        except values.Unusable:
            found = self.made_key(shape.kind, within, value if within else _who(value))
        if found != said and not isinstance(said, Made) and (not isinstance(said, str) or found != said.lower()):
            self._note(RemarkKind.MADE_ID, f"{path}id")
        return found

    def _complete(self, tidied: Thing, shape: Shape, value: Thing, path: str) -> None:
        """Fill in what is required. Raises ``LeftOut`` when something cannot be done without."""
        for field in shape.fields.values():
            if field.name in tidied:
                continue
            if field.is_vital:
                raise LeftOut(f"{path}{field.name}")
            if field.default is not None:
                tidied[field.name] = field.default
                if value.get(field.name) != field.default:
                    self._note(RemarkKind.FILLED_IN, f"{path}{field.name}")

    def _keep(self, tidied: Thing, field: Field, held: Any, *, path: str, within: str) -> None:
        """Put a field's value where it belongs, if anything can be made of it."""
        try:
            found = self._value(field, held, path=path, within=within)
        except values.Unusable:
            self._note(RemarkKind.VALUE_LEFT_OUT, path, held)
            return
        except LeftOut as error:
            self._note(RemarkKind.PART_LEFT_OUT, str(error))
            return
        if found not in ("", [], {}) and not (isinstance(found, str) and found.isspace()):
            tidied[field.name] = found

    def _value(self, field: Field, held: Any, *, path: str, within: str) -> Any:
        if field.holds == "list":
            return self._list(field, held, path=path, within=within)
        if field.holds == "object":
            return self._part(SHAPES[field.of], held, path=path, within=within)
        if field.holds == "key":
            found, kind = self._pointer(field, held)
        elif field.holds == "word":
            found, kind = values.word(held, field=field.name)
        else:
            found, kind = values.READERS[field.holds](held)
        if isinstance(found, str) and len(found) > LONGEST_TEXT:
            found, kind = found[:LONGEST_TEXT], RemarkKind.CUT_SHORT
        if kind is not None:
            self._note(kind, path, held)
        return found

    def _pointer(self, field: Field, held: Any) -> values.Read:
        found = self.key(field.of, held)
        return found, None if isinstance(held, str) and found == held.lower() else RemarkKind.MADE_ID

    def _list(self, field: Field, held: Any, *, path: str, within: str) -> list[Thing]:
        """Return a list's objects in order, without those that lack something vital."""
        if not isinstance(held, list):
            self._note(RemarkKind.MADE_LIST, path)
            held = [held]
        if len(held) > MOST_IN_A_LIST:
            self._note(RemarkKind.CUT_SHORT, path)
        found = []
        for place, part in enumerate(held[:MOST_IN_A_LIST]):
            if part in (None, "", {}, []):
                continue
            try:
                found.append(self._part(SHAPES[field.of], part, path=f"{path}.{place}", within=within))
            except LeftOut as error:
                self._note(RemarkKind.PART_LEFT_OUT, str(error))
            except values.Unusable:
                self._note(RemarkKind.VALUE_LEFT_OUT, f"{path}.{place}", part)
        return found

    def _part(self, shape: Shape, held: Any, *, path: str, within: str) -> Thing:
        """Return an object inside another; a bare text, and a list with one in it, are understood."""
        if isinstance(held, list) and held:
            self._note(RemarkKind.MADE_OBJECT, path)
            held = held[0]
        if isinstance(held, str | int | float) and not isinstance(held, bool) and shape.main:
            self._note(RemarkKind.MADE_OBJECT, path)
            held = {shape.main: held}
        if not isinstance(held, dict):
            raise values.Unusable
        return self._object(shape, held, path=f"{path}.", within=within)

    def _note(self, kind: RemarkKind, path: str, value: Any = "") -> None:
        if self.is_table and kind == RemarkKind.MADE_NUMBER:
            return
        if len(self.remarks) < MOST_IN_A_LIST:
            self.remarks.append(remark(kind, path, value))


def _who(value: Thing) -> Thing:
    """Return what a thing without an id is known by: so little that it is the same when its description changes."""
    organization = value.get("organization")
    named = organization.get("name") if isinstance(organization, dict) else organization
    return {"name": value.get("name"), "organization": named or value.get("organization_id")}


def _keep_unknown(tidied: Thing, name: str, held: Any) -> None:
    """Keep what a field we do not know says."""
    clean = values.text(name)[0]
    kept = sane(held)
    if clean and len(clean) <= _LONGEST_KEY and clean not in tidied and kept is not None:
        tidied[clean] = kept


def sane(value: Any, layers: int = _MOST_UNKNOWN_LAYERS) -> Any:
    """Return a value of JSON without what JSON does not have, or no database takes; None when nothing is left."""
    if isinstance(value, str):
        return None if values.is_runnable(value) else values.text(value)[0][:LONGEST_TEXT]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if isinstance(value, list) and layers:
        found = [sane(part, layers - 1) for part in value[:MOST_IN_A_LIST]]
        return [part for part in found if part is not None]
    if isinstance(value, dict) and layers:
        pairs = [(str(values.text(key)[0])[:_LONGEST_KEY], part) for key, part in list(value.items())[:MOST_IN_A_LIST]]
        return {key: kept for key, part in pairs if (kept := sane(part, layers - 1)) is not None}
    return None
