"""Our descriptions of doors (OpenAPI) as the page for developers shows them: one operation after the other.

The page is drawn by us from the very files that programs read, so that no site of somebody else's has to draw it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
from django.conf import settings
from django.utils.safestring import SafeString

from brobygger.api.prose import line, paragraphs
from brobygger.kernel.errors import NotFound

_METHODS = ("get", "post", "put", "patch", "delete")
#: What each description is called in an address, and where its room keeps it.
DESCRIPTIONS = {"hsds": ("api", "/hsds/3/openapi.json"), "noegler": ("exchange", "/api/1/openapi.json")}
#: Longer than this is no value of ours.
LONGEST_VALUE = 300

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that can be asked for. ``choices`` are all there are; ``rule`` says the type and its limits."""

    name: str
    where: str
    is_required: bool
    about: SafeString
    rule: str
    choices: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation may answer."""

    code: str
    about: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a door does."""

    id: str
    method: str
    path: str
    title: str
    about: SafeString
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    sends: tuple[str, ...]
    needs_key: bool
    is_old: bool

    @property
    def can_be_tried(self) -> bool:
        """Whether a plain link can do it."""
        return self.method == "GET" and not self.needs_key

    def address(self, given: Mapping[str, str]) -> str:
        """Return where an answer is; what is not given is left out, and nothing leads out of this operation's path."""
        path, query = self.path, {}
        for parameter in self.parameters:
            value = given.get(parameter.name, "").replace("\0", "").strip()[:LONGEST_VALUE]
            if parameter.where == "path":
                # Full stops alone would be read as a way upwards, also when they are quoted.
                path = path.replace(f"{{{parameter.name}}}", quote(value.strip("."), safe="") or "-")
            elif parameter.where == "query" and value:
                query[parameter.name] = value
        return f"{path}?{urlencode(query)}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One description: what it is of, and every operation."""

    name: str
    title: str
    version: str
    about: SafeString
    url: str
    operations: tuple[Operation, ...]

    def operation(self, operation_id: str) -> Operation:
        """Return one operation. Raises ``NotFound``."""
        for operation in self.operations:
            if operation.id == operation_id:
                return operation
        raise NotFound


def description_of(name: str) -> Description:
    """Return a description by its name in an address. Raises ``NotFound``."""
    if name not in DESCRIPTIONS:
        raise NotFound
    room, url = DESCRIPTIONS[name]
    path = Path(settings.PACKAGE) / room / "data" / "openapi.json"
    return _read(name, url, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(name: str, url: str, path: Path, _changed: int) -> Description:
    whole = orjson.loads(path.read_bytes())
    info = whole.get("info", {})
    return Description(
        name=name,
        title=info.get("title", ""),
        version=info.get("version", ""),
        about=paragraphs(info.get("description", "")),
        url=url,
        operations=tuple(_operations(whole)),
    )


def _operations(whole: Json) -> Iterator[Operation]:
    base = next((urlsplit(server["url"]).path.rstrip("/") for server in whole.get("servers", ())), "")
    for path, item in whole.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                yield _operation(whole, base + path, method, item)


def _operation(whole: Json, path: str, method: str, item: Json) -> Operation:
    it: Json = item[method]
    shared = [_resolved(whole, each) for each in (*item.get("parameters", ()), *it.get("parameters", ()))]
    named = {(each["name"], each["in"]): each for each in shared}
    return Operation(
        id=it.get("operationId") or f"{method}-{path.strip('/').replace('/', '-')}",
        method=method.upper(),
        path=path,
        title=line(it.get("summary", "")),
        about=paragraphs(it.get("description", "")),
        parameters=tuple(_parameter(whole, each) for each in named.values()),
        answers=tuple(
            Answer(code=code, about=line(_resolved(whole, each).get("description", "")))
            for code, each in it.get("responses", {}).items()
        ),
        sends=tuple(_resolved(whole, it.get("requestBody", {})).get("content", {})),
        needs_key=any(it.get("security", whole.get("security", ()))),
        is_old=bool(it.get("deprecated")),
    )


def _parameter(whole: Json, each: Json) -> Parameter:
    schema = _resolved(whole, each.get("schema", {}))
    kind = "boolean" if schema.get("type") == "boolean" else ""
    choices = schema.get("enum") or (["true", "false"] if kind else [])
    example = each.get("example", schema.get("example", ""))
    return Parameter(
        name=each["name"],
        where=each["in"],
        is_required=bool(each.get("required")),
        about=line(each.get("description", schema.get("description", ""))),
        rule=_rule(schema),
        choices=tuple(map(str, choices)),
        example="" if example is None else str(example),
    )


def _rule(schema: Json) -> str:
    """Return the type of a value and its limits on one line."""
    kinds = schema.get("type", "")
    said = [" | ".join(kinds) if isinstance(kinds, list) else kinds]
    said.append(schema.get("format", ""))
    for key, sign in (("minimum", "≥"), ("maximum", "≤"), ("maxLength", "max. length")):
        said.append(f"{sign} {schema[key]}" if key in schema else "")
    said.append(f"default {orjson.dumps(schema['default']).decode()}" if "default" in schema else "")
    return ", ".join(filter(None, said))


def _resolved(whole: Json, each: Json) -> Json:
    """Follow a reference inside the same description."""
    steps = 0
    while "$ref" in each and steps < 10:
        place: Any = whole
        for part in each["$ref"].removeprefix("#/").split("/"):
            place = place[part.replace("~1", "/").replace("~0", "~")]
        each, steps = place, steps + 1
    return each
