"""A municipality's front page."""

from datetime import date, datetime

import pytest
from django.test import Client

from brobygger.directory.models import Offer
from brobygger.kernel.actors import SYSTEM
from brobygger.sites.services import SiteData, save_site, set_highlights

pytestmark = pytest.mark.usefixtures("register")


def odense_site(at: datetime):  # type: ignore[no-untyped-def]
    """Save a site with words of its own."""
    data = SiteData(
        municipality_id="0461",
        title="Odense sammen",
        welcome_da="Her bor der mange, der gerne vil være sammen med dig.",
        welcome_en="Many people here would like your company.",
        owner="Testkommune",
        checked_on=date(2026, 11, 1),
        next_check_on=date(2027, 11, 1),
        volunteer_centre_name="Testcentret",
        volunteer_centre_url="https://testcentret.example",
    )
    return save_site(actor=SYSTEM, at=at, data=data)


class TestLocal:
    def test_says_who_is_there_even_without_words_of_its_own(self, client: Client) -> None:
        page = client.get("/odense/").content.decode()

        assert "Fællesskab og hjælp i Odense" in page
        assert "Ventilen Odense" in page
        assert "Spørg på biblioteket" in page
        assert 'name="hvor" value="Odense"' in page

    def test_speaks_in_its_own_words(self, client: Client, noon: datetime) -> None:
        odense_site(noon)

        assert "Her bor der mange" in client.get("/odense/").content.decode()
        assert "Many people here" in client.get("/en/odense/").content.decode()
        assert "Testcentret" in client.get("/odense/").content.decode()

    def test_shows_first_what_the_site_has_chosen(self, client: Client, noon: datetime) -> None:
        chosen = Offer.objects.get(key="selvhj-odense-sorg")
        set_highlights(actor=SYSTEM, site_id=odense_site(noon).id, subject_ids=[chosen.id], at=noon)

        page = client.get("/odense/").content.decode()

        assert "Udvalgt i Odense" in page
        assert page.index("tilbud-selvhj-odense-sorg") < page.index("tilbud-ventilen-odense")
        assert page.count("tilbud-selvhj-odense-sorg") == 1

    def test_is_honest_where_there_is_nothing_yet(self, client: Client) -> None:
        page = client.get("/laesoe/").content.decode()

        assert "Vi kender endnu ingen tilbud i Læsø" in page
        assert "På telefon og nettet, uanset hvor du bor" in page

    def test_shows_the_way_to_its_neighbours(self, client: Client) -> None:
        assert 'href="/kerteminde/"' in client.get("/odense/").content.decode()

    @pytest.mark.parametrize("address", ["/findes-ikke/", "/odense-kommune/", "/en/findes-ikke/"])
    def test_is_missing_for_what_is_no_municipality(self, address: str, client: Client) -> None:
        assert client.get(address).status_code == 404
