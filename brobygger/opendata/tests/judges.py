"""The official JSON Schemas of HSDS 3.1 as judges, alone and with our profile; formats are checked, refs resolved."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from brobygger.kernel.tests.shared import SHARED
from brobygger.opendata.models import Kind

OFFICIAL = SHARED / "standards" / "hsds" / "3.1" / "schema"
EXAMPLES = OFFICIAL.parent / "examples"
PROFILE = Path(__file__).resolve().parents[1] / "data" / "profile" / "1.0"
_FULL = {kind: f"{kind}.json" for kind in Kind.values}
_BRIEF = {
    Kind.SERVICE: "compiled/service_list.json",
    Kind.ORGANIZATION: "compiled/organization_list.json",
    Kind.SERVICE_AT_LOCATION: "compiled/service_at_location_list.json",
    Kind.TAXONOMY: "taxonomy.json",
    Kind.TAXONOMY_TERM: "taxonomy_term.json",
}


def faults(kind: str, thing: Any, *, is_brief: bool = False, is_profile: bool = False) -> list[str]:
    """Return what a judge says against a thing, empty when it is right."""
    name = _BRIEF[Kind(kind)] if is_brief else _FULL[kind]
    found = _judge(name, is_profile=is_profile).iter_errors(thing)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]


@cache
def _judge(name: str, *, is_profile: bool) -> jsonschema_rs.Draft202012Validator:
    base = "https://judges.example/"
    registry = jsonschema_rs.Registry(
        [(base + path, schema) for path, schema in _schemas(is_profile=is_profile).items()],
        draft=jsonschema_rs.Draft202012,
    )
    return jsonschema_rs.Draft202012Validator({"$ref": base + name}, registry=registry, validate_formats=True)


@cache
def _schemas(*, is_profile: bool) -> dict[str, Any]:
    schemas = {
        str(path.relative_to(OFFICIAL)): json.loads(path.read_text(encoding="utf-8"))
        for path in [*OFFICIAL.glob("*.json"), *OFFICIAL.glob("compiled/*_list.json")]
    }
    if is_profile:
        for path in PROFILE.glob("*.json"):
            schemas[path.name] = merged(schemas[path.name], json.loads(path.read_text(encoding="utf-8")))
    return schemas


def merged(target: Any, patch: Any) -> Any:
    """Return a JSON Merge Patch carried out (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def unknown_keys(kind: str, thing: Any) -> set[str]:
    """Return the keys of a thing, however deep, that neither the standard nor our profile knows."""
    return set(_unknown(thing, _schemas(is_profile=True)[_FULL[kind]], where=kind))


def _unknown(thing: Any, schema: Any, *, where: str) -> Any:
    if "$ref" in schema:
        schema = _schemas(is_profile=True)[schema["$ref"]]
    if isinstance(thing, list):
        for item in thing:
            yield from _unknown(item, schema.get("items", {}), where=where)
        return
    if not isinstance(thing, dict):
        return
    for key, value in thing.items():
        if key not in schema.get("properties", {}):
            yield f"{where}.{key}"
        else:
            yield from _unknown(value, schema["properties"][key], where=f"{where}.{key}")
