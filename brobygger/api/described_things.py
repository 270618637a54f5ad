"""The shapes of our answers, for our OpenAPI description: what can be counted on, in our own words.

Every key of every object is described by the standard itself; these say which keys of ours always have which form.
"""

from typing import Any

Object = dict[str, Any]

_TEXT: Object = {"type": "string", "minLength": 1}
_ID: Object = {"type": "string", "format": "uuid"}
_MOMENT: Object = {"type": "string", "format": "date-time"}
_DAY: Object = {"type": "string", "format": "date"}
_ADDRESS: Object = {"type": "string", "format": "uri"}
_WHOLE: Object = {"type": "integer", "minimum": 0}
_YES: Object = {"type": "boolean"}


def _object(description: str, required: str, /, **properties: Object) -> Object:
    return {"type": "object", "description": description, "required": required.split(), "properties": properties}


def _many(schema: Object) -> Object:
    return {"type": "array", "items": schema}


def _of(name: str) -> Object:
    return {"$ref": f"#/components/schemas/{name}"}


_PART = _object("A part of a thing, as the standard describes it.", "id", id=_ID)
_STATUSES = ["active", "inactive", "defunct", "temporarily closed"]

SCHEMAS: Object = {
    "About": _object(
        "What this is.",
        "version profile openapi_url description publisher license",
        version=_TEXT,
        profile=_ADDRESS,
        openapi_url=_ADDRESS,
        description=_TEXT,
        publisher={
            "type": "object",
            "properties": {"name": _TEXT, "email": {"type": "string", "format": "email"}, "website": _ADDRESS},
        },
        license={"type": "object", "properties": {"name": _TEXT, "identifier": _TEXT, "url": _ADDRESS}},
        base_urls={"type": "object", "additionalProperties": _ADDRESS},
    ),
    "Page": _object(
        "The standard's page.",
        "total_items total_pages page_number size first_page last_page empty contents",
        total_items=_WHOLE,
        total_pages=_WHOLE,
        page_number={"type": "integer", "minimum": 1},
        size=_WHOLE,
        first_page=_YES,
        last_page=_YES,
        empty=_YES,
        contents={"type": "array"},
    ),
    "Minimal": _object("With `minimal=true`.", "id last_modified", id=_ID, last_modified=_MOMENT),
    "Service": _object(
        "An offer: HSDS `service`. Lists have only what is one value, unless `full=true`.",
        "id name status",
        id=_ID,
        name=_TEXT,
        alternate_name=_TEXT,
        description=_TEXT,
        url=_ADDRESS,
        email=_TEXT,
        status={"type": "string", "enum": _STATUSES},
        application_process=_TEXT,
        fees_description=_TEXT,
        eligibility_description=_TEXT,
        minimum_age={"type": "number"},
        maximum_age={"type": "number"},
        assured_date=_DAY,
        alert=_TEXT,
        last_modified=_MOMENT,
        organization=_of("Organization"),
        phones=_many(_PART),
        schedules=_many(_PART),
        service_areas=_many(_PART),
        service_at_locations=_many(_PART),
        languages=_many(_PART),
        cost_options=_many(_PART),
        contacts=_many(_PART),
        capacities=_many(_PART),
        attributes=_many(_PART),
        metadata=_many(_PART),
    ),
    "Organization": _object(
        "Who offers it: HSDS `organization`. One alone has its services as lists show them, or in full.",
        "id name description",
        id=_ID,
        name=_TEXT,
        alternate_name=_TEXT,
        description=_TEXT,
        email=_TEXT,
        website=_ADDRESS,
        uri=_ADDRESS,
        parent_organization_id=_ID,
        phones=_many(_PART),
        organization_identifiers=_many(_PART),
        services=_many(_of("Service")),
    ),
    "ServiceAtLocation": _object(
        "An offer at one of its places: HSDS `service_at_location`.",
        "id",
        id=_ID,
        description=_TEXT,
        service=_of("Service"),
        location=_PART,
        schedules=_many(_PART),
        contacts=_many(_PART),
    ),
    "Taxonomy": _object(
        "A list of terms: HSDS `taxonomy`.",
        "id name description",
        id=_ID,
        name=_TEXT,
        description=_TEXT,
        uri=_ADDRESS,
        version=_TEXT,
    ),
    "TaxonomyTerm": _object(
        "A term: HSDS `taxonomy_term`.",
        "id name description",
        id=_ID,
        code=_TEXT,
        name=_TEXT,
        description=_TEXT,
        parent_id=_ID,
        taxonomy_detail=_of("Taxonomy"),
        term_uri=_ADDRESS,
        language=_TEXT,
    ),
    "Changes": _object(
        "Some changes, oldest first. `whole_from` is the place from which the feed is whole: begin again from 0 when "
        "yours is before it.",
        "after next has_more whole_from contents",
        after=_WHOLE,
        next=_WHOLE,
        has_more=_YES,
        whole_from=_WHOLE,
        contents=_many(_of("Change")),
    ),
    "Change": _object(
        "One thing as it is now (`upsert`, with `data`), or that it is gone (`delete`, with `moved_to` when another "
        "thing took its place).",
        "sequence kind id action changed_at",
        sequence={"type": "integer", "minimum": 1},
        kind={"enum": ["service", "organization", "service_at_location", "taxonomy", "taxonomy_term"]},
        id=_ID,
        action={"enum": ["upsert", "delete"]},
        changed_at=_MOMENT,
        data={"type": "object"},
        moved_to=_ID,
    ),
    "Problem": _object(
        "What went wrong (RFC 9457).",
        "type title status code detail",
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
        code=_TEXT,
        detail=_TEXT,
        parameter=_TEXT,
    ),
}
