"""Our description of the doors in OpenAPI 3.1, put together from the tables the doors themselves read.

The file that is sent is ``data/openapi.json``; a test says when it has fallen behind (``make openapi`` writes it anew).
"""

from collections.abc import Iterable
from typing import Any

from brobygger.api.described_things import SCHEMAS
from brobygger.api.parameters import KNOWN, MOST_TERMS, PARAMETERS
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_URL
from brobygger.opendata.models import Kind

Object = dict[str, Any]

#: The standard's names: of a list, of one thing in a sentence, and our schema of it.
NAMES: dict[Kind, tuple[str, str, str]] = {
    Kind.SERVICE: ("services", "service", "Service"),
    Kind.ORGANIZATION: ("organizations", "organization", "Organization"),
    Kind.SERVICE_AT_LOCATION: ("service_at_locations", "service at a location", "ServiceAtLocation"),
    Kind.TAXONOMY: ("taxonomies", "taxonomy", "Taxonomy"),
    Kind.TAXONOMY_TERM: ("taxonomy_terms", "taxonomy term", "TaxonomyTerm"),
}
_TERMS: Object = {"type": "array", "items": PARAMETERS["taxonomy_term_id"].schema, "maxItems": MOST_TERMS}
INTRODUCTION = """\
The register of offers in Danish civil society in the Human Services Data Specification (HSDS) 3.1, for anybody to \
read: no key, no cookie, from any site.

**Base paths.** `/hsds/3` is HSDS 3.1 with our profile HSDS-DK (`/hsds/dk/1.0/`; every added key begins with `dk_`). \
`/hsds/uk/3` has the same doors in the words of the British profile (Open Referral UK 3.0), which leaves keys out. \
Paths work with and without a slash at the end.

**Filters** are combined with AND. A value that cannot be read is refused with a problem that names the parameter \
(`code` `bad_parameter`); a parameter nobody knows is left alone, and an empty one counts as not given.

**Pages.** `total_items` counts what is there now. `total_pages` counts places: what has just gone leaves its place \
empty until 03:00 UTC the day after next at the latest, so that whoever walks through the pages of an unfiltered list \
neither misses nor repeats a thing that was there all the time, and a page may hold fewer than `per_page`. `empty` is \
true when there is no such page, and when the whole list holds nothing. New things come last. To keep a copy, use \
`/changes` instead of walking again.

**Without pages**: `format=ndjson` streams a whole list.

**Private searches**: POST the same parameters as a form or as a JSON object; what is sent stands in no address, no \
log and no cache, and wins over what is in the address.

**Fresh or not**: `ETag` with `If-None-Match`; nothing has changed: 304. `Last-Modified` with `If-Modified-Since` \
counts for one thing only, not for lists nor for an organisation, which has its services with it. \
HEAD and OPTIONS work everywhere. Answers are packed with gzip, br or zstd on request.

**Limits**: 600 questions a minute from one address, 120 of them private searches (POST), and 20 whole lists; \
`RateLimit` and `RateLimit-Policy` tell what is left, and 429 comes with `Retry-After`.

**Ids** are UUIDs and stay. What was put together with something else answers 308 to what was kept, what is gone 410. \
Keys without a value are left out.

**Errors** are `application/problem+json` (RFC 9457) in Danish or English by `Accept-Language`; `code` stays the same.\
"""


def describe() -> Object:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Brobygger: HSDS 3.1",
            "version": "1",
            "summary": "Offers in Danish civil society, as open data.",
            "description": INTRODUCTION,
            "license": {"name": LICENCE_NAME, "url": LICENCE_URL},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "externalDocs": {"url": "https://docs.openreferral.org/", "description": "The standard."},
        "servers": [
            {"url": "/hsds/3", "description": "HSDS 3.1 with the profile HSDS-DK"},
            {"url": "/hsds/uk/3", "description": "The British profile, Open Referral UK 3.0"},
        ],
        "tags": [
            {"name": "required", "description": "Doors that HSDS asks for."},
            {"name": "optional", "description": "Doors that HSDS leaves free."},
            {"name": "ours", "description": "Doors beside the standard, under /hsds/3 only."},
        ],
        "paths": {"/": {"get": _about()}, **_paths(), "/changes": {"servers": [{"url": "/hsds/3"}], "get": _changes()}},
        "components": {
            "schemas": SCHEMAS,
            "parameters": {name: _parameter(name) for name in PARAMETERS},
            "headers": _HEADERS,
            "responses": _RESPONSES,
        },
    }


def _paths() -> Object:
    paths: Object = {}
    for kind, (many, one, schema) in NAMES.items():
        paths[f"/{many}"] = {"get": _list(kind, many, schema), "post": _private_list(kind, many, schema)}
        paths[f"/{many}/{{id}}"] = {"get": _thing(kind, one, schema)}
    return paths


def _tag(kind: Kind) -> list[str]:
    return ["required" if kind is Kind.SERVICE else "optional"]


def _list(kind: Kind, many: str, schema: str) -> Object:
    return {
        "operationId": f"list_{many}",
        "summary": f"A page of {many.replace('_', ' ')}, or all of them as a stream.",
        "tags": _tag(kind),
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in KNOWN[kind]],
        "responses": {"200": _listed(schema), **_also("304", "400", "412", "429")},
    }


def _private_list(kind: Kind, many: str, schema: str) -> Object:
    properties = {name: _as_sent(name) for name in KNOWN[kind]}
    body: Object = {"schema": {"type": "object", "properties": properties}}
    if "proximity" in properties:
        body["schema"]["dependentRequired"] = {"proximity": ["postcode"]}
    return {
        "operationId": f"query_{many}",
        "summary": "The same as GET, for searches that are nobody else's business.",
        "tags": ["optional"],
        "requestBody": {"content": {"application/json": body, "application/x-www-form-urlencoded": body}},
        "responses": {"200": _listed(schema), **_also("400", "413", "415", "429")},
    }


def _as_sent(name: str) -> Object:
    schema = dict(PARAMETERS[name].schema)
    if name == "taxonomy_term_id":
        return {"anyOf": [schema, _TERMS]}
    return schema


def _thing(kind: Kind, one: str, schema: str) -> Object:
    parameters: list[Object] = [
        {"name": "id", "in": "path", "required": True, "description": f"The id of the {one}.",
         "schema": {"type": "string"}}
    ]  # fmt: skip
    if kind is Kind.ORGANIZATION:
        parameters.append({"$ref": "#/components/parameters/full_service"})
    also = ("304", "308", "404", "410", "412", "429", *(("400",) if kind is Kind.ORGANIZATION else ()))
    return {
        "operationId": f"get_{kind.value}",
        "summary": f"One {one}, fully nested.",
        "tags": _tag(kind),
        "parameters": parameters,
        "responses": {"200": _answer(f"One {one}.", {"$ref": f"#/components/schemas/{schema}"}), **_also(*also)},
    }


def _about() -> Object:
    return {
        "operationId": "about",
        "summary": "What this is and who publishes it.",
        "tags": ["required"],
        "responses": {
            "200": _answer("Version, profile, publisher and licence.", {"$ref": "#/components/schemas/About"}),
            **_also("304", "412", "429"),
        },
    }


def _changes() -> Object:
    parameters = [
        {"name": "after", "in": "query", "description": "The place in the feed to go on from; 0 for all of it.",
         "schema": {"type": "integer", "minimum": 0, "maximum": 2**53 - 1, "default": 0}},
        {"name": "limit", "in": "query", "description": "How many changes at a time.",
         "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 200}},
    ]  # fmt: skip
    return {
        "operationId": "changes",
        "summary": "What changed after a point: whoever reads it to the end has exactly what is published.",
        "tags": ["ours"],
        "parameters": parameters,
        "responses": {
            "200": _answer("Some changes, and where the next are.", {"$ref": "#/components/schemas/Changes"}),
            **_also("304", "400", "412", "429"),
            "410": _problem("The feed is not whole from there: begin again from 0 (code `feed_began_anew`)."),
        },
    }


def _listed(schema: str) -> Object:
    items = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in (schema, "Minimal")]}
    page = {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "properties": {"contents": {"type": "array", "items": items}},
        "required": ["contents"],
    }
    answer = _answer("A page; or with `format=ndjson` one thing a line.", page)
    answer["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    return answer


def _answer(description: str, schema: Object) -> Object:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    return {"description": description, "headers": headers, "content": {"application/json": {"schema": schema}}}


def _also(*statuses: str) -> Object:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _parameter(name: str) -> Object:
    parameter = PARAMETERS[name]
    described: Object = {"name": name, "in": "query", "description": parameter.description, "schema": parameter.schema}
    if parameter.is_of_uk:
        described["description"] += " (From the British profile.)"
    if name == "taxonomy_term_id":
        described |= {"schema": _TERMS, "style": "form", "explode": True}
    return described


def _problem(description: str) -> Object:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": description, "content": {"application/problem+json": schema}}


def _headers(named: Iterable[tuple[str, str]]) -> Object:
    return {name: {"description": description, "schema": {"type": "string"}} for name, description in named}


_HEADERS = _headers(
    [
        ("ETag", "Which version of the answer this is (weak)."),
        ("Last-Modified", "When something in the answer last changed."),
        ("Link", "The licence; the first, previous, next and last page (RFC 8288)."),
        ("RateLimit", "How many questions are left, and for how many seconds that counts."),
        ("RateLimit-Policy", "How many questions may be asked in how many seconds."),
    ]
)
_RESPONSES: Object = {
    "304": {"description": "The asker has this already."},
    "308": {"description": "It was put together with another, which `Location` leads to."},
    "400": _problem("A value cannot be read; `parameter` says which (codes `bad_parameter`, `cpr`, `bad_body`)."),
    "404": _problem("There never was such a thing (code `not_found`)."),
    "410": _problem("It is gone (code `gone`)."),
    "412": _problem("A condition of the question does not hold (code `precondition_failed`)."),
    "413": _problem("What was sent is far too long (code `too_long`)."),
    "415": _problem("What was sent is neither a form nor JSON (code `unknown_type`)."),
    "429": _problem("Too many questions; `Retry-After` says when to ask again (code `too_many`)."),
}
