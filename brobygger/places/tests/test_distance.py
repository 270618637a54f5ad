"""Distances are the ones on the ground, one at a time or many at once."""

from dataclasses import dataclass

import numpy as np
import pytest

from brobygger.places.distance import distance_km, distances_km


@dataclass(frozen=True)
class Spot:
    lat: float
    lon: float


ODENSE, COPENHAGEN = Spot(55.40, 10.39), Spot(55.676, 12.568)


class TestDistanceKm:
    def test_is_the_way_of_the_crow(self) -> None:
        assert distance_km(ODENSE, COPENHAGEN) == pytest.approx(140.5, abs=0.6)

    def test_is_nothing_from_a_place_to_itself(self) -> None:
        assert distance_km(ODENSE, ODENSE) == 0


class TestDistancesKm:
    def test_agrees_with_one_at_a_time(self) -> None:
        many = distances_km(ODENSE, lats=[ODENSE.lat, COPENHAGEN.lat], lons=[ODENSE.lon, COPENHAGEN.lon])

        assert many.tolist() == pytest.approx([0.0, distance_km(ODENSE, COPENHAGEN)])

    def test_keeps_unknown_places_unknown(self) -> None:
        assert np.isnan(distances_km(ODENSE, lats=[np.nan], lons=[10.0])[0])
