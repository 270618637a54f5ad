"""Hits as pins on a map, with the numbers they have in the list beside it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from brobygger.places.maps import Pin
from brobygger.search.queries import Hit

#: An offer in many places is not to fill the map alone.
MOST_SPOTS = 5


def numbers_of(hits: Iterable[Hit]) -> dict[str, int]:
    """Return the number each offer has on the map and in the list, by its key."""
    return {hit.document.key: number for number, hit in enumerate(hits, start=1)}


def pins_of(hits: Iterable[Hit], *, numbers: Mapping[str, int]) -> list[Pin]:
    """Return a pin for each place of each offer."""
    return [
        Pin(
            lat=spot.lat,
            lon=spot.lon,
            label=hit.document.title,
            url=reverse("web:offer", args=[hit.document.key]),
            number=numbers[hit.document.key],
        )
        for hit in hits
        for spot in hit.document.spots[:MOST_SPOTS]
    ]
