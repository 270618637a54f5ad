"""What HSDS 1 and 2 and the first Open Referral UK called things, and where each is now.

HSDS 1.1/2.0 tables and Open Referral UK 1.0 share most names: eligibility and taxonomy stood in lists of their own,
opening hours and addresses were of two kinds each. Whatever a feed claims to be, an old name is understood anywhere.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from brobygger.sources.reading import values
from brobygger.sources.reading.reports import Remark, RemarkKind, Thing, remark
from brobygger.sources.reading.shapes import SHAPES

_SIGNS = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
_YES = frozenset({"true", "1", "yes", "ja", "y", "t"})

#: Old kinds, and what they are now.
_TABLES: Mapping[str, str] = {
    "services_at_location": "service_at_location", "services_at_locations": "service_at_location",
    "service_taxonomy": "service_taxonomy", "service_taxonomys": "service_taxonomy",
    "service_taxonomies": "service_taxonomy", "link_taxonomy": "service_taxonomy",
    "link_taxonomys": "service_taxonomy", "link_taxonomies": "service_taxonomy",
    "other_attribute": "service_taxonomy", "other_attributes": "service_taxonomy",
    "service_attribute": "service_taxonomy", "service_attributes": "service_taxonomy",
    "regular_schedule": "regular_schedule", "regular_schedules": "regular_schedule",
    "holiday_schedule": "holiday_schedule", "holiday_schedules": "holiday_schedule",
    "physical_address": "physical_address", "physical_addresses": "physical_address",
    "postal_address": "postal_address", "postal_addresses": "postal_address",
    "eligibility": "eligibility", "eligibilitys": "eligibility", "eligibilities": "eligibility",
    "accessibility_for_disabilities": "accessibility", "accessibility": "accessibility",
    "fundings": "funding", "funding": "funding", "metadata": "metadata", "capacities": "service_capacity",
    "payment_accepted": "payment", "payments_accepted": "payment", "payment_accepteds": "payment",
    "additional_urls": "url", "additional_websites": "url",
}  # fmt: skip
#: Where a nested list of an old kind is now.
_LISTS: Mapping[str, str] = {
    "service_at_location": "service_at_locations", "service_taxonomy": "attributes", "payment": "cost_options",
    "regular_schedule": "schedules", "holiday_schedule": "schedules", "physical_address": "addresses",
    "postal_address": "addresses", "accessibility": "accessibility", "funding": "funding",
}  # fmt: skip
_OLD_NAMES = frozenset(_TABLES) - {"accessibility", "funding", "metadata", "capacities", "additional_urls",
                                   "additional_websites"}  # fmt: skip
#: Fields with another name in old versions, by kind; also what people's own tables call them.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "service": {"title": "name", "service_name": "name", "website": "url", "min_age": "minimum_age",
                "max_age": "maximum_age", "eligibility_text": "eligibility_description"},
    "organization": {"url": "website", "organization_name": "name"},
    "language": {"language": "name"},
    "service_area": {"service_area": "name"},
    "accessibility": {"accessibility": "description"},
    "taxonomy_term": {"vocabulary": "taxonomy", "term": "name"},
    "location": {"lat": "latitude", "lon": "longitude", "lng": "longitude", "location_name": "name"},
    "address": {"address1": "address_1", "street_address": "address_1", "address2": "address_2",
                "postcode": "postal_code", "zip": "postal_code", "zip_code": "postal_code", "state": "state_province"},
    "phone": {"phone": "number", "phone_number": "number"},
    "contact": {"contact_name": "name"},
    "program": {"program_name": "name"},
}  # fmt: skip


def kind_of_table(name: str) -> str:
    """Return what kind of object a table or a list holds ("services.csv", "Physical Addresses"); empty when unknown."""
    bare = _SIGNS.sub("_", name.lower().rpartition("/")[2].removesuffix(".csv")).strip("_")
    for guess in (bare, bare.removesuffix("s"), f"{bare.removesuffix('ies')}y", bare.removesuffix("es")):
        if guess in _TABLES:
            return _TABLES[guess]
        if guess in SHAPES:
            return guess
    return ""


@lru_cache(maxsize=4096)
def renamed(kind: str, name: str) -> str:
    """Return what a field we do not know is called now; empty when it is nothing we know."""
    fields = SHAPES[kind].fields
    plain = _SIGNS.sub("_", _CAMEL.sub(r"_\1", name).lower()).strip("_")
    found = plain if plain in fields else _FIELDS.get(kind, {}).get(plain, "")
    return found or (f"{plain}s" if f"{plain}s" in fields else "")


def modern_row(kind: str, row: Thing) -> tuple[str, Thing]:
    """Return what a row of an old kind is now. Rows of today's kinds come back as they are."""
    if kind == "taxonomy" and row.keys() & {"vocabulary", "parent_id", "parent_name"}:
        return "taxonomy_term", _term(row)
    if kind not in _ROWS:
        return kind, row
    now, convert = _ROWS[kind]
    return now, convert(row)


def modern(kind: str, thing: Thing, path: str = "") -> tuple[Thing, list[Remark]]:
    """Return an object with its parts where they are now, and what was moved."""
    remarks: list[Remark] = []
    old = [name for name in thing if name in _OLD_NAMES and name not in SHAPES[kind].fields]
    if old:
        thing = dict(thing)
    for name in old:
        remarks.append(remark(RemarkKind.RENAMED, f"{path}{name}"))
        _move(thing, _TABLES[name], thing.pop(name))
    for name, of in _INNER.get(kind, {}).items():
        held = thing.get(name)
        if isinstance(held, dict):
            inner, more = modern(of, held, f"{path}{name}.")
            thing, remarks = {**thing, name: inner} if more else thing, remarks + more
        elif isinstance(held, list):
            found = [
                modern(of, part, f"{path}{name}.{place}.") if isinstance(part, dict) else (part, [])
                for place, part in enumerate(held)
            ]
            if more := [one for _part, some in found for one in some]:
                thing, remarks = {**thing, name: [part for part, _some in found]}, remarks + more
    return thing, remarks


#: Where old names are looked for inside an object.
_INNER: Mapping[str, Mapping[str, str]] = {
    "service": {"organization": "organization", "service_at_locations": "service_at_location"},
    "service_at_location": {"location": "location"},
    "organization": {"locations": "location"},
}


def _move(thing: Thing, kind: str, held: Any) -> None:
    """Put an old list's rows where they are now."""
    rows = held if isinstance(held, list) else [held]
    if kind == "eligibility":
        merge_eligibility(thing, rows)
        return
    target = _LISTS[kind]
    there = thing.get(target)
    kept = there if isinstance(there, list) else [there] if there else []
    thing[target] = [*kept, *(modern_row(kind, row)[1] if isinstance(row, dict) else row for row in rows)]


def merge_eligibility(service: Thing, rows: list[Any]) -> None:
    """Write who a service is for in the service itself: the widest ages, and all that is said in words."""
    said: list[str] = []
    for name, widest in (("minimum_age", min), ("maximum_age", max)):
        ages = [age for row in rows if isinstance(row, dict) and (age := _age(row.get(name))) is not None]
        if ages and service.get(name) in (None, ""):
            service[name] = widest(ages)
    for row in rows:
        words = row.get("eligibility") or row.get("eligibility_description") if isinstance(row, dict) else row
        if isinstance(words, str) and words.strip() and words not in said:
            said.append(words)
    if said and not service.get("eligibility_description"):
        service["eligibility_description"] = "; ".join(said)


def _age(value: Any) -> float | None:
    try:
        found = values.number(value)[0]
    except values.Unusable:
        return None
    return float(found) if not float(found).is_integer() else int(found)


def _regular(row: Thing) -> Thing:
    """Opening hours of a weekday."""
    now = {name: value for name, value in row.items() if name not in {"weekday", "day"}}
    weekday = row.get("weekday") or row.get("day")
    if weekday and not now.get("byday"):
        now["byday"] = weekday
    if str(now.get("freq", "")).upper() == "DAILY":
        now["freq"] = "WEEKLY"
        now.setdefault("byday", _EVERY_DAY)
    if now.get("byday") and not now.get("freq"):
        now["freq"] = "WEEKLY"
    return now


def _holiday(row: Thing) -> Thing:
    """Days when it is closed, or open at other hours."""
    now = {name: value for name, value in row.items() if name not in {"closed", "start_date", "end_date"}}
    now["valid_from"], now["valid_to"] = row.get("start_date"), row.get("end_date")
    if str(row.get("closed", "")).lower() in _YES:
        now["opens_at"] = now["closes_at"] = None
        now.setdefault("description", "Lukket")
    return now


def _address(kind: str) -> Callable[[Thing], Thing]:
    def convert(row: Thing) -> Thing:
        """An address of one kind; what stood on a third and fourth line is put on the second."""
        now = {name: value for name, value in row.items() if name not in {"address_3", "address_4"}}
        lines = [line for name in ("address_2", "address_3", "address_4") if isinstance(line := row.get(name), str)]
        if any(line.strip() for line in lines):
            now["address_2"] = ", ".join(line for line in lines if line.strip())
        return {**now, "address_type": now.get("address_type") or kind}

    return convert


def _attribute(row: Thing) -> Thing:
    """A term that something carries."""
    now = {name: value for name, value in row.items() if name in {"id", "link_id", "taxonomy_term_id", "label"}}
    term = row.get("taxonomy_term") or row.get("taxonomy")
    if isinstance(term, dict):
        now["taxonomy_term"] = _term(term)
    elif term or row.get("taxonomy_id"):
        now.setdefault("taxonomy_term_id", row.get("taxonomy_id") or term)
    if service_id := row.get("service_id"):
        now.setdefault("link_id", service_id)
    now["link_entity"] = row.get("link_entity") or row.get("link_type") or "service"
    now["value"] = row.get("value") or row.get("taxonomy_detail")
    return now


def _term(row: Thing) -> Thing:
    """A word of a list; its old id was also its code ("BCI:3")."""
    now = {name: value for name, value in row.items() if name not in {"vocabulary", "parent_name"}}
    if row.get("vocabulary"):
        now["taxonomy"] = row["vocabulary"]
    if row.get("id") and not row.get("code") and "vocabulary" in row:
        now["code"] = str(row["id"])
    return now


def _payment(row: Thing) -> Thing:
    """A way to pay."""
    now = {name: value for name, value in row.items() if name in {"id", "service_id"}}
    return {**now, "option": row.get("payment") or row.get("option")}


_ROWS: Mapping[str, tuple[str, Callable[[Thing], Thing]]] = {
    "regular_schedule": ("schedule", _regular),
    "holiday_schedule": ("schedule", _holiday),
    "physical_address": ("address", _address("physical")),
    "postal_address": ("address", _address("postal")),
    "service_taxonomy": ("attribute", _attribute),
    "payment": ("cost_option", _payment),
}
