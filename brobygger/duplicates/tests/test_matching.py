"""What is compared, and what comes of it: names, streets, keys, features, reasons."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.duplicates.matching.blocking import MOST_SHARING, candidates, keys_of
from brobygger.duplicates.matching.entries import entry_of, plain_street
from brobygger.duplicates.matching.features import features
from brobygger.duplicates.matching.names import take_apart
from brobygger.duplicates.matching.reasons import in_words, reasons_in
from brobygger.duplicates.matching.said import ORGANISATION, Said
from brobygger.duplicates.matching.scoring import current_models, score
from brobygger.duplicates.tests.factories import said


def sure(one: Said, other: Said) -> float:
    return score(entry_of(one), entry_of(other), model=current_models()[one.kind]).probability


def is_proposed(one: Said, other: Said) -> bool:
    return sure(one, other) >= current_models()[one.kind].proposed


class TestTakeApart:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Sorggruppe i Odense", "sorggruppe"),
            ("Foreningen Røde-Kors, Århus", "Roede Kors Aarhus"),
            ("Café Håbet v/ Hanne Hansen", "Cafe Haabet"),
            ("RK Odense", "Røde Kors i Odense"),
            ("Besøgsven i Høje-Taastrup", "Besøgsven"),
        ],
    )
    def test_leaves_out_what_people_leave_out(self, one: str, other: str) -> None:
        assert take_apart(one).words == take_apart(other).words

    def test_keeps_towns_and_whom_apart(self) -> None:
        name = take_apart("Sorggruppe for unge i Odense")

        assert name.towns == {"odense"}
        assert name.telling == {"unge"}

    def test_leaves_out_the_owner_where_something_is_left(self) -> None:
        assert take_apart("Håbets café", owner="Håbets venner").words == ("cafe",)
        assert take_apart("Håbet", owner="Håbet").words == ("habet",)
        assert take_apart("Ventilen for unge", owner="Ventilen").words == ("ventilen", "unge")

    def test_a_name_of_nothing_but_empty_words_is_itself(self) -> None:
        assert take_apart("Foreningen Tilbud").words == ("tilbud",)


class TestPlainStreet:
    @pytest.mark.parametrize("other", ["VESTERGADE 12", "Vestergade 12, 1. th.", "Vesterg. 12", "Vestergade 12 st."])
    def test_is_the_same_for_every_spelling(self, other: str) -> None:
        assert plain_street(other, "5000") == plain_street("Vestergade 12", "5000")

    def test_says_nothing_without_a_number(self) -> None:
        assert plain_street("Vestergade", "5000") == ""
        assert plain_street("12", "5000") == ""


class TestKeys:
    def test_lead_from_one_to_the_other_by_any_of_them(self) -> None:
        one = entry_of(said(cvr="12345678", urls=("https://haabet.dk/os",)))
        for changes in (
            {"phones": ("+4566112233",)},
            {"streets": (("Vesterg. 12", "5000"),)},
            {"emails": ("post@haabet.dk",)},
            {"cvr": "12345678"},
        ):
            bare: dict[str, Any] = {
                "phones": (),
                "streets": (),
                "municipality_codes": frozenset(),
                "organisation_id": None,
            }
            other = entry_of(said("Noget helt andet", organisation_name="Nogen", **{**bare, **changes}))

            assert keys_of(one) & keys_of(other)

    def test_common_places_on_the_net_are_nobodys(self) -> None:
        entry = entry_of(said(urls=("https://www.facebook.com/haabet", "https://www.odense.dk")))

        assert entry.domains == {"odense.dk"}
        assert entry_of(said(urls=("https://faaborgkommune.dk",))).domains == frozenset()

    def test_one_that_too_many_share_is_no_reason(self) -> None:
        ids = [uuid4() for _ in range(MOST_SHARING + 1)]

        assert not list(candidates(("t:cafe", row_id) for row_id in ids))
        assert len(list(candidates(("t:cafe", row_id) for row_id in ids[:3]))) == 3

    def test_pairs_come_once_and_only_with_those_touched(self) -> None:
        one, other, third = (UUID(int=number) for number in (1, 2, 3))
        keys = [(word, row_id) for word in ("a", "b") for row_id in (third, other, one)]

        assert list(candidates(keys, touched={one})) == [(one, other), (one, third)]


class TestScore:
    def test_the_same_in_other_words_is_proposed(self) -> None:
        ours = said(emails=("post@haabet.dk",), times=frozenset({"TU 14"}))
        theirs = said(
            "SORGGRUPPE FOR UNGE I ODENSE", organisation_id=UUID(int=9), organisation_name="Håbet",
            phones=("+45 66112233",), streets=(("Vesterg. 12, 1. th", "5000"),), text="Vi mødes og taler.",
        )  # fmt: skip

        assert is_proposed(ours, theirs)

    @pytest.mark.parametrize(
        "other",
        [
            said("Sorggruppe for voksne"),
            said("Madklub", concepts=frozenset({"madlavning"}), text="Vi laver mad sammen hver uge."),
            said("Sorggruppe for unge i Aalborg", municipality_codes=frozenset({"0851"}), phones=(), streets=()),
            said(
                "Skakklub", organisation_id=UUID(int=5), organisation_name="Skakklubben Springeren",
                phones=(), concepts=frozenset({"skak"}), text="Kom og spil skak.",
            ),
        ],
        ids=["other people", "sister", "branch", "lodger"],
    )  # fmt: skip
    def test_what_only_looks_the_same_is_not(self, other: Said) -> None:
        assert not is_proposed(said(), other)

    def test_branches_of_one_association_are_two(self) -> None:
        one, other = (
            Said(
                kind=ORGANISATION, id=uuid4(), name=f"TUBA {town}", cvr="12345678", urls=("https://tuba.dk",),
                municipality_codes=frozenset({code}),
            )
            for town, code in (("Odense", "0461"), ("Esbjerg", "0561"))
        )  # fmt: skip

        assert sure(one, other) < 0.2

    def test_one_association_written_twice_is_one(self) -> None:
        one = Said(
            kind=ORGANISATION, id=uuid4(), name="Foreningen Håbet", cvr="12345678",
            municipality_codes=frozenset({"0461"}),
        )  # fmt: skip
        other = Said(
            kind=ORGANISATION, id=uuid4(), name="Haabet i Odense", cvr="12345678",
            municipality_codes=frozenset({"0461"}),
        )  # fmt: skip

        assert is_proposed(one, other)

    def test_the_order_of_two_does_not_matter(self) -> None:
        one, other = said(), said("Sorg og unge", phones=(), points=((55.4, 10.4),), age_min=13)

        assert sure(one, other) == pytest.approx(sure(other, one))


class TestFeatures:
    def test_tell_how_far_and_for_whom(self) -> None:
        here, there = ((55.396, 10.388),), ((55.47, 10.33),)
        one = entry_of(said(points=here, age_min=13, age_max=17, gender="men"))
        other = entry_of(said(points=there, age_min=60, gender="women"))

        found = features(one, other)

        assert (found["near"], found["far"]) == (0.0, 1.0)
        assert found["ages_differ"] == found["gender_differs"] == 1.0
        assert features(one, one)["near"] == 1.0


class TestReasons:
    def test_are_said_for_and_against(self) -> None:
        found = features(entry_of(said()), entry_of(said(phones=("12 34 56 78",))))

        told = in_words(reasons_in(found))

        assert [str(reason.text) for reason in told if reason.is_against] == ["Forskellige telefonnumre"]
        assert "Samme adresse" in [str(reason.text) for reason in told]

    def test_a_reason_of_an_older_version_is_left_out(self) -> None:
        assert in_words(["noget_gammelt"]) == ()
