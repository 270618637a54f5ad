"""A spreadsheet with a row for each service: where the place, the phone and the organisation stand in the same row.

Column names are those of HSDS, of older versions, of our own exports, and what Danish lists usually have.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from brobygger.places.names import slugify
from brobygger.sources.reading.older import renamed
from brobygger.sources.reading.own_lines import paragraphs, term
from brobygger.sources.reading.reports import Made, Thing
from brobygger.sources.reading.shapes import SHAPES

_SPLIT = re.compile(r"[;\n]")
#: What a column means ("part.field"), by its name as ``slugify`` writes it.
_NAMES: Mapping[str, str] = {
    name: meaning
    for meaning, names in {
        "id": "id nøgle nummer løbenummer tilbuds-id service-id",
        "name": "name navn titel tilbud aktivitet tilbuddets-navn overskrift service-name",
        "summary": "kort-fortalt kort-beskrivelse resume resumé undertitel summary",
        "description": "description beskrivelse tekst lang-beskrivelse om-tilbuddet",
        "eligibility_description": "hvem-er-det-for målgruppe-med-ord for-hvem",
        "minimum_age": "fra-alder alder-fra min-alder",
        "maximum_age": "til-alder alder-til max-alder",
        "fees_description": "pris-med-ord prisen pris",
        "application_process": "sådan-melder-man-sig tilmelding sådan-kommer-du-med",
        "alert": "vigtig-besked-lige-nu",
        "times": "hvornår tid tidspunkt tider dag-og-tid åbningstid åbningstider opening-hours",
        "languages": "sprog languages language",
        "municipalities": "kommuner kommune municipality dækker",
        "regions": "regioner region",
        "url": "hjemmeside link www website url",
        "term.Udfordringer": "udfordringer emner emne problemer kategori kategorier category",
        "term.Målgrupper": "målgrupper målgruppe",
        "term.Måder at mødes på": "måder-at-mødes-på",
        "term.Aktiviteter": "aktiviteter aktivitetstype type",
        "organization.id": "organization-id organisation-id",
        "organization.name": "forening organisation foreningens-navn arrangør udbyder organization organization-name",
        "organization.cvr": "cvr cvr-nr cvr-nummer",
        "place.name": "sted stedets-navn lokale mødested location-name",
        "place.transportation": "sådan-finder-man-frem vejvisning",
        "place.latitude": "latitude lat breddegrad",
        "place.longitude": "longitude lon lng længdegrad",
        "address.address_1": "adresse vej gade vej-og-nr address address-1 street",
        "address.postal_code": "postnummer postnr post-nr postal-code postcode zip",
        "address.city": "by bynavn city town",
        "phone.number": "telefon tlf telefonnummer mobil phone phone-number",
        "email": "mail e-mail email mailadresse",
    }.items()
    for name in names.split()
}
#: A table of services is one when it says what they are called, and something more.
_LEAST_KNOWN = 2


@lru_cache(maxsize=1024)
def meaning_of(column: str) -> str:
    """Return what a column of a list of services holds; empty when we do not know."""
    plain = slugify(column)
    field = SHAPES["service"].fields.get(plain.replace("-", "_"))
    # A cell cannot hold a whole organisation: it holds its name.
    if field is not None and not (field.holds == "object" and plain in _BY_SLUG):
        return field.name
    return _BY_SLUG.get(plain) or renamed("service", column)


_BY_SLUG = {slugify(name): meaning for name, meaning in _NAMES.items()}


def is_list_of_services(header: list[str]) -> bool:
    """Test whether a table with these columns is one."""
    known = [meaning_of(name) for name in header]
    return "name" in known and len([meaning for meaning in known if meaning]) >= _LEAST_KNOWN


def service_of(row: Mapping[str, str]) -> Thing:
    """Return a row as a service, tidy or not; columns we do not know come along as they are."""
    parts: dict[str, dict[str, Any]] = {"": {}, "organization": {}, "place": {}, "address": {}, "phone": {}, "term": {}}
    for column, cell in ((column, cell.strip()) for column, cell in row.items()):
        meaning = meaning_of(column)
        part, dot, field = meaning.partition(".")
        if dot:
            parts[part].setdefault(field, cell)
        elif meaning:
            parts[""].setdefault(meaning, cell)
        else:
            parts[""].setdefault(f"dk_column_{slugify(column).replace('-', '_')[:60]}", cell)
    return _put_together(parts)


def _put_together(parts: dict[str, dict[str, Any]]) -> Thing:
    service = parts[""]
    organization = service.get("organization_id") or parts["organization"].get("name")
    key = service.get("id") or f"{organization}:{service.get('name')}"
    summary, times = service.pop("summary", None), service.pop("times", None)
    areas = [*_split(service.pop("municipalities", "")), *_split(service.pop("regions", ""))]
    service["description"] = paragraphs(summary, service.get("description"))
    service["attributes"] = [
        term(word, taxonomy) for taxonomy, cell in parts["term"].items() for word in _split(cell)
    ]  # fmt: skip
    service["service_areas"] = [{"id": Made(f"area:{area}"), "name": area} for area in areas]
    service["languages"] = [
        {"id": Made(f"{key}:{word}"), "name": word} for word in _split(service.pop("languages", ""))
    ]
    service["schedules"] = [{"id": Made(f"{key}:time"), "description": times}] if times else []
    service["phones"] = [{"id": Made(f"{key}:phone"), **parts["phone"]}] if parts["phone"] else []
    service["organization"] = _organization(parts["organization"])
    service["service_at_locations"] = _places(key, parts["place"], parts["address"])
    return service


def _organization(said: dict[str, Any]) -> Thing | None:
    if not said:
        return None
    cvr = said.pop("cvr", None)
    found: Thing = {"id": Made(cvr or said.get("name", "")), "description": said.get("name"), **said}
    if cvr:
        found["organization_identifiers"] = [
            {
                "id": Made(f"cvr:{cvr}"),
                "identifier_scheme": "DK-CVR",
                "identifier_type": "CVR-nummer",
                "identifier": cvr,
            }
        ]
    return found


def _places(key: str, place: dict[str, Any], address: dict[str, Any]) -> list[Thing]:
    if not (place or address):
        return []
    addresses = (
        [{"id": Made(f"{key}:address"), "country": "DK", "address_type": "physical", **address}] if address else None
    )
    location = {"id": Made(f"{key}:place"), "location_type": "physical", **place, "addresses": addresses}
    return [{"id": Made(f"{key}:spot"), "location": location}]


def _split(cell: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in _SPLIT.split(cell) if word.strip()))[:100]
