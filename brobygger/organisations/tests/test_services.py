"""An organisation is saved once, whole, and by those who may."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed
from brobygger.organisations.cvr import has_valid_check_digit
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import OrganisationData, OrganisationInvalid, save_organisation
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GROUP = OrganisationData(key="gruppen", name="Gruppen", kind="informal_group")


class TestSaveOrganisation:
    def test_makes_it_with_one_line_in_the_book(self) -> None:
        saved = save_organisation(actor=SYSTEM, at=NOON, data=GROUP)

        entry = Entry.objects.get()
        assert saved.is_created
        assert entry.act == "organisations.organisation.created"
        assert entry.changes == {"key": [None, "gruppen"], "name": [None, "Gruppen"],
                                 "kind": [None, "informal_group"], "basis": [None, "unknown"]}  # fmt: skip

    def test_the_same_twice_writes_nothing(self) -> None:
        save_organisation(actor=SYSTEM, at=NOON, data=GROUP)

        again = save_organisation(actor=SYSTEM, at=NOON, data=GROUP)

        assert not again.is_changed
        assert Entry.objects.count() == 1

    def test_tells_what_changed_and_keeps_the_id(self) -> None:
        first = save_organisation(actor=SYSTEM, at=NOON, data=GROUP)

        second = save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, name="Den nye gruppe"))

        assert second.organisation.id == first.organisation.id
        assert Entry.objects.get(number=2).changes == {"name": ["Gruppen", "Den nye gruppe"]}

    def test_keeps_contact_facts_out_of_the_book(self) -> None:
        save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, email="a@example.org", phone="12345678"))

        changes = Entry.objects.get().changes
        assert changes["email"] == changes["phone"] == "changed"

    def test_a_wrong_check_digit_is_only_a_warning(self) -> None:
        assert save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, cvr="25300824")).warnings
        assert not save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, cvr="25300823")).warnings

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"key": ""},
            {"kind": "hemmelig"},
            {"basis": "ukendt"},
            {"cvr": "123"},
            {"website": "javascript:alert(1)"},
        ],
    )
    def test_refuses_what_does_not_hang_together(self, wrong: dict[str, str]) -> None:
        with pytest.raises(OrganisationInvalid):
            save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, **wrong))

        assert not Organisation.objects.exists()

    def test_refuses_a_cpr_number(self) -> None:
        with pytest.raises(TextLooksLikeCpr):
            save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, description="Ring til 010203-1234"))

    def test_refuses_a_visitor(self) -> None:
        with pytest.raises(NotAllowed):
            save_organisation(actor=VISITOR, at=NOON, data=GROUP)

    def test_a_local_administrator_cannot_take_another_municipalitys(self) -> None:
        here, there = MunicipalityFactory.create(), MunicipalityFactory.create()
        save_organisation(actor=SYSTEM, at=NOON, data=replace(GROUP, municipality_id=there.code))
        local = Actor(
            kind=ActorKind.USER,
            permissions=frozenset({Permission.ORGANISATION_EDIT}),
            municipality_codes=frozenset({here.code}),
        )

        with pytest.raises(NotAllowed):
            save_organisation(actor=local, at=NOON, data=replace(GROUP, municipality_id=here.code))
        save_organisation(actor=local, at=NOON, data=replace(GROUP, key="vores", municipality_id=here.code))

    def test_an_organisation_may_change_itself(self) -> None:
        row = save_organisation(actor=SYSTEM, at=NOON, data=GROUP).organisation
        own = Actor(
            kind=ActorKind.USER,
            own_permissions=frozenset({Permission.ORGANISATION_EDIT}),
            organisation_ids=frozenset({row.id}),
            administered_ids=frozenset({row.id}),
        )

        assert save_organisation(actor=own, at=NOON, data=replace(GROUP, phone="70201201")).is_changed


class TestCheckDigit:
    @pytest.mark.parametrize(
        ("cvr", "is_valid"), [("25300823", True), ("25300824", False), ("2530082", False), ("２５３００８２３", False)]
    )
    def test_knows_right_from_wrong(self, cvr: str, is_valid: bool) -> None:
        assert has_valid_check_digit(cvr) is is_valid
