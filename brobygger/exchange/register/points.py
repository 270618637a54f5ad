"""Places as GeoJSON (RFC 7946): a point for each offer at each place that has one.

``precision`` tells whether it is the door (``address``) or the middle of the postcode (``postcode``); where a source
did not say, it is left out.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from brobygger.exchange.register.about import About
from brobygger.exchange.register.flattening import Thing

#: A metre; more digits would promise more than anybody knows.
_DIGITS = 5


def geojson_lines(services: Iterable[Thing], about: About) -> Iterator[bytes]:
    """Yield a FeatureCollection, a feature on each line. Licence and attribution are foreign members (6.1)."""
    said = json.dumps(about.as_json(), ensure_ascii=False)
    yield f'{{"type":"FeatureCollection",{said[1:-1]},"features":[\n'.encode()
    comma = b""
    for service in services:
        for feature in _features(service):
            yield comma + json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()
            comma = b",\n"
    yield b"\n]}\n"


def _features(service: Thing) -> Iterator[dict[str, Any]]:
    for here in service.get("service_at_locations") or ():
        place = here.get("location") or {}
        if place.get("latitude") is None or place.get("longitude") is None:
            continue
        point = [round(float(place["longitude"]), _DIGITS), round(float(place["latitude"]), _DIGITS)]
        yield {
            "type": "Feature",
            "id": here["id"],
            "geometry": {"type": "Point", "coordinates": point},
            "properties": _properties(service, place),
        }


def _properties(service: Thing, place: Thing) -> dict[str, Any]:
    address: Thing = next(iter(place.get("addresses") or ()), {})
    said = {
        "service_id": service["id"],
        "name": service.get("name"),
        "organization": (service.get("organization") or {}).get("name"),
        "place": place.get("name"),
        "address": address.get("address_1"),
        "postal_code": address.get("postal_code"),
        "city": address.get("city"),
        "precision": place.get("dk_point_precision"),
        "url": service.get("url"),
        "assured_date": service.get("assured_date"),
    }
    return {name: value for name, value in said.items() if value}
