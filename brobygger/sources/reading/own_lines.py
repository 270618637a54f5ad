"""Our own lines: the demo's offers and what an owner takes out of the portal, each as a service.

Both are described where they are made: ``directory/data/SOURCES_real_offers.md`` and ``exchange.as_json``.
"""

from collections.abc import Iterable
from typing import Any

from brobygger.sources.reading.reports import Made, Thing

_LISTS = {"activities": "Aktiviteter", "challenges": "Udfordringer", "target_groups": "Målgrupper"}
_STATUSES = {"published": "active", "hidden": "inactive", "draft": "inactive", "removed": "defunct"}
_DELIVERY = {
    "fremmøde": "in_person", "hjemmebesøg": "home_visit", "telefon": "phone", "online": "online",
    "opsøgende": "outreach",
}  # fmt: skip


def is_own(thing: Thing) -> bool:
    """Test whether an object is one of our own lines."""
    return _is_line(thing) or _is_export(thing)


def is_entry(thing: Thing) -> bool:
    """Test whether an object is a thing with what happened to it, as our feed of changes and our register have it."""
    return "sequence" in thing and "kind" in thing and isinstance(thing.get("data"), dict)


def is_about(thing: Thing) -> bool:
    """Test whether an object tells of our register, or that something is gone, and is no thing itself."""
    return thing.keys() == {"about"} or ("sequence" in thing and thing.get("action") == "delete")


def service_of(thing: Thing) -> Thing:
    """Return one of our own lines as a service, tidy or not."""
    return _from_line(thing) if _is_line(thing) else _from_export(thing)


def _is_line(thing: Thing) -> bool:
    return "challenges" in thing and "roles_open" in thing and "municipality_code" in thing


def _is_export(thing: Thing) -> bool:
    return "organisation" in thing and "municipality_codes" in thing and "key" in thing


def term(word: str, taxonomy: str) -> Thing:
    """Return an attribute with a word of a list."""
    return {
        "id": Made(f"attribute:{taxonomy}:{word}"),
        "link_entity": "service",
        "taxonomy_term": {"id": Made(f"{taxonomy}:{word}"), "code": word, "name": word, "description": word,
                          "taxonomy": taxonomy},
    }  # fmt: skip


def paragraphs(*texts: Any) -> str:
    """Return texts after one another."""
    return "\n\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())


def _from_line(line: Thing) -> Thing:
    """Return an offer of the demo's file."""
    organization = line.get("organization")
    key = line.get("id")
    return {
        "id": key,
        "name": line.get("name"),
        "description": paragraphs(line.get("summary"), line.get("description")),
        "status": "active",
        "url": line.get("source_url"),
        "minimum_age": line.get("age_min"),
        "maximum_age": line.get("age_max"),
        "fees_description": line.get("price"),
        "application_process": line.get("signup"),
        "schedules": _spoken_times(key, line.get("schedule")),
        "languages": [{"id": Made(f"{key}:{word}"), "name": word} for word in _words(line.get("languages"))],
        "organization": _organization(organization) if isinstance(organization, dict) else organization,
        "service_areas": _areas([line.get("municipality_code")], name=line.get("municipality")),
        "service_at_locations": _place(key, line),
        "attributes": [
            term(str(word), taxonomy) for name, taxonomy in _LISTS.items() for word in _words(line.get(name))
        ],
        "dk_key": key,
        "dk_summary": line.get("summary"),
        "dk_roles": line.get("roles_open"),
        "dk_delivery": [_DELIVERY.get(str(word), str(word)) for word in _words(line.get("delivery"))],
        "dk_accessibility_note": line.get("accessibility"),
        "dk_source_year": line.get("source_year"),
    }


def _from_export(line: Thing) -> Thing:
    """Return an offer an owner took out."""
    organization = line.get("organisation")
    key = line.get("key")
    codes = [*_words(line.get("municipality_codes")), *_words(line.get("region_codes"))]
    return {
        "id": key,
        "name": line.get("name"),
        "description": paragraphs(line.get("summary"), line.get("description")),
        "status": _STATUSES.get(str(line.get("status")), "inactive"),
        "url": line.get("source_url"),
        "alert": line.get("alert"),
        "assured_date": line.get("assured_on"),
        "last_modified": line.get("changed_at"),
        "eligibility_description": line.get("audience"),
        "minimum_age": line.get("age_min"),
        "maximum_age": line.get("age_max"),
        "fees_description": paragraphs(line.get("price_note"), line.get("concessions")),
        "application_process": line.get("signup_note"),
        "schedules": _spoken_times(key, line.get("schedule_note")),
        "languages": [
            {"id": Made(f"{key}:{code}"), "name": code, "code": code} for code in _words(line.get("languages"))
        ],
        "organization": _organization(organization) if isinstance(organization, dict) else organization,
        "service_areas": [_whole_country(key)] if line.get("is_national") is True else _areas(codes),
        "service_at_locations": [
            place
            for number, part in enumerate(_parts(line.get("locations")))
            for place in _place(f"{key}:{number}", _as_line(part))
        ],
        "contacts": [
            _contact(f"{key}:{number}", part) for number, part in enumerate(_parts(line.get("contacts")))
        ],
        "additional_urls": [
            {"id": Made(f"{key}:{number}"), "label": part.get("label"), "url": part.get("url")}
            for number, part in enumerate(_parts(line.get("links")))
        ],
        "attributes": [term(str(concept), "Begreber") for concept in _words(line.get("concepts"))],
        **{f"dk_{name}": line[name] for name in _AS_THEY_ARE if line.get(name) not in (None, "", "unknown")},
    }  # fmt: skip


_AS_THEY_ARE = (
    "key", "summary", "first_visit", "gender_reason", "needs_sobriety", "roles", "delivery", "signup", "access",
    "price_kind", "host_function", "accessibility", "accessibility_note", "community_type", "practical_help",
    "source_year", "tags",
)  # fmt: skip


def _organization(held: Thing) -> Thing:
    name, cvr = held.get("name"), held.get("cvr")
    return {
        "id": Made(held.get("key") or cvr or name or ""),
        "name": name,
        "description": name,
        "website": held.get("website"),
        "organization_identifiers": [
            {
                "id": Made(f"cvr:{cvr}"),
                "identifier_scheme": "DK-CVR",
                "identifier_type": "CVR-nummer",
                "identifier": cvr,
            }
        ]
        if cvr
        else None,
        "dk_kind": held.get("type"),
    }


def _spoken_times(key: Any, said: Any) -> list[Thing]:
    return [{"id": Made(f"{key}:time"), "description": said}] if said else []


def _areas(codes: Iterable[Any], name: Any = None) -> list[Thing]:
    return [
        {"id": Made(f"area:{code}"), "name": f"{name} Kommune" if name else str(code), "extent": str(code),
         "extent_type": "text"}
        for code in codes if code
    ]  # fmt: skip


def _whole_country(key: Any) -> Thing:
    return {"id": Made(f"{key}:dk"), "name": "Hele Danmark", "extent": "DK", "extent_type": "text"}


def _as_line(place: Thing) -> Thing:
    """Return a place as a line names its own."""
    return {**place, "postal_code": place.get("postcode_id"), "place_name": place.get("name")}


def _place(key: Any, line: Thing) -> list[Thing]:
    """Return where it is, when that is said."""
    address, postcode = line.get("address"), line.get("postal_code")
    if not (address or postcode or line.get("lat") or line.get("url")):
        return []
    location: Thing = {
        "id": Made(f"{key}:place"),
        "location_type": line.get("kind") or "physical",
        "name": line.get("place_name"),
        "url": line.get("url"),
        "transportation": line.get("directions"),
        "latitude": line.get("lat"),
        "longitude": line.get("lon"),
    }
    if address or postcode:
        location["addresses"] = [
            {"id": Made(f"{key}:address"), "address_1": address, "postal_code": postcode, "country": "DK",
             "address_type": "physical"}
        ]  # fmt: skip
    return [{"id": Made(f"{key}:spot"), "location": location}]


def _contact(key: str, held: Thing) -> Thing:
    phone = held.get("phone")
    return {
        "id": Made(f"{key}:contact"),
        "title": held.get("function"),
        "email": held.get("email"),
        "phones": [{"id": Made(f"{key}:phone"), "number": phone, "description": held.get("hours")}] if phone else None,
    }


def _words(held: Any) -> list[Any]:
    return [word for word in held if isinstance(word, str | int)] if isinstance(held, list) else []


def _parts(held: Any) -> list[Thing]:
    return [part for part in held if isinstance(part, dict)] if isinstance(held, list) else []
