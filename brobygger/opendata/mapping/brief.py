"""The list form of each thing: fields that are one value, and things a list names (``3.1/examples/*_list.json``)."""

from brobygger.opendata.mapping.parts import Thing

_ORGANIZATION = (
    "id", "name", "alternate_name", "description", "email", "website", "tax_status", "tax_id", "year_incorporated",
    "legal_status", "logo", "uri", "parent_organization_id",
)  # fmt: skip
_SERVICE = (
    "id", "name", "alternate_name", "description", "url", "email", "status", "interpretation_services",
    "application_process", "fees_description", "wait_time", "fees", "accreditations", "eligibility_description",
    "minimum_age", "maximum_age", "assured_date", "assurer_email", "licenses", "alert", "last_modified",
)  # fmt: skip
_PROGRAM = ("id", "name", "alternate_name", "description")
_LOCATION = (
    "id", "location_type", "url", "name", "alternate_name", "description", "transportation", "latitude", "longitude",
    "external_identifier", "external_identifier_type",
)  # fmt: skip


def brief_of(kind: str, full: Thing) -> Thing:
    """Return a whole thing in its list form; taxonomies and terms are the same in both."""
    if kind == "service":
        return _service(full)
    if kind == "organization":
        return _of(full, _ORGANIZATION)
    if kind == "service_at_location":
        brief = _of(full, ("id", "description"))
        if "location" in full:
            brief["location"] = _of(full["location"], _LOCATION)
        return {**brief, "service": _service(full["service"])}
    return full


def _service(full: Thing) -> Thing:
    brief = _of(full, _SERVICE)
    for name, keys in (("organization", _ORGANIZATION), ("program", _PROGRAM)):
        if name in full:
            brief[name] = _of(full[name], keys)
    return brief


def _of(full: Thing, keys: tuple[str, ...]) -> Thing:
    return {key: full[key] for key in keys if key in full}
