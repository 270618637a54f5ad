"""What is not wanted, what somebody does not have, and what is wished besides the need."""

import pytest

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.gazetteer import Gazetteer
from brobygger.search.understanding.reading import Reader, Reading

_NOWHERE = Gazetteer(areas={}, places={})


@pytest.fixture(scope="module")
def reader(concepts: ConceptBook) -> Reader:
    said = [text for topic in concepts.topics.values() for text in (*topic.labels, *topic.expressions)]
    return Reader(concepts=concepts, analyzer=Analyzer(said))


def read(reader: Reader, text: str, *ignored: str) -> Reading:
    return reader.read(text, ignored=frozenset(ignored), gazetteer=_NOWHERE)


def keys(reading: Reading) -> set[str]:
    return {said.key for said in reading.said}


def refused(reading: Reading) -> set[str]:
    return {refusal.id for refusal in reading.refused}


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "id"),
        [
            ("ikke kirkelig sorggruppe", "religion"),
            ("sorggruppe der ikke har noget med kirken at gøre", "religion"),
            ("kreativt fællesskab uden religion", "religion"),
            ("noget for unge, ikke for ældre", "aeldre"),
            ("fællesskab men ikke for pensionister", "aeldre"),
            ("ikke i gruppe men en at snakke med alene", "group"),
            ("jeg vil ikke i gruppe", "group"),
            ("angstgruppe ikke online", "online"),
            ("samtale, ikke over telefonen", "phone"),
            ("ikke motion, hellere noget kreativt", "motion"),
            ("ikke mænd, kun kvinder", "maend"),
            ("not religious support group", "religion"),
            ("besøgsven men ikke fra kirken", "religion"),
            ("jeg vil ikke tale med en præst", "religion"),
            ("sorggruppe hos andre end kirken", "religion"),
            ("hverken kirke eller moské", "religion"),
        ],
    )
    def test_is_what_somebody_does_not_want(self, reader: Reader, text: str, id: str) -> None:
        reading = read(reader, text)

        assert id in refused(reading)
        assert id not in keys(reading)
        assert id not in reading.delivery

    @pytest.mark.parametrize("text", ["ikke motion eller musik", "ikke musik og ikke motion"])
    def test_may_be_several_things(self, reader: Reader, text: str) -> None:
        assert refused(read(reader, text)) == {"motion", "musik"}

    @pytest.mark.parametrize(
        "text",
        [
            "har ikke en mentor",
            "kan ikke gå tur",
            "jeg har ingen børn",
            "jeg kan ikke finde en kirke",
            "ikke kun for ældre",
        ],
    )
    def test_is_not_what_is_only_missed(self, reader: Reader, text: str) -> None:
        assert refused(read(reader, text)) == set()

    @pytest.mark.parametrize("ignored", ["not:aeldre", "unwanted"])
    def test_can_be_taken_away(self, reader: Reader, ignored: str) -> None:
        assert refused(read(reader, "noget ikke for ældre", ignored)) == set()


class TestDenied:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("jeg har ikke noget misbrug men er ensom", "misbrug"),
            ("jeg er ikke ensom, jeg keder mig", "ensomhed"),
            ("jeg er ikke selvmordstruet men har det svært", "selvmordstanker"),
            ("jeg har ingen børn", "boern"),
            ("min mand drikker ikke", "paaroerende-til-misbrug"),
            ("min far er ikke død", "mistet-foraelder"),
        ],
    )
    def test_is_not_a_need(self, reader: Reader, text: str, key: str) -> None:
        assert key not in keys(read(reader, text))

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("uden arbejde", "arbejdsloeshed"),
            ("har ikke noget sted at bo", "hjemloeshed"),
            ("har ingen venner", "faa-venner"),
            ("nybagt mor uden mødregruppe", "graviditet-og-spaed"),
            ("kan ikke komme ud", "isolation"),
            ("har ikke rørt mig i årevis", "inaktivitet"),
        ],
    )
    def test_is_never_what_is_missed(self, reader: Reader, text: str, key: str) -> None:
        assert key in keys(read(reader, text))


class TestConditions:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("gratis psykolog", "is_free"),
            ("noget der ikke koster penge", "is_free"),
            ("har ikke råd til psykolog", "is_free"),
            ("hjælp uden ventetid", "has_room"),
            ("ingen venteliste", "has_room"),
            ("ledig plads", "has_room"),
            ("hjælp uden henvisning", "is_referral_free"),
            ("uden om kommunen", "is_referral_free"),
            ("kan nogen følge mig derhen", "is_companion_possible"),
            ("tør ikke gå alene", "is_companion_possible"),
            ("fest uden alkohol", "is_sober"),
            ("et sted hvor man ikke drikker", "is_sober"),
            ("rådgivning uden for kommunen", "is_outside"),
            ("anonym rådgivning", "is_anonymous"),
        ],
    )
    def test_are_heard(self, reader: Reader, text: str, name: str) -> None:
        assert getattr(read(reader, text), name) is True

    @pytest.mark.parametrize(
        "text", ["jeg kan ikke undvære alkohol", "min mand er fuld", "mangler mad", "jeg venter barn"]
    )
    def test_are_not_heard_in_a_need(self, reader: Reader, text: str) -> None:
        reading = read(reader, text)

        assert (reading.is_free, reading.has_room, reading.is_sober, reading.is_referral_free) == (False,) * 4

    @pytest.mark.parametrize(
        ("text", "name", "id"),
        [
            ("gratis psykolog", "is_free", "free"),
            ("uden ventetid", "has_room", "room"),
            ("uden henvisning", "is_referral_free", "referral_free"),
            ("alkoholfrit", "is_sober", "sober"),
        ],
    )
    def test_can_be_taken_away(self, reader: Reader, text: str, name: str, id: str) -> None:
        assert getattr(read(reader, text, id), name) is False

    def test_alcohol_that_is_not_wanted_is_no_need(self, reader: Reader) -> None:
        assert keys(read(reader, "fest uden alkohol")) == set()

    @pytest.mark.parametrize(
        ("text", "forms"),
        [
            ("kan nogen komme hjem til mig", ("home_visit",)),
            ("tør ikke ringe", ("online",)),
            ("ringe til nogen om natten", ("phone",)),
            ("kan ikke forlade hjemmet", ("home_visit", "phone", "online")),
            ("min søn sidder altid med sin telefon på værelset", ()),
        ],
    )
    def test_of_form_are_heard(self, reader: Reader, text: str, forms: tuple[str, ...]) -> None:
        assert read(reader, text).delivery == forms


class TestLanguages:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("rådgivning på tyrkisk", "tr"),
            ("psykolog der taler polsk", "pl"),
            ("english speaking group", "en"),
            ("arabisktalende rådgiver", "ar"),
            ("my husband left me", "en"),
            ("ich bin so einsam", "de"),
            ("potrzebuję pomocy", "pl"),
            ("kocam beni dövüyor yardım", "tr"),
            ("гуманітарна допомога", "uk"),
        ],
    )
    def test_to_be_met_in_are_heard(self, reader: Reader, text: str, code: str) -> None:
        assert code in read(reader, text).languages

    @pytest.mark.parametrize("text", ["hjælp til at lære engelsk", "lektiehjælp i tysk", "jeg er ensom", "sorg"])
    def test_that_are_learnt_are_not(self, reader: Reader, text: str) -> None:
        assert read(reader, text).languages == ()

    @pytest.mark.parametrize("text", ["ich bin einsam", "potrzebuję pomocy", "my mother is lonely"])
    def test_other_than_danish_are_not_repaired(self, reader: Reader, text: str) -> None:
        assert read(reader, text).corrected == ""
