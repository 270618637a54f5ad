"""The official schemas of HSDS as judges: 3.1 and the British profile, from ``BROBYGGER_SHARED``."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from brobygger.kernel.tests.shared import SHARED

STANDARD = SHARED / "standards" / "hsds"
#: The kinds of things there are doors for, and the names of their lists.
LISTS = {
    "service": "services",
    "organization": "organizations",
    "service_at_location": "service_at_locations",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
}
#: Kinds with a list form of their own.
_BRIEF = frozenset({"service", "organization", "service_at_location"})


def complaints(version: str, kind: str, thing: Any, *, is_brief: bool = False) -> list[str]:
    """Return what an official schema (``3.1`` or ``uk-3.0``) says is wrong with a thing."""
    name = f"compiled/{kind}_list.json" if is_brief and kind in _BRIEF else f"{kind}.json"
    found = judge(version, name).iter_errors(thing)
    return [f"{kind} {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@cache
def judge(version: str, name: str) -> Any:
    """Return the judge of one schema, which looks others up in the same folder."""
    folder = STANDARD / version / "schema"
    schema = {"$ref": f"{(folder / name).as_uri()}"}
    return Draft202012Validator(schema, registry=_registry(version), format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def _registry(version: str) -> Registry:
    folder = STANDARD / version / "schema"
    files = [*folder.glob("*.json"), *(folder / "compiled").glob("*_list.json")]
    schemas = [(path.as_uri(), json.loads(path.read_text(encoding="utf-8"))) for path in files]
    return Registry().with_resources(
        (uri, Resource.from_contents(schema, default_specification=DRAFT202012)) for uri, schema in schemas
    )


@cache
def properties(version: str, kind: str) -> frozenset[str]:
    """Return the keys an official schema knows."""
    schema = json.loads((STANDARD / version / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    return frozenset(schema["properties"])
