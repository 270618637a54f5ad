"""The page of one organisation."""

import json
import re

import pytest
from django.test import Client

from brobygger.directory.tests.factories import published
from brobygger.organisations.models import Basis
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.web.presenters.organisations import MOST_SHOWN, basis_text

pytestmark = pytest.mark.django_db


class TestOrganisation:
    def test_shows_who_they_are_and_what_they_offer(self, client: Client, register: None) -> None:
        page = client.get("/organisation/livslinien/").content.decode()

        assert "Livslinien" in page
        assert "/tilbud/livslinien-telefon/" in page
        assert "/tilbud/livslinien-skriv/" in page
        assert "/tilbud/ventilen-odense/" not in page
        assert "result-who" not in page

    def test_says_why_they_are_listed_and_how_to_reach_them(self, client: Client) -> None:
        OrganisationFactory.create(
            key="kaffe",
            name="Kaffeklubben",
            basis=Basis.NON_PROFIT,
            website="https://www.kaffe.example",
            phone="11 22 33 44",
        )

        page = client.get("/organisation/kaffe/").content.decode()

        assert "Deres vedtægter siger" in page
        assert ">kaffe.example</a>" in page
        assert 'href="tel:11223344"' in page
        assert "Der er ingen tilbud herfra lige nu." in page

    def test_tells_search_engines_the_same(self, client: Client) -> None:
        OrganisationFactory.create(key="kaffe", name="Kaffeklubben")

        found = re.search(r'ld\+json">(.*?)</script>', client.get("/organisation/kaffe/").content.decode())

        assert found
        assert json.loads(found[1])["@graph"][0]["name"] == "Kaffeklubben"

    def test_has_pages_when_there_is_much(self, client: Client) -> None:
        organisation = OrganisationFactory.create(key="stor", name="Stor")
        for number in range(MOST_SHOWN + 1):
            published(key=f"tilbud-{number:02}", name=f"Tilbud {number:02}", organisation_id=organisation.id)

        assert 'href="?side=2"' in client.get("/organisation/stor/").content.decode()
        assert 'href="?side=1"' in client.get("/organisation/stor/?side=2").content.decode()

    @pytest.mark.parametrize("page", ["-1", "0", "abc", "10000000000", "999999999", "²"])
    def test_is_kind_to_pages_that_are_not_there(self, client: Client, page: str) -> None:
        OrganisationFactory.create(key="kaffe")

        assert client.get("/organisation/kaffe/", {"side": page}).status_code == 200

    def test_is_404_for_what_never_was(self, client: Client) -> None:
        assert client.get("/organisation/findes-ikke/").status_code == 404


class TestBasisText:
    def test_has_plain_words_for_every_basis(self) -> None:
        for basis in Basis:
            assert basis_text(OrganisationFactory.build(basis=basis))
