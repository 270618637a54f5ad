"""Who writes for an organisation is decided by those who already do, and there is always somebody who decides."""

from datetime import datetime
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.policies import reach_of
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import BadData, NotAllowed, NotFound
from brobygger.organisations.models import MemberRole, Membership
from brobygger.organisations.selectors import (
    get_own_organisation,
    members_of,
    own_organisations,
    recipients_of,
)
from brobygger.organisations.services import (
    AlreadyMember,
    LastAdministrator,
    add_member,
    change_member,
    remove_member,
)
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair() -> Membership:
    """Somebody who decides in an association in Odense."""
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return MembershipFactory.create(organisation__municipality=odense, user__name="Bodil")


def member_of(chair: Membership, **values: object) -> Membership:
    return MembershipFactory.create(organisation=chair.organisation, role=MemberRole.MEMBER, **values)


class TestScope:
    def test_is_what_membership_gives(self, chair: Membership) -> None:
        elsewhere = MembershipFactory.create(user=chair.user, role=MemberRole.MEMBER)

        actor = acting_as(chair.user)

        assert actor.organisation_ids == {chair.organisation_id, elsewhere.organisation_id}
        assert actor.administered_ids == {chair.organisation_id}
        assert reach_of(actor, Permission.OFFER_EDIT).organisation_ids == actor.organisation_ids
        assert reach_of(actor, Permission.MEMBERS_MANAGE).organisation_ids == actor.administered_ids

    def test_ends_with_the_account(self, chair: Membership) -> None:
        chair.user.is_active = False
        chair.user.save()

        assert not recipients_of(organisation_id=chair.organisation_id)
        assert acting_as(chair.user) == VISITOR


class TestAddMember:
    def test_is_for_those_who_decide(self, chair: Membership, noon: datetime) -> None:
        other, newcomer = member_of(chair), UserFactory.create(role=Role.ASSOCIATION_MEMBER)
        wanted = {"organisation_id": chair.organisation_id, "user_id": newcomer.id, "role": "member", "at": noon}

        with pytest.raises(NotAllowed):
            add_member(actor=acting_as(other.user), **wanted)
        with pytest.raises(NotAllowed):
            add_member(actor=acting_as(MembershipFactory.create().user), **wanted)
        added = add_member(actor=acting_as(chair.user), **wanted)

        assert added.role == MemberRole.MEMBER
        assert Entry.objects.get().changes == {"user": str(newcomer.id), "role": [None, "member"]}

    def test_is_for_the_volunteer_centre_too_in_its_own_town(self, chair: Membership, noon: datetime) -> None:
        here = acting_as(UserFactory.create(municipality_codes=["0461"]))
        there = acting_as(UserFactory.create(municipality_codes=["0851"]))
        wanted = {"organisation_id": chair.organisation_id, "user_id": UserFactory.create().id, "at": noon}

        with pytest.raises(NotAllowed):
            add_member(actor=there, role="member", **wanted)
        assert add_member(actor=here, role="member", **wanted).role == MemberRole.MEMBER

    def test_says_no_to_what_is_not_there(self, chair: Membership, noon: datetime) -> None:
        wanted = {"actor": SYSTEM, "at": noon}
        with pytest.raises(NotFound):
            add_member(organisation_id=uuid4(), user_id=chair.user_id, role="member", **wanted)
        with pytest.raises(NotFound):
            add_member(organisation_id=chair.organisation_id, user_id=uuid4(), role="member", **wanted)
        with pytest.raises(AlreadyMember):
            add_member(organisation_id=chair.organisation_id, user_id=chair.user_id, role="member", **wanted)
        with pytest.raises(BadData):
            add_member(organisation_id=chair.organisation_id, user_id=UserFactory.create().id, role="konge", **wanted)


class TestChangeMember:
    def test_gives_another_role_once(self, chair: Membership, noon: datetime) -> None:
        other = member_of(chair)
        wanted = {"organisation_id": chair.organisation_id, "user_id": other.user_id, "at": noon}

        for _ in range(2):
            change_member(actor=acting_as(chair.user), role="administrator", **wanted)

        assert Entry.objects.get().changes["role"] == ["member", "administrator"]

    def test_leaves_somebody_who_decides(self, chair: Membership, noon: datetime) -> None:
        wanted = {"organisation_id": chair.organisation_id, "user_id": chair.user_id, "role": "member", "at": noon}

        with pytest.raises(LastAdministrator):
            change_member(actor=acting_as(chair.user), **wanted)
        MembershipFactory.create(organisation=chair.organisation)
        assert change_member(actor=acting_as(chair.user), **wanted).role == MemberRole.MEMBER

    def test_is_not_for_members(self, chair: Membership, noon: datetime) -> None:
        other = member_of(chair)

        with pytest.raises(NotAllowed):
            change_member(
                actor=acting_as(other.user),
                organisation_id=chair.organisation_id,
                user_id=other.user_id,
                role="administrator",
                at=noon,
            )


class TestRemoveMember:
    def test_anybody_may_leave(self, chair: Membership, noon: datetime) -> None:
        other = member_of(chair)

        remove_member(
            actor=acting_as(other.user), organisation_id=chair.organisation_id, user_id=other.user_id, at=noon
        )

        assert Membership.objects.get() == chair

    def test_the_last_who_decides_cannot(self, chair: Membership, noon: datetime) -> None:
        with pytest.raises(LastAdministrator):
            remove_member(
                actor=acting_as(chair.user), organisation_id=chair.organisation_id, user_id=chair.user_id, at=noon
            )

    def test_a_volunteer_centre_may_take_the_last(self, chair: Membership, noon: datetime) -> None:
        centre = acting_as(UserFactory.create(municipality_codes=["0461"]))

        remove_member(actor=centre, organisation_id=chair.organisation_id, user_id=chair.user_id, at=noon)

        assert not Membership.objects.exists()

    def test_a_member_takes_nobody(self, chair: Membership, noon: datetime) -> None:
        other = member_of(chair)

        with pytest.raises(NotAllowed):
            remove_member(
                actor=acting_as(other.user), organisation_id=chair.organisation_id, user_id=chair.user_id, at=noon
            )

    def test_says_when_there_is_none(self, chair: Membership, noon: datetime) -> None:
        with pytest.raises(NotFound):
            remove_member(actor=SYSTEM, organisation_id=chair.organisation_id, user_id=uuid4(), at=noon)


class TestMembersOf:
    def test_tells_those_who_write_for_it(self, chair: Membership) -> None:
        other = member_of(chair, user__name="")

        lines = members_of(actor=acting_as(other.user), organisation_id=chair.organisation_id)

        assert [(line.name, line.role, line.is_self) for line in lines] == [
            ("Bodil", "administrator", False),
            (other.user.email, "member", True),
        ]

    def test_tells_nobody_else(self, chair: Membership) -> None:
        stranger = MembershipFactory.create().user
        elsewhere = UserFactory.create(municipality_codes=["0851"])

        for user in (stranger, elsewhere):
            assert not members_of(actor=acting_as(user), organisation_id=chair.organisation_id)
        assert len(members_of(actor=SYSTEM, organisation_id=chair.organisation_id)) == 1


class TestGetOwnOrganisation:
    def test_is_a_strangers_not_found_for_everybody_else(self, chair: Membership) -> None:
        for actor in (VISITOR, acting_as(MembershipFactory.create().user)):
            with pytest.raises(NotFound):
                get_own_organisation(actor=actor, key=chair.organisation.key)
            with pytest.raises(NotFound):
                get_own_organisation(actor=actor, key="findes-ikke")

    def test_knows_who_decides(self, chair: Membership) -> None:
        key = chair.organisation.key
        centre = acting_as(UserFactory.create(municipality_codes=["0461"]))

        own = get_own_organisation(actor=acting_as(chair.user), key=key)

        assert (own.is_member, own.may_manage_members) == (True, True)
        assert not get_own_organisation(actor=acting_as(member_of(chair).user), key=key).may_manage_members
        assert not get_own_organisation(actor=centre, key=key).is_member


class TestOwnOrganisations:
    def test_are_those_somebody_writes_for(self, chair: Membership) -> None:
        OrganisationFactory.create()

        assert own_organisations(actor=acting_as(chair.user)) == (chair.organisation,)


class TestRecipients:
    def test_are_all_or_those_who_decide(self, chair: Membership) -> None:
        member_of(chair)

        assert len(recipients_of(organisation_id=chair.organisation_id)) == 2
        assert recipients_of(organisation_id=chair.organisation_id, only_administrators=True) == (chair.user.email,)
