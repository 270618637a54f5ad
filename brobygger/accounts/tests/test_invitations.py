"""Inviting people, and taking what was promised."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from brobygger.accounts.events import AccountMailWanted, InvitationAccepted
from brobygger.accounts.mail_links import invitation_address
from brobygger.accounts.models import INVITATION_LASTS, Invitation, User
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.people import get_invitation, invitation_behind, invitations_visible_to
from brobygger.accounts.services import invitations
from brobygger.accounts.services.invitations import (
    BETWEEN_MAILS,
    MOST_IN_A_DAY,
    MOST_MAILS,
    HasAccountAlready,
    NotYourInvitation,
    OtherRoleAlready,
    TooManyInvitations,
    accept_as_new,
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
    withdraw_member_invitation,
)
from brobygger.accounts.services.people import change_person
from brobygger.accounts.tests.factories import PASSWORD, UserFactory
from brobygger.accounts.tests.hearing import heard
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
ASSOCIATION = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture
def local() -> Actor:
    """Odense's local administrator."""
    return signed_in(UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]))


@pytest.fixture
def national() -> Actor:
    return signed_in(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR))


def signed_in(user: User) -> Actor:
    return actor_for(user, has_second_factor=True)


def promise(
    actor: Actor, at: datetime, *, email: str = "ny@brobygger.example", role: Role = Role.FRONTLINE_WORKER,
    codes: tuple[str, ...] = ("0461",), **more: object,
) -> Invitation:  # fmt: skip
    return invite(actor=actor, email=email, role=role, municipality_codes=codes, at=at, **more)


def token_of(invitation: Invitation) -> str:
    return invitation_address(invitation).rstrip("/").rsplit("/", 1)[1]


class TestInvite:
    def test_mails_a_link_and_writes_in_the_book_without_the_address(self, local: Actor, noon: datetime) -> None:
        with heard(AccountMailWanted) as mails:
            invitation = promise(local, noon, email=" Ny@Brobygger.example")

        assert mails[0].to == "ny@brobygger.example"
        sent = str(mails[0].context["url"]).rstrip("/").rsplit("/", 1)[1]
        assert invitation_behind(token=sent, at=noon) == invitation
        assert mails[0].context["role"] == "frontmedarbejder"
        entry = Entry.objects.get(act="accounts.invitation.sent")
        assert "ny@" not in str(entry.changes)

    def test_writes_in_the_language_asked_for(self, local: Actor, noon: datetime) -> None:
        with heard(AccountMailWanted) as mails:
            promise(local, noon, language="en")

        assert "/en/" in str(mails[0].context["url"])

    @pytest.mark.parametrize(
        ("role", "codes"),
        [
            (Role.FRONTLINE_WORKER, ("0851",)),
            (Role.FRONTLINE_WORKER, ("0461", "0851")),
            (Role.FRONTLINE_WORKER, ()),
            (Role.NATIONAL_ADMINISTRATOR, ()),
            (Role.NATIONAL_ADMINISTRATOR, ("0461",)),
            (Role.EDITOR, ("0461",)),
            (Role.GRANT_OWNER, ()),
            (Role.ASSOCIATION_MEMBER, ()),
        ],
    )
    def test_gives_nothing_that_a_local_administrator_does_not_have_there(
        self, local: Actor, noon: datetime, role: Role, codes: tuple[str, ...]
    ) -> None:
        with pytest.raises(NotAllowed):
            promise(local, noon, role=role, codes=codes)

        assert not Invitation.objects.exists()

    def test_is_not_for_those_without_a_say_or_a_second_factor(self, noon: datetime) -> None:
        without_factor = actor_for(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR))
        worker = signed_in(UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"]))

        for actor in (VISITOR, without_factor, worker):
            with pytest.raises(NotAllowed):
                promise(actor, noon)

    def test_lets_a_national_administrator_give_any_role(self, national: Actor, noon: datetime) -> None:
        roles = {Role.NATIONAL_ADMINISTRATOR: (), Role.EDITOR: (), Role.LOCAL_ADMINISTRATOR: ("0461", "0851")}

        for role, codes in roles.items():
            promise(national, noon, email=f"{role}@brobygger.example", role=role, codes=codes)

        assert Invitation.objects.count() == 3

    def test_replaces_what_was_promised_the_same_address_before(
        self, local: Actor, national: Actor, noon: datetime
    ) -> None:
        first = promise(local, noon)
        second = promise(local, noon, role=Role.LOCAL_ADMINISTRATOR)

        with pytest.raises(LinkNotValid):
            invitation_behind(token=token_of(first), at=noon)
        assert invitation_behind(token=token_of(second), at=noon) == second

    def test_leaves_what_another_municipality_promised(self, local: Actor, noon: datetime) -> None:
        other = signed_in(UserFactory.create(municipality_codes=["0851"]))
        theirs = promise(other, noon, codes=("0851",))

        promise(local, noon)

        assert Invitation.objects.waiting().filter(id=theirs.id).exists()

    def test_stops_after_many_in_a_day(self, local: Actor, noon: datetime) -> None:
        Invitation.objects.bulk_create(
            Invitation(email=f"p{n}@brobygger.example", role=Role.FRONTLINE_WORKER, municipality_codes=["0461"],
                       invited_by_id=local.id, invited_at=noon, sent_at=noon)
            for n in range(MOST_IN_A_DAY)
        )  # fmt: skip

        with pytest.raises(TooManyInvitations):
            promise(local, noon + timedelta(hours=1))
        assert promise(local, noon + timedelta(days=2)).times_sent == 1

    def test_refuses_an_address_with_a_cpr_number(self, local: Actor, noon: datetime) -> None:
        with pytest.raises(TextLooksLikeCpr):
            promise(local, noon, email="010150-1234@brobygger.example")


class TestInviteIntoAnAssociation:
    def member_of(self, *, administers: bool) -> Actor:
        ids = frozenset({ASSOCIATION})
        return Actor(
            kind=ActorKind.USER, id=UserFactory.create(role=Role.ASSOCIATION_MEMBER).id, organisation_ids=ids,
            administered_ids=ids if administers else frozenset(),
            own_permissions=frozenset({"organisations.members.manage"}),
        )  # fmt: skip

    def ask(self, actor: Actor, at: datetime, **more: object) -> Invitation:
        return invite(
            actor=actor, email="frivillig@brobygger.example", role=Role.ASSOCIATION_MEMBER, at=at,
            organisation_id=ASSOCIATION, organisation_name="Café Sol", organisation_role="member", **more,
        )  # fmt: skip

    def test_is_for_its_administrators(self, noon: datetime) -> None:
        assert self.ask(self.member_of(administers=True), noon).organisation_name == "Café Sol"

        with pytest.raises(NotAllowed):
            self.ask(self.member_of(administers=False), noon)

    def test_is_for_the_municipalitys_administrators_too(self, local: Actor, noon: datetime) -> None:
        assert self.ask(local, noon, organisation_municipalities=["0461"]).organisation_id == ASSOCIATION

        with pytest.raises(NotAllowed):
            self.ask(local, noon, organisation_municipalities=["0851"])

    def test_gives_no_role_beside_membership(self, national: Actor, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            promise(national, noon, organisation_id=ASSOCIATION)

    def test_is_taken_back_by_those_who_could_send_it(self, local: Actor, noon: datetime) -> None:
        administrator = self.member_of(administers=True)
        invitation = self.ask(administrator, noon)

        with pytest.raises(NotAllowed):
            withdraw_member_invitation(actor=local, invitation_id=invitation.id, at=noon)
        withdraw_member_invitation(actor=administrator, invitation_id=invitation.id, at=noon)

        assert not Invitation.objects.waiting().exists()
        with pytest.raises(NotAllowed):
            withdraw_member_invitation(actor=administrator, invitation_id=invitation.id, at=noon)

    def test_is_announced_when_taken_and_leaves_the_role_alone(self, noon: datetime) -> None:
        invitation = self.ask(SYSTEM, noon)
        editor = UserFactory.create(role=Role.EDITOR, email="frivillig@brobygger.example")

        with heard(InvitationAccepted) as facts:
            accept_invitation(actor=signed_in(editor), invitation_id=invitation.id, user=editor, at=noon)

        assert (facts[0].user_id, facts[0].organisation_id) == (editor.id, ASSOCIATION)
        assert facts[0].organisation_role == "member"
        editor.refresh_from_db()
        assert editor.role == Role.EDITOR


class TestAcceptAsNew:
    def test_makes_an_account_with_the_promised_right(self, local: Actor, noon: datetime) -> None:
        invitation = promise(local, noon)

        user = accept_as_new(actor=VISITOR, invitation_id=invitation.id, name="Bo", password=PASSWORD, at=noon)

        assert (user.email, user.role, user.municipality_codes) == (
            "ny@brobygger.example", Role.FRONTLINE_WORKER, ["0461"],
        )  # fmt: skip
        assert user.check_password(PASSWORD)
        assert user.emailaddress_set.get().verified
        assert Entry.objects.filter(act="accounts.user.created", subject_id=str(user.id)).exists()

    def test_works_once(self, local: Actor, noon: datetime) -> None:
        invitation = promise(local, noon)
        accept_as_new(actor=VISITOR, invitation_id=invitation.id, name="Bo", password=PASSWORD, at=noon)

        with pytest.raises(LinkNotValid):
            accept_as_new(actor=VISITOR, invitation_id=invitation.id, name="Bo", password=PASSWORD, at=noon)
        with pytest.raises(LinkNotValid):
            invitation_behind(token=token_of(invitation), at=noon)

    def test_ends_after_two_weeks(self, local: Actor, noon: datetime) -> None:
        invitation, late = promise(local, noon), noon + INVITATION_LASTS + timedelta(minutes=1)

        with pytest.raises(LinkNotValid):
            accept_as_new(actor=VISITOR, invitation_id=invitation.id, name="Bo", password=PASSWORD, at=late)
        with pytest.raises(LinkNotValid):
            invitation_behind(token=token_of(invitation), at=late)

    def test_never_touches_an_account_that_exists(self, local: Actor, noon: datetime) -> None:
        UserFactory.create(email="ny@brobygger.example")

        with pytest.raises(HasAccountAlready):
            accept_as_new(actor=VISITOR, invitation_id=promise(local, noon).id, name="Bo", password=PASSWORD, at=noon)

    def test_of_nothing_is_refused(self, noon: datetime) -> None:
        with pytest.raises(LinkNotValid):
            accept_as_new(actor=VISITOR, invitation_id=uuid4(), name="Bo", password=PASSWORD, at=noon)


class TestAcceptInvitation:
    def take(self, invitation: Invitation, user: User, at: datetime) -> User:
        accept_invitation(actor=signed_in(user), invitation_id=invitation.id, user=user, at=at)
        user.refresh_from_db()
        return user

    def test_gives_a_member_the_role(self, local: Actor, noon: datetime) -> None:
        user = UserFactory.create(email="ny@brobygger.example", role=Role.ASSOCIATION_MEMBER)

        assert self.take(promise(local, noon), user, noon).municipality_codes == ["0461"]

    def test_adds_a_municipality_to_the_same_role(self, local: Actor, noon: datetime) -> None:
        user = UserFactory.create(email="ny@brobygger.example", role=Role.FRONTLINE_WORKER, municipality_codes=["0851"])

        assert self.take(promise(local, noon), user, noon).municipality_codes == ["0461", "0851"]

    @pytest.mark.parametrize("role", [Role.LOCAL_ADMINISTRATOR, Role.EDITOR, Role.NATIONAL_ADMINISTRATOR])
    def test_never_mixes_two_roles(self, local: Actor, noon: datetime, role: Role) -> None:
        codes = ["0851"] if role == Role.LOCAL_ADMINISTRATOR else []
        user = UserFactory.create(email="ny@brobygger.example", role=role, municipality_codes=codes)

        with pytest.raises(OtherRoleAlready):
            self.take(promise(local, noon), user, noon)

    def test_changes_nothing_for_who_has_it_already(self, national: Actor, noon: datetime) -> None:
        user = UserFactory.create(email="ny@brobygger.example", role=Role.EDITOR)

        assert self.take(promise(national, noon, role=Role.EDITOR, codes=()), user, noon).role == Role.EDITOR
        assert not Entry.objects.filter(act="accounts.user.right_changed").exists()

    def test_is_for_the_invited_address_only(self, local: Actor, noon: datetime) -> None:
        with pytest.raises(NotYourInvitation):
            self.take(promise(local, noon), UserFactory.create(role=Role.ASSOCIATION_MEMBER), noon)


class TestResendInvitation:
    def test_mails_a_new_link_and_ends_the_old_one(self, local: Actor, noon: datetime) -> None:
        invitation = promise(local, noon)
        old, later = token_of(invitation), noon + timedelta(days=1)

        with heard(AccountMailWanted) as mails:
            resent = resend_invitation(actor=local, invitation_id=invitation.id, at=later)

        assert mails[0].key.endswith(":2")
        assert invitation_behind(token=token_of(resent), at=later + timedelta(days=13)) == invitation
        with pytest.raises(LinkNotValid):
            invitation_behind(token=old, at=later)

    def test_floods_nobody(self, local: Actor, noon: datetime) -> None:
        invitation = promise(local, noon)

        with pytest.raises(TooManyInvitations):
            resend_invitation(actor=local, invitation_id=invitation.id, at=noon + BETWEEN_MAILS / 2)
        Invitation.objects.update(times_sent=MOST_MAILS)
        with pytest.raises(TooManyInvitations):
            resend_invitation(actor=local, invitation_id=invitation.id, at=noon + timedelta(days=1))

    def test_is_for_those_who_could_have_sent_it(self, local: Actor, national: Actor, noon: datetime) -> None:
        shared = promise(national, noon, codes=("0461", "0851"))
        elsewhere = promise(national, noon, email="x@brobygger.example", codes=("0851",))

        with pytest.raises(NotAllowed):
            resend_invitation(actor=local, invitation_id=shared.id, at=noon + timedelta(days=1))
        with pytest.raises(NotFound):
            resend_invitation(actor=local, invitation_id=elsewhere.id, at=noon + timedelta(days=1))


class TestWithdrawInvitation:
    def test_ends_the_link(self, local: Actor, noon: datetime) -> None:
        invitation = promise(local, noon)

        withdraw_invitation(actor=local, invitation_id=invitation.id, at=noon)

        with pytest.raises(LinkNotValid):
            invitation_behind(token=token_of(invitation), at=noon)
        with pytest.raises(NotFound):
            get_invitation(actor=local, invitation_id=invitation.id)

    def test_happens_by_itself_when_the_inviter_loses_the_right(
        self, national: Actor, local: Actor, noon: datetime
    ) -> None:
        invitation = promise(local, noon)

        change_person(actor=national, user_id=local.id, role=Role.ASSOCIATION_MEMBER, municipality_codes=(), at=noon)

        with pytest.raises(LinkNotValid):
            accept_as_new(actor=VISITOR, invitation_id=invitation.id, name="Bo", password=PASSWORD, at=noon)


class TestInvitationsVisibleTo:
    def test_are_ones_own_municipalitys(self, local: Actor, national: Actor, noon: datetime) -> None:
        own = promise(local, noon)
        other = promise(national, noon, email="x@brobygger.example", codes=("0851",))

        assert list(invitations_visible_to(actor=local)) == [own]
        assert set(invitations_visible_to(actor=national)) == {own, other}
        assert not invitations_visible_to(actor=VISITOR).exists()


class TestInvitation:
    def test_says_nothing_of_whom_it_is_to(self, local: Actor, noon: datetime) -> None:
        assert "@" not in str(promise(local, noon))

    def test_has_a_limit_for_mails(self) -> None:
        assert invitations.MOST_MAILS < 10
