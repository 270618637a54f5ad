"""What the register knows of the posting rules is answered beforehand, with the reason."""

from typing import Any

import pytest

from brobygger.curation.rulebook import rulebook
from brobygger.directory.posting_rules import known_answers
from brobygger.directory.tests.factories import offer_data
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def answers(organisation: dict[str, Any] | None = None, **offer: Any) -> dict[str, str]:
    row = OrganisationFactory.create(**(organisation or {}))
    known = known_answers(data=offer_data(organisation_id=row.id, **offer), organisation=row)
    assert all(one.why for one in known.values())
    return {key: one.answer for key, one in known.items()}


class TestKnownAnswers:
    def test_are_about_every_rule_and_no_other(self) -> None:
        assert list(answers()) == [rule.key for rule in rulebook().rules]

    def test_are_among_those_the_rule_allows(self) -> None:
        seen = answers({"basis": "non_profit", "cvr": "12345678"}, access="open", age_min=18)

        assert all(not seen[rule.key] or seen[rule.key] in rule.answers for rule in rulebook().rules)

    @pytest.mark.parametrize(
        ("rule", "organisation", "offer", "answer"),
        [
            ("open_to_all", {}, {"access": "open"}, "yes"),
            ("open_to_all", {}, {"access": "referral"}, "no"),
            ("open_to_all", {}, {}, ""),
            ("based_in_denmark", {"cvr": "12345678"}, {}, "yes"),
            ("based_in_denmark", {}, {}, ""),
            ("basis", {"basis": "charity_list"}, {}, "yes"),
            ("basis", {"kind": "municipal"}, {}, "yes"),
            ("basis", {}, {}, ""),
            ("surplus", {"basis": "documented_activity"}, {}, ""),
            ("surplus", {"basis": "public"}, {}, "irrelevant"),
            ("surplus", {}, {}, ""),
            ("no_politics", {}, {"summary": "Kom til vores valgkamp nu."}, ""),
            ("limit_has_reason", {}, {}, "irrelevant"),
            ("limit_has_reason", {}, {"gender": "women", "gender_reason": "Trygt rum"}, "yes"),
            ("volunteers_are_15", {}, {}, "irrelevant"),
            ("volunteers_are_15", {}, {"roles": ("frivillig",)}, ""),
            ("volunteers_are_15", {}, {"roles": ("frivillig",), "age_min": 13}, "no"),
            ("volunteers_are_15", {}, {"roles": ("frivillig",), "age_min": 15}, "yes"),
            ("children_certificates", {}, {"age_min": 18}, "irrelevant"),
            ("children_certificates", {}, {"age_max": 12}, ""),
            ("children_certificates", {}, {}, ""),
        ],
    )
    def test_follow_from_what_is_said(
        self, rule: str, organisation: dict[str, Any], offer: dict[str, Any], answer: str
    ) -> None:
        assert answers(organisation, **offer)[rule] == answer

    def test_a_home_in_a_municipality_is_in_denmark(self) -> None:
        home = {"municipality": MunicipalityFactory(code="0461", name="Odense", slug="odense")}

        assert answers(home)["based_in_denmark"] == "yes"
