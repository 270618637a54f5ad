"""Places as HSDS ``location``, and where an offer is for as ``service_area``."""

from collections.abc import Iterator

from django.utils import translation

from brobygger.directory.models import Accessibility, Location, LocationKind, Offer, PointPrecision
from brobygger.opendata.mapping.parts import Thing, page, part_id, web_address, without_empty

#: The country in the European Union's list of countries, which gives every country a lasting address.
_COUNTRY = "http://publications.europa.eu/resource/authority/country/DNK"
#: What the point stands for, where it is not the door.
_NOT_THE_DOOR = "Punktet er midt i postnummeret, ikke på adressen."


def location_of(place: Location, *, offer: Offer) -> Thing:
    """Return a place as a HSDS ``location``; a point that only says which municipality it is in is no point."""
    is_point = place.lat is not None and place.point_precision != PointPrecision.MUNICIPALITY
    return without_empty(
        id=str(place.id),
        location_type=place.kind,
        url=web_address(place.url),
        name=place.name,
        description=_description(place, is_point=is_point),
        transportation=place.directions,
        latitude=place.lat if is_point else None,
        longitude=place.lon if is_point else None,
        addresses=_addresses(place),
        accessibility=list(_accessibility(place, offer)),
        dk_municipality_code=place.municipality_id,
        dk_postal_code=place.postcode_id,
        dk_point_precision=place.point_precision if is_point else None,
    )


def service_areas_of(offer: Offer) -> Iterator[Thing]:
    """Yield where an offer is for: the country, or each region and municipality by name."""
    if offer.is_national:
        yield _area(offer, name="Hele Danmark", extent="DK", uri=_COUNTRY)
        return
    for region in sorted(offer.served_regions.all(), key=lambda row: row.code):
        yield _area(offer, name=region.name, extent=f"region {region.code}", dk_region_code=region.code)
    for municipality in sorted(offer.served_municipalities.all(), key=lambda row: row.code):
        yield _area(
            offer,
            name=f"{municipality.name} Kommune",
            extent=f"kommune {municipality.code}",
            uri=page("web:local", municipality.slug),
            dk_municipality_code=municipality.code,
        )


def _area(offer: Offer, *, extent: str, **values: str) -> Thing:
    """Return one area; its extent is the official code, not a drawing (which the standard calls ``text``)."""
    return without_empty(id=part_id(offer.id, "area", extent), extent=extent, extent_type="text", **values)


def _description(place: Location, *, is_point: bool) -> str:
    """Return in words what the address does not say."""
    said: list[str] = []
    if place.municipality and not _addresses(place):
        town = f"{place.postcode.code} {place.postcode.name}, " if place.postcode else ""
        street = f"{place.address}, " if place.address else ""
        said.append(f"{street}{town}{place.municipality.name} Kommune.")
    if is_point and place.point_precision == PointPrecision.POSTCODE:
        said.append(_NOT_THE_DOOR)
    return " ".join(said)


def _addresses(place: Location) -> list[Thing]:
    """Return the address when all that the standard asks of one is known; nothing is made up to fill it."""
    home = place.municipality or (place.postcode and place.postcode.municipality)
    if not (place.address.strip() and place.postcode and home) or place.kind == LocationKind.VIRTUAL:
        return []
    return [
        without_empty(
            id=part_id(place.id, "address"),
            address_1=place.address,
            city=place.postcode.name,
            region=f"{home.name} Kommune",
            state_province=home.region.name,
            postal_code=place.postcode.code,
            country="DK",
            address_type=place.kind,
        )
    ]


def _accessibility(place: Location, offer: Offer) -> Iterator[Thing]:
    """Yield what makes it possible to come in; the offer says it of all the places one comes to."""
    if place.kind != LocationKind.PHYSICAL:
        return
    with translation.override("da"):
        known = [key for key in offer.accessibility if key in Accessibility.values]
        labels = [str(Accessibility(key).label).capitalize() for key in known]
    for key, label in zip(known, labels, strict=True):
        yield without_empty(id=part_id(place.id, "accessibility", key), description=label, dk_accessibility=key)
    for note in dict.fromkeys((place.accessibility_note, offer.accessibility_note)):
        if note:
            yield without_empty(id=part_id(place.id, "accessibility", note), description=note)
