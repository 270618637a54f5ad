"""A new association, or an informal group, puts itself in the register without being taken for another."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations.likeness import bare_name, masked, own_domain
from brobygger.organisations.models import Basis, Claim, MemberRole, Membership, Organisation, Way
from brobygger.organisations.selectors import (
    find_organisations,
    get_organisation,
    municipality_choices,
    similar_organisations,
)
from brobygger.organisations.services import (
    NameIsTaken,
    NewOrganisation,
    OrganisationInvalid,
    TooManyNew,
    approve_organisation,
    register_organisation,
    set_trusted,
)
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
NEW = NewOrganisation(name="Kaffeklubben", kind="association", municipality_id="0461", basis="non_profit")
GROUP = NewOrganisation(
    name="Gågruppen", kind="informal_group", municipality_id="0461", person_words="Vi går fra søen om tirsdagen."
)


@pytest.fixture(autouse=True)
def odense() -> Any:
    return MunicipalityFactory(code="0461", name="Odense", slug="odense")


@pytest.fixture
def anna() -> User:
    return UserFactory.create(role=Role.ASSOCIATION_MEMBER)


class TestRegisterOrganisation:
    def test_is_decided_by_who_did_it_and_shown_to_nobody_yet(self, anna: User, noon: datetime) -> None:
        row = register_organisation(actor=acting_as(anna), data=NEW, at=noon)

        assert (row.key, row.is_approved) == ("kaffeklubben", False)
        assert Membership.objects.get().role == MemberRole.ADMINISTRATOR
        with pytest.raises(NotFound):
            get_organisation(key=row.key)
        assert not find_organisations(text="Kaffeklubben")
        assert not Claim.objects.exists()

    def test_a_group_asks_its_volunteer_centre(self, anna: User, noon: datetime) -> None:
        row = register_organisation(actor=acting_as(anna), data=replace(GROUP, basis="vouched"), at=noon)

        assert row.basis == Basis.UNKNOWN
        assert Claim.objects.get().way == Way.NEW_GROUP

    def test_gets_an_address_of_its_own(self, anna: User, noon: datetime) -> None:
        OrganisationFactory.create(key="kaffeklubben")

        row = register_organisation(actor=acting_as(anna), data=NEW, at=noon)

        assert row.key == "kaffeklubben-0461"
        assert register_organisation(actor=acting_as(anna), data=replace(NEW, name="Find"), at=noon).key == "find-0461"
        nameless = replace(NEW, name="???", municipality_id=None)
        assert register_organisation(actor=acting_as(anna), data=nameless, at=noon).key == "forening"

    @pytest.mark.parametrize(
        "wrong",
        [
            replace(NEW, kind="municipal"),
            replace(NEW, basis="vouched"),
            replace(NEW, basis="documented_activity"),
            replace(NEW, cvr="12"),
            replace(GROUP, municipality_id=None),
            replace(GROUP, person_words=" "),
        ],
    )
    def test_refuses_what_cannot_be_listed(self, wrong: NewOrganisation, anna: User, noon: datetime) -> None:
        with pytest.raises(OrganisationInvalid):
            register_organisation(actor=acting_as(anna), data=wrong, at=noon)

    def test_refuses_a_name_that_is_taken_and_a_cpr_number(self, anna: User, noon: datetime) -> None:
        OrganisationFactory.create(name="KAFFEKLUBBEN", municipality_id="0461")

        with pytest.raises(NameIsTaken):
            register_organisation(actor=acting_as(anna), data=NEW, at=noon)
        with pytest.raises(TextLooksLikeCpr):
            register_organisation(actor=acting_as(anna), data=replace(GROUP, person_words="010203-1234"), at=noon)

    def test_runs_out_of_addresses_kindly(self, anna: User, noon: datetime) -> None:
        for key in ("kaffeklubben", "kaffeklubben-0461", *(f"kaffeklubben-{number}" for number in range(2, 100))):
            OrganisationFactory.create(key=key)

        with pytest.raises(NameIsTaken):
            register_organisation(actor=acting_as(anna), data=NEW, at=noon)

    def test_is_for_people_who_may_write_and_not_without_end(self, anna: User, noon: datetime) -> None:
        for actor in (SYSTEM, acting_as(UserFactory.create(role=Role.EDITOR))):
            with pytest.raises(NotAllowed):
                register_organisation(actor=actor, data=NEW, at=noon)
        for number in range(3):
            register_organisation(actor=acting_as(anna), data=replace(NEW, name=f"Nr. {number}"), at=noon)
        with pytest.raises(TooManyNew):
            register_organisation(actor=acting_as(anna), data=NEW, at=noon)


class TestStanding:
    def test_is_shown_with_the_first_approved_offer(self, noon: datetime) -> None:
        row = OrganisationFactory.create(is_approved=False)
        stranger = acting_as(MembershipFactory.create(organisation=row).user)

        with pytest.raises(NotAllowed):
            approve_organisation(actor=stranger, organisation_id=row.id, at=noon)
        for _ in range(2):
            approve_organisation(actor=SYSTEM, organisation_id=row.id, at=noon)

        assert Organisation.objects.get(id=row.id).is_approved
        with pytest.raises(NotFound):
            approve_organisation(actor=SYSTEM, organisation_id=uuid4(), at=noon)

    def test_is_trusted_by_others_than_itself(self, noon: datetime) -> None:
        row = OrganisationFactory.create(municipality_id="0461")
        centre = UserFactory.create(municipality_codes=["0461"])
        elsewhere = UserFactory.create(municipality_codes=["0851"])
        wanted = {"organisation_id": row.id, "is_trusted": True, "at": noon}

        with pytest.raises(NotAllowed):
            set_trusted(actor=acting_as(elsewhere), **wanted)
        for _ in range(2):
            set_trusted(actor=acting_as(centre), **wanted)
        assert Organisation.objects.get(id=row.id).is_trusted
        MembershipFactory.create(organisation=row, user=centre)
        with pytest.raises(NotAllowed):
            set_trusted(actor=acting_as(centre), **(wanted | {"is_trusted": False}))


class TestFindOrganisations:
    def test_understands_names_as_people_spell_them(self) -> None:
        row = OrganisationFactory.create(name="Foreningen Røde Kors Ærø")
        OrganisationFactory.create(name="Noget helt andet")

        for text in ("røde kors ærø", "Roede Kors Aeroe", "kors røde", "RØDE KORS"):
            assert [found.key for found in find_organisations(text=text)] == [row.key]
        assert not find_organisations(text="foreningen")

    def test_understands_numbers_and_towns(self) -> None:
        odense = PostcodeFactory.create(code="5000", name="Odense C", municipality_id="0461")
        row = OrganisationFactory.create(cvr="25300823", municipality_id="0461")

        for text in ("25300823", "25 30 08 23", odense.code, "Odense"):
            assert [found.key for found in find_organisations(text=text)] == [row.key]
        assert find_organisations(text="5000")[0].municipality_name == "Odense"

    def test_knows_every_municipality(self) -> None:
        assert municipality_choices() == [("0461", "Odense")]


class TestSimilarOrganisations:
    def test_warns_of_the_same_by_name_number_and_domain(self) -> None:
        by_name = OrganisationFactory.create(name="Kaffe-klubben", municipality_id="0461")
        by_number = OrganisationFactory.create(cvr="25300823")
        by_domain = OrganisationFactory.create(website="https://www.kaffe.dk/om")

        found = similar_organisations(
            name="Kaffe Klubben", municipality_code="0461", cvr="25300823", email="os@kaffe.dk"
        )

        assert {row.key for row in found} == {by_name.key, by_number.key, by_domain.key}

    def test_leaves_branches_elsewhere_and_free_mail_alone(self) -> None:
        there = MunicipalityFactory.create(code="0851", name="Aalborg", slug="aalborg")
        OrganisationFactory.create(name="Kaffeklubben", municipality=there, email="kaffe@gmail.com")

        assert not similar_organisations(name="Kaffeklubben", municipality_code="0461", email="andre@gmail.com")


class TestLikeness:
    def test_is_of_bare_names(self) -> None:
        assert bare_name("Foreningen Røde-Kors, Århus") == bare_name("roede kors aarhus")

    def test_knows_whose_a_domain_is(self) -> None:
        assert own_domain("a@kaffe.dk") == own_domain("https://www.kaffe.dk/om") == own_domain("kaffe.dk") == "kaffe.dk"
        assert own_domain("a@gmail.com") == ""

    def test_masks(self) -> None:
        assert masked("kontakt@kaffe.dk") == "k…@kaffe.dk"
