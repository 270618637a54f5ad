"""When two offers are the same: spelled as people spell, but never one offer's groups or a branch in another town."""

import pytest

from brobygger.directory.writing.likeness import (
    LEAST_ALIKE,
    Traits,
    compare,
    name_likeness,
    plain_phones,
    plain_place,
)


class TestNameLikeness:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Spisefællesskab på Vesterbro", "spisefaellesskab Vesterbro på"),
            ("Aftencafé", "Aftencafe"),
            ("Cykelværkstedet", "Cykelværkstdet"),
            ("Natcaféen", "Natcaféen hos Kirkens Korshær"),
        ],
    )
    def test_sees_through_spelling_and_order(self, one: str, other: str) -> None:
        assert name_likeness(one, other) > 0.75

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Sorggruppe for unge", "Sorggruppe for voksne"),
            ("Samtalegruppe 1", "Samtalegruppe 2"),
            ("Café mandag", "Café tirsdag"),
            ("Gruppe for kvinder", "Gruppe"),
            ("", "Café"),
            ("Café", "!!!"),
        ],
    )
    def test_keeps_groups_apart(self, one: str, other: str) -> None:
        assert name_likeness(one, other) == 0

    def test_is_not_fooled_by_a_word_inside_another(self) -> None:
        assert name_likeness("Forældretelefonen", "Ældretelefonen") < 0.92


class TestCompare:
    def test_tells_what_two_offers_share(self) -> None:
        one = Traits(name="Café Håb", organisation_id=1, phones=plain_phones(["+45 12 34 56 78"]))
        other = Traits(name="Cafe Haab", organisation_id=1, phones=plain_phones(["12345678"]))

        alike = compare(one, other)

        assert alike.shared == ("name", "organisation", "phone")
        assert alike.score >= LEAST_ALIKE

    def test_asks_more_of_a_name_alone(self) -> None:
        name = "Fællesspisning i Medborgerhuset"

        assert compare(Traits(name=name), Traits(name="Fællesspisning i Medborgerhuset")).score >= LEAST_ALIKE
        assert compare(Traits(name=name), Traits(name="Fællesspisning i Kirken")).score == 0

    def test_does_not_call_two_offers_of_one_association_the_same(self) -> None:
        assert (
            compare(Traits(name="Café", organisation_id=1), Traits(name="Vågetjeneste", organisation_id=1)).score == 0
        )


class TestPlain:
    def test_place_is_the_street_and_its_postcode(self) -> None:
        assert plain_place("Ågade 3, st.", "5000") == plain_place("aagade 3 st", "5000")
        assert plain_place("", "5000") == ""

    def test_phones_are_eight_digits(self) -> None:
        assert plain_phones(["70 20 12 01", "116 111", ""]) == {"70201201"}
