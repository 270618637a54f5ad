"""Walking through the register."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from brobygger.web.presenters.lists import CountedLink, by_letter, first_letter, letters


class TestNeeds:
    def test_shows_the_tree_with_counts(self, client: Client, register: None) -> None:
        page = client.get("/udfordringer/").content.decode()

        assert re.search(r'href="/udfordringer/sorg/">Sorg[^<]*</a> <span class="count">\([1-9]', page)
        assert 'href="/udfordringer/mistet-partner/"' in page


class TestNeed:
    def test_shows_what_it_is_and_what_there_is(self, client: Client, register: None) -> None:
        page = client.get("/udfordringer/sorg/").content.decode()

        assert "Sorggruppe hos Selvhjælp Odense" in page
        assert 'name="behov" value="sorg"' in page
        assert "data-quick-exit" not in page

    def test_carries_help_and_a_quick_exit_when_it_is_about_violence(self, client: Client, register: None) -> None:
        response = client.get("/udfordringer/partnervold/")
        page = response.content.decode()

        assert response["Cache-Control"] == "no-store"

        assert 'class="crisis"' in page
        assert "data-quick-exit" in page

    @pytest.mark.parametrize("key", ["findes-ikke", "in_person"])
    def test_is_missing_for_what_is_no_need(self, key: str, client: Client, denmark: None) -> None:
        assert client.get(f"/udfordringer/{key}/").status_code == 404


class TestMunicipalities:
    def test_shows_all_of_them(self, client: Client, register: None) -> None:
        page = client.get("/kommuner/").content.decode()

        assert page.count('class="counted"') == 98
        assert re.search(r'href="/odense/">Odense</a> <span class="count">\(6', page)

    def test_costs_a_handful_of_queries(
        self, client: Client, register: None, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
            client.get("/kommuner/")


class TestOrganisations:
    def test_shows_an_index(self, client: Client, register: None) -> None:
        page = client.get("/organisationer/").content.decode()

        assert "Ventilen" in page
        assert 'href="#bogstav-Æ"' in page

    def test_finds_by_a_part_of_the_name(self, client: Client, register: None) -> None:
        page = client.get("/organisationer/", {"navn": "VENTIL"}).content.decode()

        assert "Ventilen" in page
        assert "Livslinien" not in page

    def test_says_so_when_there_is_none(self, client: Client, register: None) -> None:
        page = client.get("/organisationer/", {"navn": "<b>xyzzy"}).content.decode()

        assert "Vi kender ingen forening" in page
        assert "<b>xyzzy" not in page


class TestByLetter:
    def test_knows_the_danish_alphabet(self) -> None:
        links = [
            CountedLink(label=label, url="/")
            for label in ("Ølhunden", "Aabenraa Café", "Bo", "Ærlig", "1 hjerte", "“Alle”")
        ]

        groups = by_letter(links)

        assert [group.name for group in groups] == ["#", "A", "B", "Æ", "Ø", "Å"]
        assert [letter.text for letter in letters(groups) if letter.is_used] == ["A", "B", "Æ", "Ø", "Å", "#"]

    @pytest.mark.parametrize(("name", "letter"), [("", "#"), ("élan", "#"), ("aarhus", "Å"), ("zoo", "Z")])
    def test_puts_every_name_somewhere(self, name: str, letter: str) -> None:
        assert first_letter(name) == letter
