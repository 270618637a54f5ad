"""Pins lie where the land is drawn: Python and the map builder put the same point in the same place."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from brobygger.places.projection import BORNHOLM, UNITS_PER_KM, WHOLE, project

BUILDER = Path(__file__).resolve().parents[3] / "frontend" / "map" / "projection.mjs"
SPOTS = {"Odense": (55.396, 10.39), "Skagen": (57.72, 10.58), "Gedser": (54.57, 11.93), "Rønne": (55.10, 14.71)}


class TestProject:
    def test_keeps_all_of_denmark_on_the_sheet(self) -> None:
        assert all(WHOLE.holds(*project(lat=lat, lon=lon)) for lat, lon in SPOTS.values())

    def test_puts_bornholm_in_its_box(self) -> None:
        assert BORNHOLM.holds(*project(lat=55.10, lon=14.71))
        assert not BORNHOLM.holds(*project(lat=55.40, lon=10.39))

    def test_keeps_distances_true_to_a_hundredth(self) -> None:
        (west, _), (east, _) = project(lat=56.0, lon=9.0), project(lat=56.0, lon=10.0)

        assert (east - west) / UNITS_PER_KM == pytest.approx(62.2, rel=0.01)

    @pytest.mark.skipif(shutil.which("node") is None, reason="the map builder needs node")
    def test_agrees_with_the_map_builder(self) -> None:
        script = f"""
            import {{ project }} from {json.dumps(BUILDER.as_uri())};
            const spots = {json.dumps(list(SPOTS.values()))};
            console.log(JSON.stringify(spots.map(([lat, lon]) => project([lon, lat]))));
        """

        told = subprocess.run(
            ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=30
        )

        ours = [project(lat=lat, lon=lon) for lat, lon in SPOTS.values()]
        assert [pytest.approx(spot, abs=1e-6) for spot in json.loads(told.stdout)] == ours
