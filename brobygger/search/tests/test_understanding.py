"""What is made of a person's own words."""

import pytest

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.gazetteer import Gazetteer, NamedPlace
from brobygger.search.understanding.reading import Reader, Reading

_ODENSE = NamedPlace(name="Odense", municipality_code="0461", lat=55.4, lon=10.4, is_precise=False)
_VEJEN = NamedPlace(name="Vejen", municipality_code="0575", lat=55.5, lon=9.1, is_precise=False)
_POSTCODE = NamedPlace(name="Odense C", municipality_code="0461", lat=55.4, lon=10.4, is_precise=True)
_PLACES = Gazetteer(areas={}, places={"odense": _ODENSE, "vejen": _VEJEN, "5000": _POSTCODE})


@pytest.fixture(scope="module")
def reader(concepts: ConceptBook) -> Reader:
    said = [text for topic in concepts.topics.values() for text in (*topic.labels, *topic.expressions)]
    return Reader(concepts=concepts, analyzer=Analyzer(said))


def read(reader: Reader, text: str, *ignored: str) -> Reading:
    return reader.read(text, ignored=frozenset(ignored), gazetteer=_PLACES)


def keys(reading: Reading) -> set[str]:
    return {said.key for said in reading.said}


class TestConcepts:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("jeg har ingen at snakke med", "ensomhed"),
            ("min mand er død", "mistet-partner"),
            ("min mand drikker for meget", "paaroerende-til-misbrug"),
            ("jeg slår min kone", "voldsudoever"),
            ("min kone slår mig", "partnervold"),
            ("my boyfriend hits me", "partnervold"),
            ("kan slet ikke komme ud mere", "isolation"),
            ("gæld", "gaeld"),
            ("gældsrådgivning", "gaeldsraadgivning"),
            ("ludomni", "ludomani"),
        ],
    )
    def test_are_found_in_everyday_words(self, reader: Reader, text: str, key: str) -> None:
        assert key in keys(read(reader, text))

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("min mand drikker", "alkoholmisbrug"),
            ("jeg slår min kone", "partnervold"),
            ("min kone slår mig", "voldsudoever"),
            ("min mor er død", "moedre"),
            ("min mand er død", "maend"),
            ("nogen der kan følge mig til lægen", "stalking"),
        ],
    )
    def test_are_not_those_of_somebody_else(self, reader: Reader, text: str, key: str) -> None:
        assert key not in keys(read(reader, text))

    def test_can_be_taken_away(self, reader: Reader) -> None:
        assert "gaeld" not in keys(read(reader, "gæld", "concept:gaeld"))


class TestPerson:
    @pytest.mark.parametrize(
        ("text", "age"),
        [
            ("min datter på 15 skærer i sig selv", 15),
            ("jeg er 82", 82),
            ("82-årig mand", 82),
            ("en kvinde på 30 år", 30),
            ("jeg går i 8. klasse", 14),
            ("my son is 9", 9),
            ("han er 16 år gammel", 16),
            ("min datter er 3 måneder", 0),
        ],
    )
    def test_age_is_heard(self, reader: Reader, text: str, age: int) -> None:
        assert read(reader, text).person.age == age

    @pytest.mark.parametrize(
        "text",
        ["for 10 år siden", "jeg har 3 børn", "ring 70 201 201", "jeg er 900", "gift i 40 år", "da jeg var 12", "sorg"],
    )
    def test_other_numbers_are_not_ages(self, reader: Reader, text: str) -> None:
        assert read(reader, text).person.age is None

    @pytest.mark.parametrize(
        ("text", "gender"),
        [
            ("jeg er en ensom mand", "men"),
            ("min datter på 15", "women"),
            ("min mand er død", ""),
            ("min mor er 82", "women"),
        ],
    )
    def test_sex_is_that_of_the_one_who_is_to_come(self, reader: Reader, text: str, gender: str) -> None:
        assert read(reader, text).person.gender == gender

    @pytest.mark.parametrize(
        "text", ["vil gerne være frivillig", "vil gerne være mentor", "jeg vil gerne hjælpe flygtninge"]
    )
    def test_wanting_to_help_is_a_role(self, reader: Reader, text: str) -> None:
        assert read(reader, text).person.roles == ("frivillig",)

    @pytest.mark.parametrize("text", ["besøg af en frivillig", "mangler mentor", "hvem kan hjælpe mig"])
    def test_needing_help_is_not(self, reader: Reader, text: str) -> None:
        assert read(reader, text).person.roles == ()

    def test_can_be_taken_away(self, reader: Reader) -> None:
        person = read(reader, "jeg er en mand på 82 og vil være frivillig", "age", "gender", "role").person

        assert (person.age, person.gender, person.roles) == (None, "", ())


class TestPlaceAndTime:
    @pytest.mark.parametrize("text", ["sorggruppe i Odense", "sorggruppe odense", "gæld nær 5000", "Odense"])
    def test_a_place_in_the_text_is_found(self, reader: Reader, text: str) -> None:
        place = read(reader, text).place

        assert place is not None
        assert place.municipality_code == "0461"

    @pytest.mark.parametrize("text", ["jeg kan ikke finde vejen", "skylder 5000 kroner", "noget i Vollsmose"])
    def test_a_common_word_or_number_is_no_place(self, reader: Reader, text: str) -> None:
        assert read(reader, text).place is None

    def test_its_words_are_not_searched_for(self, reader: Reader) -> None:
        assert [word for _place, word in read(reader, "sorggruppe i Odense").tokens] == ["sorggruppe"]

    def test_days_and_parts_of_the_day_are_heard(self, reader: Reader) -> None:
        assert read(reader, "krolf onsdag aften").when == ("wed", "evening")

    def test_but_not_in_what_hurts(self, reader: Reader) -> None:
        assert read(reader, "sidder alene om aftenen").when == ()


class TestReading:
    def test_what_is_not_wanted_is_not_searched_for(self, reader: Reader) -> None:
        reading = read(reader, "ikke kirkelig sorggruppe")

        assert [word for _place, word in reading.tokens] == ["sorggruppe"]
        assert "kirke" in reading.unwanted

    def test_spelling_can_be_insisted_on(self, reader: Reader) -> None:
        assert read(reader, "ludomni").corrected == "ludomani"
        assert read(reader, "ludomni", "spelling").corrected == ""

    def test_letters_tell_a_language(self, reader: Reader) -> None:
        assert "ukrainere" in keys(read(reader, "гуманітарна допомога"))
        assert read(reader, "أحتاج مساعدة").languages == ("ar",)
