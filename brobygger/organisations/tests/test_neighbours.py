"""What the room does when others tell something, what it says of access, and what is on people's desks."""

from datetime import datetime
from uuid import uuid4

import pytest

from brobygger.accounts.access_sources import LastOfItsKind, access_source
from brobygger.accounts.desk import desk_of
from brobygger.accounts.events import AccountClosed, InvitationAccepted
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.curation.events import ReviewDecided
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.events import announce
from brobygger.organisations.handlers import show
from brobygger.organisations.models import MemberRole, Membership, Organisation, Way
from brobygger.organisations.tests.factories import ClaimFactory, MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def accepted(organisation_id: object, user_id: object, at: datetime) -> InvitationAccepted:
    return InvitationAccepted(
        invitation_id=uuid4(), user_id=user_id, organisation_id=organisation_id, organisation_role="member",
        invited_by=None, at=at,
    )  # fmt: skip


class TestInvitationAccepted:
    def test_makes_a_member_once(self, noon: datetime) -> None:
        organisation, user = OrganisationFactory.create(), UserFactory.create(role=Role.ASSOCIATION_MEMBER)

        for _ in range(2):
            announce(accepted(organisation.id, user.id, noon))

        assert Membership.objects.get().role == MemberRole.MEMBER

    def test_to_a_role_in_the_portal_makes_nobody_a_member(self, noon: datetime) -> None:
        announce(accepted(None, UserFactory.create().id, noon))

        assert not Membership.objects.exists()


class TestAccountClosed:
    def test_ends_every_membership_also_the_last_who_decides(self, noon: datetime) -> None:
        user = MembershipFactory.create().user
        MembershipFactory.create(user=user)

        announce(AccountClosed(user_id=user.id, at=noon))

        assert not Membership.objects.exists()


class TestReviewDecided:
    @pytest.mark.parametrize(
        ("scope", "outcome", "is_shown"),
        [("national", "approved", True), ("local", "approved", False), ("national", "refused", False)],
    )
    def test_shows_a_new_organisation_with_its_first_offer(
        self, scope: str, outcome: str, is_shown: bool, noon: datetime
    ) -> None:
        organisation = OrganisationFactory.create(is_approved=False)

        show(
            ReviewDecided(
                actor=SYSTEM, review_id=uuid4(), subject_kind="draft", subject_id=uuid4(), subject_label="Café",
                organisation_id=organisation.id, scope=scope, municipality_code="", at=noon, outcome=outcome,
                is_new=True, is_after=False, is_on_appeal=False, decision_id=uuid4(),
            )
        )  # fmt: skip

        assert Organisation.objects.get().is_approved is is_shown


class TestAccess:
    def test_is_each_membership_answered_for_by_the_others(self, noon: datetime) -> None:
        chair = MembershipFactory.create()
        organisation, scope = chair.organisation, str(chair.organisation_id)
        member = MembershipFactory.create(organisation=organisation, role=MemberRole.MEMBER)
        source = access_source("membership")
        assert source is not None

        assert {right.holder_id for right in source.rights()} == {chair.user_id, member.user_id}
        assert source.holds(holder_id=member.user_id, scope=scope)
        assert list(source.reviewers(holder_id=member.user_id, scope=scope)) == [chair.user_id]
        assert not source.reviewers(holder_id=chair.user_id, scope=scope)
        asked = {"holder_id": member.user_id, "scope": scope}
        assert source.may_answer(acting_as(chair.user), **asked)
        assert source.scopes_decided_by(acting_as(chair.user)) == [scope]
        assert source.scopes_decided_by(SYSTEM) is None
        assert not source.may_answer(acting_as(member.user), **asked)
        assert not source.may_answer(acting_as(chair.user), holder_id=member.user_id, scope=str(uuid4()))
        source.end(actor=SYSTEM, at=noon, **asked)
        assert not source.holds(**asked)
        source.restore(actor=acting_as(chair.user), what="member", at=noon, **asked)
        assert source.holds(**asked)

    def test_never_ends_with_nobody_who_decides(self, noon: datetime) -> None:
        chair = MembershipFactory.create()
        source = access_source("membership")
        assert source is not None

        with pytest.raises(LastOfItsKind):
            source.end(actor=SYSTEM, holder_id=chair.user_id, scope=str(chair.organisation_id), at=noon)

    def test_is_told_in_words(self) -> None:
        organisation = OrganisationFactory.create(name="Café")
        source = access_source("membership")
        assert source is not None

        assert source.in_words(scope=str(organisation.id), what="member") == "skriver for Café"
        assert source.in_words(scope=str(organisation.id), what="administrator") == "bestemmer for Café"
        assert "ikke er her mere" in source.in_words(scope=str(uuid4()), what="member")


class TestDesk:
    def headings(self, user: object) -> list[str]:
        return [pile.heading for pile in desk_of(actor=acting_as(user))]

    def test_shows_each_what_is_theirs(self) -> None:
        odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        chair = MembershipFactory.create(organisation__municipality=odense)
        ClaimFactory.create(organisation=chair.organisation, way=Way.NEW_GROUP)

        assert "Dine foreninger" in self.headings(chair.user)
        assert "Vil gerne skrive for jer" in self.headings(chair.user)
        local = self.headings(UserFactory.create(municipality_codes=["0461"]))
        assert "Kan I stå inde for dem?" in local
        assert "Dine foreninger" not in local
        assert "Dine foreninger" in self.headings(UserFactory.create(role=Role.ASSOCIATION_MEMBER))
        assert "Dine foreninger" not in [pile.heading for pile in desk_of(actor=VISITOR)]
