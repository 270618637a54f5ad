"""The operator's own map is served once and kept for ever."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from brobygger.kernel.actors import SYSTEM
from brobygger.places.drawing import SheetUnreadable, draw_borders
from brobygger.places.services import import_borders
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.places.tests.test_services import collection, square

pytestmark = pytest.mark.django_db

SHEET = (
    '<svg xmlns="http://www.w3.org/2000/svg"><g class="land"><g id="land">\n'
    '<path id="k0461" class="t3" d="M0 0z"/>\n</g></g></svg>'
)


@pytest.fixture
def sheet(tmp_path: Path, settings: Settings) -> None:
    """A built map of the smallest kind, before the real one if there is one."""
    (tmp_path / "ui" / "map").mkdir(parents=True)
    (tmp_path / "ui" / "map" / "denmark.svg").write_text(SHEET, encoding="utf-8")
    settings.STATICFILES_DIRS = [tmp_path]


@pytest.fixture
def borders(noon: datetime) -> None:
    MunicipalityFactory(code="0461")
    import_borders(actor=SYSTEM, at=noon, collection=collection(square("0461")), source="DAGI 2026")


class TestMapWithBorders:
    @pytest.mark.usefixtures("sheet", "borders")
    def test_draws_the_imported_borders_in_the_packages_style(self, client: Client) -> None:
        response = client.get("/kort/danmark.svg")

        assert response["Content-Type"] == "image/svg+xml"
        assert re.search(r'<path id="k0461" class="t3" d="M\d+ \d+l[^"]+z"/>', response.text)

    @pytest.mark.usefixtures("sheet", "borders")
    def test_is_kept_for_ever_and_not_sent_twice(self, client: Client) -> None:
        first = client.get("/kort/danmark.svg")

        again = client.get("/kort/danmark.svg", headers={"if-none-match": first["ETag"]})

        assert "immutable" in first["Cache-Control"]
        assert again.status_code == 304

    @pytest.mark.usefixtures("sheet")
    def test_is_not_there_before_borders_are_imported(self, client: Client) -> None:
        assert client.get("/kort/danmark.svg").status_code == 404

    @pytest.mark.usefixtures("borders")
    def test_takes_no_post(self, client: Client) -> None:
        assert client.post("/kort/danmark.svg").status_code == 405


class TestDrawBorders:
    def test_refuses_a_sheet_without_land(self) -> None:
        with pytest.raises(SheetUnreadable):
            draw_borders(sheet="<svg/>", borders={})
