"""Places as people say them: towns, neighbourhoods, islands, parts of the country; and words that are none."""

import pytest

from brobygger.places.names import slugify
from brobygger.search.analysis.tokens import cased_words
from brobygger.search.tests.denmark import whole_denmark
from brobygger.search.understanding.gazetteer import Gazetteer
from brobygger.search.understanding.places_said import districts, named_municipalities
from brobygger.search.understanding.whereabouts import Whereabouts, understand_place


@pytest.fixture(scope="module")
def denmark() -> Gazetteer:
    return whole_denmark()


def where(text: str, denmark: Gazetteer) -> Whereabouts:
    return understand_place(cased_words(text), denmark)


class TestUnderstandPlace:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("noget i Vollsmose", "0461"),
            ("sorggruppe Gellerup", "0751"),
            ("Nørrebro", "0101"),
            ("kbh n", "0101"),
            ("København NV", "0101"),
            ("Nykøbing Mors", "0773"),
            ("Nykøbing F", "0376"),
            ("Nykøbing Sjælland", "0306"),
            ("på Mors", "0773"),
            ("ensom på Als", "0540"),
            ("Aalborg Øst", "0851"),
            ("tæt på Odense", "0461"),
            ("nær 5000", "0461"),
            ("i Ry", "0746"),
            ("Hillerod", "0219"),
            ("bor i Koge", "0259"),
            ("Tåstrup", "0169"),
            ("jeg arbejder i Aalborg men bor i Brønderslev", "0810"),
        ],
    )
    def test_finds_where_somebody_is(self, denmark: Gazetteer, text: str, code: str) -> None:
        place = where(text, denmark).place

        assert place is not None
        assert place.municipality_code == code

    @pytest.mark.parametrize(
        ("text", "name", "count"),
        [
            ("på Fyn", "Fyn", 10),
            ("noget i Nordsjælland", "Nordsjælland", 11),
            ("Lolland-Falster", "Lolland-Falster", 2),
            ("Region Sjælland", "Region Sjælland", 17),
            ("Nordjylland", "Nordjylland", 11),
            ("jylland", "Jylland", 42),
        ],
    )
    def test_finds_parts_of_the_country(self, denmark: Gazetteer, text: str, name: str, count: int) -> None:
        found = where(text, denmark)

        assert found.place is None
        assert found.region is not None
        assert (found.region.name, len(found.region.municipality_codes)) == (name, count)

    @pytest.mark.parametrize(
        "text",
        [
            "jeg kan ikke finde vejen",
            "hvem kan jeg ringe til",
            "har ondt i halsen",
            "skylder 5000 kroner",
            "jeg er født i 1958",
            "siden 2019 har jeg været alene",
            "vil give en hånd",
            "jeg har været på tur i skoven",
            "min mors død",
            "et stykke brød med skive ost",
        ],
    )
    def test_takes_no_word_for_a_place(self, denmark: Gazetteer, text: str) -> None:
        assert where(text, denmark) == Whereabouts()


class TestPlacesSaid:
    def test_lie_in_postcodes_and_municipalities_that_exist(self, denmark: Gazetteer) -> None:
        names = {slugify(area.name) for area in denmark.areas.values()}

        assert [name for _slug, name, postcode in districts() if postcode not in denmark.places] == []
        assert [name for name in named_municipalities() if slugify(name) not in names] == []
