"""What is meant for what was told comes before what only shares its words."""

from datetime import datetime

import pytest

from brobygger.search.queries import Filters, Result
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document


def keys(result: Result) -> list[str]:
    return [hit.document.key for hit in result.hits]


@pytest.mark.django_db
class TestAptness:
    def test_the_cause_comes_before_the_distress(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("snak", title="Kan du ikke overskue noget", concepts=("stress", "samtale")),
            make_document("sorg", title="Gruppe for efterladte", concepts=("sorg", "sorggruppe", "efterladte")),
        )

        result = find(filters=Filters(text="min mand er død og jeg kan ikke overskue noget"), at=noon)

        assert keys(result)[0] == "sorg"

    def test_another_kind_of_loss_comes_last(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("barn", title="Død og sorg: mistet barn", concepts=("sorg", "mistet-barn", "foraeldre")),
            make_document("enke", title="Efterladte", concepts=("sorg", "mistet-partner")),
        )

        result = find(filters=Filters(text="min kone er død"), at=noon)

        assert keys(result) == ["enke"]
        (barn,) = result.widenings[-1].hits
        assert (barn.is_eligible, barn.misfits) == (False, ("handler mest om »Har mistet sit barn«",))

    def test_who_tells_of_a_wife_is_not_sent_to_a_place_for_women(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("kvinder", title="Krisecenter: vold", concepts=("vold", "partnervold"), gender="women"),
            make_document("alle", title="Ring om vold", concepts=("vold",)),
        )

        assert keys(find(filters=Filters(text="min kone slår mig"), at=noon)) == ["alle"]

    def test_another_illness_comes_last(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("kraeft", title="Netværk: alvorligt syg", concepts=("kraeft", "alvorlig-sygdom")),
            make_document("kol", title="Netværk: alvorligt syg", concepts=("kronisk-sygdom", "alvorlig-sygdom")),
        )

        assert keys(find(filters=Filters(text="jeg har kræft"), at=noon)) == ["kraeft"]

    def test_who_uses_violence_is_not_sent_to_a_shelter(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document(
                "hjem", title="Krisecenter: vold", concepts=("vold", "partnervold", "krisecenter", "voldsramte")
            ),
            make_document("linje", title="Ring om vold", concepts=("vold", "voldsudoever")),
        )

        assert keys(find(filters=Filters(text="jeg slår min kone"), at=noon))[0] == "linje"

    def test_a_child_gets_a_childs_help(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("voksne", title="Skænderier i familien", concepts=("familie", "foraeldre")),
            make_document("barn", title="Nogen at tale med", concepts=("familie", "boern")),
        )

        assert keys(find(filters=Filters(text="mine forældre skændes", age=11), at=noon))[0] == "barn"

    def test_what_needs_a_referral_comes_after_what_does_not(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("henvist", title="Hash", concepts=("hash",), is_referral_free=False),
            make_document("aaben", title="Hash", concepts=("hash",), is_referral_free=True),
        )

        assert keys(find(filters=Filters(text="hash"), at=noon)) == ["aaben", "henvist"]

    def test_what_is_for_quite_another_age_is_left_out_when_there_is_a_choice(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(
            make_document("unge", title="Sorg", concepts=("sorg",), age_min=15, age_max=25),
            make_document("alle", title="Sorg", concepts=("sorg",)),
        )

        assert keys(find(filters=Filters(text="sorg", age=70), at=noon)) == ["alle"]

    def test_what_is_for_a_group_nobody_spoke_of_comes_later(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("veteran", title="Ensom", concepts=("ensomhed", "veteraner")),
            make_document("alle", title="Ensom", concepts=("ensomhed", "alle")),
        )

        assert keys(find(filters=Filters(text="jeg er ensom"), at=noon)) == ["alle", "veteran"]

    def test_help_from_anywhere_comes_first_when_nobody_said_where(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document(
                "lokal", title="Ensom", concepts=("ensomhed",), municipality_codes=("0461",), is_national=False
            ),
            make_document("telefon", title="Ensom", concepts=("ensomhed",), delivery=("phone",), is_national=True),
        )

        assert keys(find(filters=Filters(text="jeg er ensom"), at=noon)) == ["telefon", "lokal"]

    def test_what_is_about_something_particular_unsaid_comes_last(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("gaeld", title="Hjælp", concepts=("gaeld", "oekonomi")),
            make_document("spil", title="Gæld efter vold", concepts=("partnervold", "voldsramte")),
        )

        result = find(filters=Filters(text="jeg har gæld"), at=noon)

        assert keys(result)[0] == "gaeld"
        assert "spil" not in keys(result)

    def test_the_old_are_not_sent_to_the_young_when_the_young_were_named(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(
            make_document("unge", title="Ensom: mødested", concepts=("ensomhed", "unge")),
            make_document("aeldre", title="Ensom: mødested", concepts=("ensomhed", "aeldre")),
        )

        assert keys(find(filters=Filters(text="noget for ensomme unge"), at=noon)) == ["unge"]

    def test_who_comes_from_elsewhere_is_not_sent_to_one_other_country(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("ukraine", title="Øv dansk", concepts=("dansk-sprog", "ukrainere", "flygtninge")),
            make_document("alle", title="Øv dansk", concepts=("dansk-sprog", "indvandrere")),
        )

        assert keys(find(filters=Filters(text="kommer fra Syrien og vil øve dansk"), at=noon)) == ["alle"]

    def test_who_wants_to_volunteer_gets_those_who_seek_volunteers_first(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(
            make_document("brugere", title="Ensom: besøgsven", concepts=("ensomhed", "besoegsven")),
            make_document("frivillige", title="Besøg", concepts=("ensomhed",), roles=("frivillig",)),
        )

        assert keys(find(filters=Filters(text="jeg vil være frivillig for ensomme"), at=noon))[0] == "frivillige"
