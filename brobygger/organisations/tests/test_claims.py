"""Whoever asks to write for an association proves it in a way that cannot be walked around, and everybody is told."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import BadData, NotAllowed, NotFound
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.notifications.models import Content
from brobygger.organisations.claim_links import claim_link
from brobygger.organisations.models import Basis, Claim, ClaimStatus, MemberRole, Membership, Organisation, Way
from brobygger.organisations.selectors import (
    claim_by_link,
    claim_page,
    claims_for_centre,
    claims_for_members,
    own_claims,
    ways_to_claim,
)
from brobygger.organisations.services import (
    AlreadyAnswered,
    AlreadyMember,
    AskedTooOften,
    ClaimWaits,
    ReasonMissing,
    WayIsClosed,
    answer_claim,
    ask_again,
    claim_organisation,
    vouch,
    withdraw_claim,
)
from brobygger.organisations.tests.factories import ClaimFactory, MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cafe() -> Organisation:
    """An association in Odense with an address on its entry, for which nobody writes."""
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return OrganisationFactory.create(municipality=odense, email="kontakt@cafe.example", phone="66 00 00 00")


@pytest.fixture
def anna() -> User:
    return UserFactory.create(name="Anna", email="anna@brobygger.example", role=Role.ASSOCIATION_MEMBER)


@pytest.fixture
def centre() -> User:
    """The volunteer centre of Odense."""
    return UserFactory.create(municipality_codes=["0461"])


def claimed(user: User, organisation: Organisation, at: datetime, way: str = Way.PUBLIC_MAIL, **values: str) -> Claim:
    words = values.get("person_words", "Jeg er kasserer.")
    return claim_organisation(
        actor=acting_as(user), organisation_id=organisation.id, way=way, person_words=words, at=at
    )


def receivers() -> set[str]:
    return set(Content.objects.values_list("to", flat=True))


class TestWays:
    def test_mask_the_address_and_say_what_is_closed(self, cafe: Organisation) -> None:
        ways = {way.way: way for way in ways_to_claim(organisation=cafe)}

        assert "k…@cafe.example" in str(ways[Way.PUBLIC_MAIL].text)
        assert "kontakt" not in str(ways[Way.PUBLIC_MAIL].text)
        assert [way for way in ways if ways[way].is_open] == [Way.PUBLIC_MAIL, Way.CENTRE]

    def test_name_nobody_who_writes_already(self, cafe: Organisation) -> None:
        member = MembershipFactory.create(organisation=cafe, user__name="Bodil")

        (way,) = ways_to_claim(organisation=cafe)

        assert way.way == Way.MEMBERS
        assert member.user.name not in str(way.text)

    def test_ask_the_register_only_where_it_is_set_up(self, cafe: Organisation, settings: object) -> None:
        cafe.cvr = "25300823"
        assert not ways_to_claim(organisation=cafe)[1].is_open
        settings.CVR_URL = "http://127.0.0.1:1/"  # type: ignore[attr-defined]
        assert ways_to_claim(organisation=cafe)[1].is_open

    def test_have_no_mail_without_an_address(self) -> None:
        assert not ways_to_claim(organisation=OrganisationFactory.create())[0].is_open


class TestProofByMail:
    def test_lets_in_whoever_the_association_says_yes_to(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon)
        assert receivers() == {"kontakt@cafe.example"}
        token = claim_link(claim_id=claim.id, asked_at=claim.asked_at, at=noon)

        row, holder = claim_by_link(token=token, at=noon + DAY)
        answer_claim(actor=holder, claim_id=row.id, is_accepted=True, at=noon + DAY)

        assert Membership.objects.get().role == MemberRole.ADMINISTRATOR
        assert Membership.objects.get().user == anna
        assert receivers() == {"kontakt@cafe.example", "anna@brobygger.example"}
        assert [entry.act for entry in Entry.objects.order_by("number")] == [
            "organisations.claim.made", "organisations.claim.accepted", "organisations.member.added",
        ]  # fmt: skip
        with pytest.raises(LinkNotValid):
            claim_by_link(token=token, at=noon + DAY)

    def test_holds_for_that_claim_alone(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim, other = claimed(anna, cafe, noon), ClaimFactory.create(organisation=cafe)
        token = claim_link(claim_id=claim.id, asked_at=claim.asked_at, at=noon)
        _, holder = claim_by_link(token=token, at=noon)

        with pytest.raises(NotFound):
            answer_claim(actor=holder, claim_id=other.id, is_accepted=True, at=noon)

    def test_ends_after_a_week_and_with_a_newer_link(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon)
        old = claim_link(claim_id=claim.id, asked_at=claim.asked_at, at=noon)

        with pytest.raises(LinkNotValid):
            claim_by_link(token=old, at=noon + 8 * DAY)
        ask_again(actor=acting_as(anna), claim_id=claim.id, at=noon + DAY)
        with pytest.raises(LinkNotValid):
            claim_by_link(token=old, at=noon + DAY)

    def test_may_say_no_without_a_reason(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon)
        _, holder = claim_by_link(token=claim_link(claim_id=claim.id, asked_at=noon, at=noon), at=noon)

        answer_claim(actor=holder, claim_id=claim.id, is_accepted=False, at=noon)

        assert not Membership.objects.exists()
        assert Claim.objects.get().status == ClaimStatus.REFUSED

    def test_cannot_be_answered_by_who_asked_or_the_centre(
        self, cafe: Organisation, anna: User, centre: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon)

        for user in (anna, centre):
            with pytest.raises(NotAllowed):
                answer_claim(actor=acting_as(user), claim_id=claim.id, is_accepted=True, at=noon)

    def test_fills_nobodys_letter_box(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon)
        with pytest.raises(AskedTooOften):
            ask_again(actor=acting_as(anna), claim_id=claim.id, at=noon)
        for times in (1, 2):
            ask_again(actor=acting_as(anna), claim_id=claim.id, at=noon + times * DAY)
        with pytest.raises(AskedTooOften):
            ask_again(actor=acting_as(anna), claim_id=claim.id, at=noon + 3 * DAY)
        later = noon + 9 * DAY
        for _ in range(3):
            claimed(UserFactory.create(role=Role.ASSOCIATION_MEMBER), cafe, later)
        with pytest.raises(AskedTooOften):
            claimed(UserFactory.create(role=Role.ASSOCIATION_MEMBER), cafe, later)

    def test_is_not_for_asking_for_the_whole_register(self, anna: User, noon: datetime) -> None:
        for _ in range(5):
            claimed(anna, OrganisationFactory.create(), noon, Way.CENTRE)

        with pytest.raises(AskedTooOften):
            claimed(anna, OrganisationFactory.create(), noon, Way.CENTRE)

    def test_the_link_is_sent_again_only_where_one_was(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon, Way.CENTRE)

        with pytest.raises(WayIsClosed):
            ask_again(actor=acting_as(anna), claim_id=claim.id, at=noon + DAY)


class TestClaimOrganisation:
    def test_says_no_to_what_makes_no_sense(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            claim_organisation(actor=VISITOR, organisation_id=cafe.id, way=Way.CENTRE, person_words="", at=noon)
        with pytest.raises(WayIsClosed):
            claimed(anna, cafe, noon, Way.MEMBERS)
        with pytest.raises(WayIsClosed):
            claimed(anna, cafe, noon, "andet")
        with pytest.raises(TextLooksLikeCpr):
            claimed(anna, cafe, noon, person_words="010203-1234")
        with pytest.raises(NotFound):
            claimed(anna, OrganisationFactory.create(is_approved=False), noon)
        with pytest.raises(AlreadyMember):
            claimed(MembershipFactory.create(organisation=cafe).user, cafe, noon)

    def test_asks_once(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claimed(anna, cafe, noon)

        with pytest.raises(ClaimWaits):
            claimed(anna, cafe, noon, Way.CENTRE)

    def test_can_be_taken_back_once(self, cafe: Organisation, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon)

        withdraw_claim(actor=acting_as(anna), claim_id=claim.id, at=noon)

        with pytest.raises(AlreadyAnswered):
            withdraw_claim(actor=acting_as(anna), claim_id=claim.id, at=noon)
        with pytest.raises(NotFound):
            withdraw_claim(actor=acting_as(UserFactory.create()), claim_id=claim.id, at=noon)
        with pytest.raises(NotFound):
            withdraw_claim(actor=SYSTEM, claim_id=claim.id, at=noon)
        assert [row.status for row in own_claims(actor=acting_as(anna))] == [ClaimStatus.WITHDRAWN]
        assert own_claims(actor=SYSTEM) == ()


class TestVouch:
    def test_is_on_the_desk_of_the_own_centre_alone(
        self, cafe: Organisation, anna: User, centre: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.CENTRE)
        elsewhere = acting_as(UserFactory.create(municipality_codes=["0851"]))
        nation = acting_as(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR))

        assert list(claims_for_centre(actor=acting_as(centre), at=noon)) == [claim]
        assert list(claims_for_centre(actor=nation, at=noon)) == [claim]
        assert not claims_for_centre(actor=elsewhere, at=noon)
        with pytest.raises(NotFound):
            claim_page(actor=elsewhere, claim_id=claim.id, at=noon)
        with pytest.raises(NotFound):
            vouch(actor=elsewhere, claim_id=claim.id, is_vouched=True, at=noon)

    def test_shows_what_was_written_and_whom_to_call(
        self, cafe: Organisation, anna: User, centre: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.CENTRE)

        page, own = (claim_page(actor=acting_as(user), claim_id=claim.id, at=noon) for user in (centre, anna))

        assert (page.may_answer, page.phones, page.is_own) == (True, ("66 00 00 00",), False)
        assert (own.may_answer, own.phones, own.is_own) == (False, (), True)

    def test_lets_in_and_tells_the_association(
        self, cafe: Organisation, anna: User, centre: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.CENTRE)

        vouch(actor=acting_as(centre), claim_id=claim.id, is_vouched=True, at=noon)

        assert Membership.objects.get().user == anna
        assert receivers() == {"kontakt@cafe.example", "anna@brobygger.example"}
        with pytest.raises(AlreadyAnswered):
            vouch(actor=acting_as(centre), claim_id=claim.id, is_vouched=False, text="Nej", at=noon)

    def test_says_no_with_a_reason(self, cafe: Organisation, anna: User, centre: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon, Way.CENTRE)

        with pytest.raises(ReasonMissing):
            vouch(actor=acting_as(centre), claim_id=claim.id, is_vouched=False, at=noon)
        vouch(actor=acting_as(centre), claim_id=claim.id, is_vouched=False, text="Ring til os.", at=noon)

        assert Claim.objects.get().answer == "Ring til os."
        assert not Membership.objects.exists()

    def test_of_a_group_gives_it_its_basis(self, cafe: Organisation, anna: User, centre: User, noon: datetime) -> None:
        claim = ClaimFactory.create(organisation=cafe, user=anna, way=Way.NEW_GROUP)

        vouch(actor=acting_as(centre), claim_id=claim.id, is_vouched=True, at=noon)

        assert Organisation.objects.get().basis == Basis.VOUCHED
        assert not Membership.objects.exists()


class TestWhereSomebodyWritesAlready:
    @pytest.fixture
    def chair(self, cafe: Organisation) -> User:
        return MembershipFactory.create(organisation=cafe).user

    def test_they_are_asked_and_decide(self, cafe: Organisation, chair: User, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)
        assert receivers() == {chair.email}
        assert claims_for_members(actor=acting_as(chair), organisation_id=cafe.id) == (claim,)
        assert claims_for_members(actor=acting_as(anna), organisation_id=cafe.id) == ()

        answer_claim(actor=acting_as(chair), claim_id=claim.id, is_accepted=True, role="member", at=noon)

        assert Membership.objects.of_user(anna.id).get().role == MemberRole.MEMBER
        assert {chair.email, anna.email, cafe.email} == receivers()

    def test_a_fortnights_silence_is_the_centres(
        self, cafe: Organisation, chair: User, anna: User, centre: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)
        actor, later = acting_as(centre), noon + 14 * DAY

        assert not claims_for_centre(actor=actor, at=noon)
        with pytest.raises(NotAllowed):
            answer_claim(actor=actor, claim_id=claim.id, is_accepted=True, at=noon)
        assert list(claims_for_centre(actor=actor, at=later)) == [claim]
        assert answer_claim(actor=actor, claim_id=claim.id, is_accepted=True, at=later).status == ClaimStatus.ACCEPTED

    def test_the_other_ways_are_closed(self, cafe: Organisation, chair: User, anna: User, noon: datetime) -> None:
        for way in (Way.PUBLIC_MAIL, Way.CENTRE, Way.CVR_MAIL):
            with pytest.raises(WayIsClosed):
                claimed(anna, cafe, noon, way)

    def test_another_association_hears_nothing(
        self, cafe: Organisation, chair: User, anna: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)
        stranger = acting_as(MembershipFactory.create().user)

        for wanted in (claim.id, uuid4()):
            with pytest.raises(NotFound):
                claim_page(actor=stranger, claim_id=wanted, at=noon)
            with pytest.raises(NotFound):
                answer_claim(actor=stranger, claim_id=wanted, is_accepted=True, at=noon)

    def test_a_closed_account_is_not_let_in(self, cafe: Organisation, chair: User, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)
        anna.is_active = False
        anna.save()

        with pytest.raises(NotFound):
            answer_claim(actor=acting_as(chair), claim_id=claim.id, is_accepted=True, at=noon)

    def test_the_role_is_one_there_is(self, cafe: Organisation, chair: User, anna: User, noon: datetime) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)

        with pytest.raises(BadData):
            answer_claim(actor=acting_as(chair), claim_id=claim.id, is_accepted=True, role="konge", at=noon)

    def test_whoever_writes_gets_a_higher_role(
        self, cafe: Organisation, chair: User, anna: User, noon: datetime
    ) -> None:
        claim = claimed(anna, cafe, noon, Way.MEMBERS)
        MembershipFactory.create(organisation=cafe, user=anna, role=MemberRole.MEMBER)

        answer_claim(actor=acting_as(chair), claim_id=claim.id, is_accepted=True, at=noon)

        assert Membership.objects.of_user(anna.id).get().role == MemberRole.ADMINISTRATOR
