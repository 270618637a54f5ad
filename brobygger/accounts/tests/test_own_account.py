"""One's own account: making it, its password, its address, and where one is signed in."""

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.accounts.tests.hearing import heard
from brobygger.audit.models import Entry

pytestmark = pytest.mark.django_db
BETTER = "fire heste på en bro"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["throttle"].clear()
    caches["default"].clear()


@pytest.fixture
def mails() -> Iterator[list[AccountMailWanted]]:
    with heard(AccountMailWanted) as facts:
        yield facts


@pytest.fixture
def member() -> User:
    return UserFactory(email="mona@brobygger.example", role=Role.ASSOCIATION_MEMBER)


@pytest.fixture
def inside(client: Client, member: User) -> Client:
    """Signed in a moment ago, with the password shown again."""
    client.post(reverse("accounts:sign_in"), {"login": member.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate") + "?next=/konto/", {"password": PASSWORD})
    return client


def link_in(mail: AccountMailWanted, name: str) -> str:
    return urlsplit(str(mail.context[name])).path


class TestNewAccount:
    def make(self, client: Client, **more: str):  # type: ignore[no-untyped-def]
        data = {"email": "Ny@Brobygger.example", "name": "Nye Nis", "password1": BETTER, **more}
        return client.post(reverse("account_signup"), data)

    def test_says_that_citizens_need_none(self, client: Client) -> None:
        assert "skal du ikke have en konto" in client.get(reverse("account_signup")).content.decode()

    def test_is_a_members_and_waits_for_the_mail(self, client: Client, mails: list[AccountMailWanted]) -> None:
        response = self.make(client)

        user = User.objects.get(email="ny@brobygger.example")
        assert response["Location"] == reverse("account_email_verification_sent")
        assert (user.role, user.name, user.municipality_codes) == (Role.ASSOCIATION_MEMBER, "Nye Nis", [])
        assert "_auth_user_id" not in client.session
        assert [mail.template for mail in mails] == ["accounts/mail/confirm_new_account"]
        assert Entry.objects.get(act="accounts.user.created").changes == {"role": [None, "association_member"]}

    def test_is_ready_when_the_link_is_answered_and_not_when_it_is_opened(
        self, client: Client, mails: list[AccountMailWanted]
    ) -> None:
        self.make(client)
        link = link_in(mails[0], "activate_url")

        client.get(link)
        assert not EmailAddress.objects.get().verified
        client.post(link)

        assert EmailAddress.objects.get().verified
        assert client.get("/min-side/").status_code == 200

    def test_goes_on_to_what_somebody_came_for(self, client: Client, mails: list[AccountMailWanted]) -> None:
        client.post(
            reverse("account_signup") + "?next=/konto/",
            {"email": "ny@brobygger.example", "password1": BETTER, "next": "/konto/"},
        )

        assert client.post(link_in(mails[0], "activate_url"))["Location"] == "/konto/"

    def test_lets_nobody_in_who_only_has_the_link(self, client: Client, mails: list[AccountMailWanted]) -> None:
        self.make(client)
        other = Client()

        response = other.post(link_in(mails[0], "activate_url"))

        assert response["Location"] == reverse("accounts:sign_in") + "?bekraeftet=ja"
        assert "_auth_user_id" not in other.session

    def test_cannot_choose_a_role(self, client: Client, mails: list[AccountMailWanted]) -> None:
        self.make(client, role=Role.NATIONAL_ADMINISTRATOR, is_staff="1", municipality_codes="0461")

        user = User.objects.get()
        assert (user.role, user.is_staff, user.is_superuser) == (Role.ASSOCIATION_MEMBER, False, False)

    def test_says_the_same_of_an_address_that_has_one(
        self, client: Client, member: User, mails: list[AccountMailWanted]
    ) -> None:
        new = self.make(client)
        known = self.make(Client(), email=member.email)

        assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
        assert User.objects.count() == 2
        assert [mail.template for mail in mails][1:] == ["accounts/mail/account_exists"]

    @pytest.mark.parametrize("easy", ["kort", "password1234", "ny@brobygger.example"])
    def test_wants_a_password_that_is_hard_to_guess(self, client: Client, easy: str) -> None:
        response = self.make(client, password1=easy)

        assert response.status_code == 422
        assert not User.objects.exists()


class TestForgottenPassword:
    def ask(self, client: Client, email: str):  # type: ignore[no-untyped-def]
        return client.post(reverse("account_reset_password"), {"email": email})

    def test_says_the_same_of_every_address(self, client: Client, member: User, mails: list[AccountMailWanted]) -> None:
        closed = UserFactory(is_active=False)
        answers = [self.ask(client, email) for email in (member.email, "nobody@brobygger.example", closed.email)]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, reverse("account_reset_password_done"))
        }
        assert [mail.template.rsplit("/")[-1] for mail in mails] == [
            "forgotten_password", "unknown_address", "unknown_address",
        ]  # fmt: skip

    def test_makes_a_new_one_once(self, client: Client, member: User, mails: list[AccountMailWanted]) -> None:
        self.ask(client, member.email)
        link = link_in(mails[0], "password_reset_url")
        form = client.get(link)["Location"]

        assert client.post(form, {"password1": BETTER})["Location"] == reverse("account_reset_password_from_key_done")
        member.refresh_from_db()
        assert member.check_password(BETTER)
        assert "virker ikke længere" in Client().get(link).content.decode()
        assert mails[1].to == member.email
        assert "accounts.password.reset" in set(Entry.objects.values_list("act", flat=True))

    def test_has_links_of_a_bearable_length_on_our_own_name(
        self, member: User, mails: list[AccountMailWanted], settings: LazySettings
    ) -> None:
        self.ask(Client(headers={"host": "testserver"}), member.email)

        link = str(mails[0].context["password_reset_url"])
        assert link.startswith(settings.BASE_URL + "/konto/glemt/")
        assert len(link.removeprefix(settings.BASE_URL)) < 100

    def test_has_links_that_end_within_the_hour(
        self, client: Client, member: User, mails: list[AccountMailWanted]
    ) -> None:
        self.ask(client, member.email)

        with time_machine.travel(time.time() + 61 * 60):
            page = Client().get(link_in(mails[0], "password_reset_url")).content.decode()

        assert "virker ikke længere" in page

    @pytest.mark.usefixtures("still_clock")
    def test_does_not_flood_an_address(self, client: Client, member: User, mails: list[AccountMailWanted]) -> None:
        answers = [self.ask(client, member.email).status_code for _ in range(5)]

        assert answers == [302, 302, 302, 429, 429]
        assert len(mails) == 3

    def test_signs_out_everywhere(self, client: Client, member: User, mails: list[AccountMailWanted]) -> None:
        thief = Client()
        sign_in(thief, member)
        self.ask(client, member.email)
        client.post(client.get(link_in(mails[0], "password_reset_url"))["Location"], {"password1": BETTER})

        assert thief.get("/min-side/").status_code == 302


class TestNewPassword:
    def test_asks_again_first(self, client: Client, member: User) -> None:
        sign_in(client, member)

        response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": BETTER})

        assert response["Location"].startswith(reverse("account_reauthenticate"))
        member.refresh_from_db()
        assert member.check_password(PASSWORD)

    def test_tells_by_mail_and_signs_out_elsewhere(
        self, inside: Client, member: User, mails: list[AccountMailWanted]
    ) -> None:
        elsewhere = Client()
        sign_in(elsewhere, member)

        inside.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": BETTER})

        assert inside.get("/min-side/").status_code == 200
        assert elsewhere.get("/min-side/").status_code == 302
        assert [(mail.to, mail.template) for mail in mails] == [(member.email, "accounts/mail/changed")]


class TestAddress:
    def change(self, client: Client, email: str = "mona.ny@brobygger.example"):  # type: ignore[no-untyped-def]
        return client.post(reverse("account_email"), {"email": email, "action_add": "1"})

    def test_asks_again_first(self, client: Client, member: User, mails: list[AccountMailWanted]) -> None:
        sign_in(client, member)

        assert self.change(client)["Location"].startswith(reverse("account_reauthenticate"))
        assert not mails

    def test_changes_when_the_new_one_is_confirmed_and_tells_the_old_one(
        self, inside: Client, member: User, mails: list[AccountMailWanted]
    ) -> None:
        self.change(inside)
        member.refresh_from_db()
        assert member.email == "mona@brobygger.example"
        assert [mail.to for mail in mails] == ["mona.ny@brobygger.example"]

        inside.post(link_in(mails[0], "activate_url"))

        member.refresh_from_db()
        assert member.email == "mona.ny@brobygger.example"
        assert (mails[1].to, mails[1].template) == ("mona@brobygger.example", "accounts/mail/changed")
        assert "mona.ny" not in str(mails[1].context)
        assert "accounts.address.changed" in set(Entry.objects.values_list("act", flat=True))

    def test_says_the_same_of_an_address_somebody_else_has(
        self, inside: Client, mails: list[AccountMailWanted]
    ) -> None:
        other = UserFactory()

        taken, free = self.change(inside, other.email), self.change(inside)

        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])

    def test_never_becomes_one_that_somebody_else_has(
        self, inside: Client, member: User, mails: list[AccountMailWanted]
    ) -> None:
        other = UserFactory()
        self.change(inside, other.email)
        for mail in mails:
            if "activate_url" in mail.context:
                inside.post(link_in(mail, "activate_url"))

        member.refresh_from_db()
        assert member.email == "mona@brobygger.example"


class TestPasswordAgain:
    def test_is_not_enough_for_whoever_has_no_password_and_came_long_ago(self, client: Client, member: User) -> None:
        member.set_unusable_password()
        member.save()
        sign_in(client, member)

        with time_machine.travel(time.time() + 6 * 60):
            response = client.get(reverse("account_email"))

        assert response["Location"].startswith(reverse("accounts:sign_in"))
        assert "_auth_user_id" not in client.session

    def test_keeps_a_wrong_one_out(self, client: Client, member: User) -> None:
        sign_in(client, member)

        response = client.post(reverse("account_reauthenticate") + "?next=/konto/email/", {"password": "noget andet"})

        assert response.status_code == 422
        assert client.get("/konto/email/").status_code == 302

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_never_leads_away_from_the_portal(self, client: Client, member: User, elsewhere: str) -> None:
        sign_in(client, member)

        response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": elsewhere})

        assert "evil" not in response.get("Location", "")
        assert "javascript" not in response.get("Location", "")


class TestDevices:
    @pytest.fixture
    def elsewhere(self, member: User) -> Client:
        other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/605"})
        other.post(reverse("accounts:sign_in"), {"login": member.email, "password": PASSWORD})
        return other

    def test_are_named_as_people_name_them(self, inside: Client, elsewhere: Client) -> None:
        page = inside.get(reverse("usersessions_list")).content.decode()

        assert "Safari · iPhone" in page
        assert not re.search(r"\d+\.\d+\.\d+\.\d+", page)

    def test_can_be_signed_out_one_by_one(self, inside: Client, elsewhere: Client) -> None:
        device = next(d for d in inside.get(reverse("usersessions_list")).context["devices"] if not d.is_this_one)

        inside.post(reverse("accounts:end_device", args=[device.id]))

        assert elsewhere.get("/min-side/").status_code == 302
        assert inside.get("/min-side/").status_code == 200

    def test_can_be_signed_out_all_at_once(self, inside: Client, elsewhere: Client) -> None:
        inside.post(reverse("accounts:end_other_devices"))

        assert elsewhere.get("/min-side/").status_code == 302
        assert inside.get("/min-side/").status_code == 200

    def test_of_somebody_else_are_as_if_they_were_not_there(self, client: Client, elsewhere: Client) -> None:
        sign_in(client, UserFactory(role=Role.ASSOCIATION_MEMBER))

        assert client.post(reverse("accounts:end_device", args=[1])).status_code == 404
        assert elsewhere.get("/min-side/").status_code == 200
