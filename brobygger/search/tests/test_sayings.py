"""Who does what to whom is read from the relation between the words, not from the words alone."""

import pytest

from brobygger.search.understanding.people import understand_person
from brobygger.search.understanding.sayings import VOLUNTEER, opposites, related_in, unlikely_gender


def told(text: str) -> set[str]:
    return {key for key, _places in related_in(text.split())}


class TestRelatedIn:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("min kone gik bort i foråret", "mistet-partner"),
            ("min samlever er lige død", "mistet-partner"),
            ("my husband passed away", "mistet-partner"),
            ("vores lille dreng døde ved fødslen", "mistet-barn"),
            ("jeg har mistet min bror", "mistet-soeskende"),
            ("min nabo er død", "sorg"),
            ("min datter har mistet sin far", "boern-i-sorg"),
            ("min fætter tog livet af sig", "mistet-ved-selvmord"),
            ("min søn har prøvet at tage sit liv", "paaroerende-til-selvmordstruet"),
            ("min mand er blevet voldelig", "partnervold"),
            ("jeg slår min mand", "voldsudoever"),
            ("min far slår mig", "boern-i-hjem-med-vold"),
            ("min stedfar drikker hver dag", "boern-i-hjem-med-misbrug"),
            ("min kæreste drikker hver dag", "paaroerende-til-misbrug"),
            ("min søster er skizofren", "paaroerende-til-psykisk-sygdom"),
            ("min farmor glemmer det hele", "paaroerende-til-demens"),
            ("min kæreste sidder i fængsel", "paaroerende-til-indsatte"),
            ("ikke råd til fodbold", "fritidskontingent"),
            ("vi mistede vores nyfødte", "mistet-barn"),
            ("vores barn var dødfødt", "mistet-barn"),
            ("jeg mistede babyen i uge 30", "mistet-barn"),
            ("jeg har været voldelig over for min kæreste", "voldsudoever"),
            ("jeg er kommet til at skubbe min mand", "voldsudoever"),
            ("jeg gav min søn en lussing", "voldsudoever"),
            ("mor og far slås hver aften", "boern-i-hjem-med-vold"),
            ("min mand har spillet huset væk", "ludomani"),
            ("min kæreste er indlagt på psykiatrisk afdeling", "paaroerende-til-psykisk-sygdom"),
            ("min ekskone vil ikke lade mig se børnene", "brudt-familiekontakt"),
            ("jeg er flygtet fra syrien", "indvandrere"),
            ("vi kommer fra ukraine", "ukrainere"),
        ],
    )
    def test_tells_what_happened_to_whom(self, text: str, key: str) -> None:
        assert key in told(text)

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("min kone slår mig", "voldsudoever"),
            ("jeg slår min kone", "partnervold"),
            ("ung mand med angst", "paaroerende-til-psykisk-sygdom"),
            ("min datter har mistet sin far", "mistet-barn"),
            ("min søn har prøvet at tage sit liv", "mistet-ved-selvmord"),
            ("jeg drikker for meget", "paaroerende-til-misbrug"),
        ],
    )
    def test_does_not_turn_it_round(self, text: str, key: str) -> None:
        assert key not in told(text)

    @pytest.mark.parametrize(
        "text",
        [
            "vil gerne være besøgsven",
            "jeg vil gerne hjælpe børn",
            "gøre noget for andre",
            "hvordan bliver jeg mentor",
            "kan jeg hjælpe hjemløse",
            "god til it og tålmodig",
            "bruge min fritid på at hjælpe",
        ],
    )
    def test_hears_that_somebody_wants_to_help(self, text: str) -> None:
        assert VOLUNTEER in told(text)

    @pytest.mark.parametrize(
        "text", ["hvor kan jeg få en besøgsven", "vil gerne have en mentor", "hvem kan hjælpe min mor"]
    )
    def test_hears_that_somebody_wants_help(self, text: str) -> None:
        assert VOLUNTEER not in told(text)


class TestOpposites:
    def test_one_kind_of_loss_is_not_another(self) -> None:
        assert any("mistet-partner" in rule.said and "mistet-barn" in rule.not_for for rule in opposites())


class TestUnlikelyGender:
    @pytest.mark.parametrize(
        ("said", "words", "gender"),
        [
            ({"partnervold"}, {"kone", "slår"}, "women"),
            ({"partnervold"}, {"mand", "slår"}, "men"),
            ({"partnervold"}, {"kæreste", "slår"}, ""),
            ({"ensomhed"}, {"mand", "ensom"}, ""),
        ],
    )
    def test_follows_from_a_wife_or_a_husband(self, said: set[str], words: set[str], gender: str) -> None:
        assert unlikely_gender(said, words) == gender


class TestUnderstandPerson:
    @pytest.mark.parametrize(("text", "is_own"), [("min far drikker", True), ("min datter er bange", False)])
    def test_hears_who_is_speaking(self, text: str, is_own: bool) -> None:
        assert understand_person(text, text.split()).speaks_of_self is is_own

    @pytest.mark.parametrize(
        ("text", "gender"), [("skilt mand", "men"), ("min mand er syg", ""), ("ældre dame", "women")]
    )
    def test_hears_the_sex_of_somebody_described(self, text: str, gender: str) -> None:
        assert understand_person(text, text.split()).gender == gender
