"""Frozen values become dictionaries as they are."""

from dataclasses import asdict, dataclass

import pytest

from brobygger.kernel.values import columns_of, field_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    name: str
    days: tuple[str, ...] = ()
    lat: float | None = None


def test_a_value_becomes_its_fields_by_name() -> None:
    place = Place(name="Huset", days=("mon",))

    assert columns_of(place) == asdict(place) == {"name": "Huset", "days": ("mon",), "lat": None}
    assert columns_of(place)["days"] is place.days


def test_names_are_told_in_their_order() -> None:
    assert field_names(Place) == ("name", "days", "lat")


def test_what_has_no_fields_is_refused() -> None:
    with pytest.raises(TypeError):
        columns_of("Huset")
