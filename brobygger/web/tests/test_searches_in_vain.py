"""A search that finds nothing good is counted after the answer is sent, never when it is private or of a crisis."""

from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client

from brobygger.search.models import NeedInVain, VisitInVain, WordingInVain
from brobygger.ui.throttle import network_of
from brobygger.web.views import search

pytestmark = pytest.mark.usefixtures("register")

NOTHING = "/soeg/?q=xyzzyqwerty"
BROWSER = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    caches["suggest"].clear()


class TestNoting:
    def test_counts_a_wording_without_keeping_it(self, client: Client) -> None:
        client.get(NOTHING, headers=BROWSER)

        assert WordingInVain.objects.get().wording == ""
        assert "xyzzy" not in str(list(WordingInVain.objects.values()))

    def test_counts_what_it_is_about_where_the_visitor_is(self, client: Client) -> None:
        with patch.object(search, "is_in_vain", return_value=True):
            client.get("/soeg/?q=ensom&hvor=Odense", headers=BROWSER)

        assert set(NeedInVain.objects.values_list("municipality_code", "concept")) == {("0461", "ensomhed")}

    @pytest.mark.parametrize("address", ["/soeg/?q=sorg&hvor=Odense", "/soeg/?behov=sorg", "/soeg/"])
    def test_does_not_count_what_finds_something_or_asks_nothing(self, client: Client, address: str) -> None:
        client.get(address, headers=BROWSER)

        assert not VisitInVain.objects.exists()

    def test_does_not_count_programs(self, client: Client) -> None:
        client.get(NOTHING)

        assert not VisitInVain.objects.exists()

    def test_never_counts_private_searches_or_crises(self, client: Client) -> None:
        with patch.object(search, "is_in_vain", return_value=True):
            client.post("/soeg/", {"q": "xyzzyqwerty"}, headers=BROWSER)
            client.get("/soeg/?q=jeg+vil+ikke+leve+mere", headers=BROWSER)
            client.get("/soeg/?q=min+mand+sl%C3%A5r+mig", headers=BROWSER)

        assert not VisitInVain.objects.exists()

    def test_does_not_count_a_page_the_browser_has(self, client: Client) -> None:
        first = client.get(NOTHING, headers=BROWSER)
        with patch.object(search, "note_search_in_vain") as note:
            again = client.get(NOTHING, headers=BROWSER | {"If-None-Match": first["ETag"]})

        assert again.status_code == 304
        note.assert_not_called()

    def test_stops_counting_floods(self, client: Client) -> None:
        for number in range(35):
            client.get(f"/soeg/?q=xyzzy{'a' * number}", headers=BROWSER)

        assert WordingInVain.objects.count() == 30

    def test_never_spoils_the_answer(self, client: Client) -> None:
        with patch.object(search, "note_search_in_vain", side_effect=DatabaseError):
            assert client.get(NOTHING, headers=BROWSER).status_code == 200


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
            ("", ""),
            ("unix:", ""),
        ],
    )
    def test_leaves_out_what_tells_machines_apart(self, rf: object, address: str, network: str) -> None:
        request = rf.get("/", REMOTE_ADDR=address)  # type: ignore[attr-defined]

        assert network_of(request) == network
