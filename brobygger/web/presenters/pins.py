"""What was found as pins on a map, with the numbers it has in the list beside it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from brobygger.places import maps
from brobygger.search.queries import Pin

#: An offer in many places is not to fill the map alone.
MOST_SPOTS = 5


def numbers_of(mapped: Iterable[Pin]) -> dict[str, int]:
    """Return the number each offer has on the map and in the list, by its key."""
    return {pin.key: number for number, pin in enumerate(mapped, start=1)}


def pins_of(mapped: Iterable[Pin], *, numbers: Mapping[str, int]) -> list[maps.Pin]:
    """Return a pin for each place of each offer."""
    return [
        maps.Pin(
            lat=lat,
            lon=lon,
            label=pin.title,
            url=reverse("web:offer", args=[pin.key]),
            number=numbers[pin.key],
        )
        for pin in mapped
        for lat, lon, _precision in pin.spots[:MOST_SPOTS]
    ]
