"""The way in without a password: for whom, for how long, and telling nobody who has an account."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.mail_links import SIGN_IN_LINK_LASTS
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.services.sign_in_links import send_sign_in_link, use_sign_in_link
from brobygger.accounts.tests.factories import UserFactory
from brobygger.accounts.tests.hearing import heard
from brobygger.audit.models import Entry
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.signed_links import LinkNotValid

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    for name in ("throttle", "default"):
        caches[name].clear()


@pytest.fixture
def member() -> User:
    return UserFactory.create(role=Role.ASSOCIATION_MEMBER, email="anna@brobygger.example")


def ask(email: str, at: datetime, **more: str) -> AccountMailWanted:
    with heard(AccountMailWanted) as mails:
        send_sign_in_link(actor=VISITOR, email=email, at=at, **more)
    return mails[0]


def token_in(mail: AccountMailWanted) -> str:
    return str(mail.context["url"]).rstrip("/").rsplit("/", 1)[1]


class TestSendSignInLink:
    def test_mails_a_way_in(self, member: User, noon: datetime) -> None:
        mail = ask("Anna@Brobygger.example ", noon)

        assert mail.to == member.email
        assert "/log-ind/link/" in str(mail.context["url"])

    def test_mails_everybody_so_that_nobody_learns_who_is_known(self, member: User, noon: datetime) -> None:
        UserFactory.create(role=Role.ASSOCIATION_MEMBER, email="lukket@brobygger.example", is_active=False)

        for email in ("ukendt@brobygger.example", "lukket@brobygger.example"):
            mail = ask(email, noon)
            assert (mail.to, mail.context["url"], mail.context["has_account"]) == (email, "", False)

    def test_gives_no_way_in_to_those_who_must_set_up_a_second_step_first(self, noon: datetime) -> None:
        local = UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])
        mail = ask(local.email, noon)
        assert (mail.context["url"], mail.context["has_account"]) == ("", True)

        TOTP.activate(local, SECRET)
        assert ask(local.email, noon).context["url"]

    def test_writes_in_the_language_asked_for(self, member: User, noon: datetime) -> None:
        assert "/en/log-ind/link/" in str(ask(member.email, noon, language="en").context["url"])


class TestUseSignInLink:
    def test_works_once(self, member: User, noon: datetime) -> None:
        token = token_in(ask(member.email, noon))

        assert use_sign_in_link(actor=VISITOR, token=token, at=noon) == member
        assert Entry.objects.filter(act="accounts.sign_in_link.used", subject_id=str(member.id)).exists()
        with pytest.raises(LinkNotValid):
            use_sign_in_link(actor=VISITOR, token=token, at=noon)

    def test_uses_up_every_older_link(self, member: User, noon: datetime) -> None:
        older, newer = token_in(ask(member.email, noon)), token_in(ask(member.email, noon))
        use_sign_in_link(actor=VISITOR, token=newer, at=noon)

        with pytest.raises(LinkNotValid):
            use_sign_in_link(actor=VISITOR, token=older, at=noon)

    def test_ends_after_twenty_minutes(self, member: User, noon: datetime) -> None:
        token = token_in(ask(member.email, noon))

        with pytest.raises(LinkNotValid):
            use_sign_in_link(actor=VISITOR, token=token, at=noon + SIGN_IN_LINK_LASTS + timedelta(seconds=1))

    def test_ends_with_the_account(self, member: User, noon: datetime) -> None:
        token = token_in(ask(member.email, noon))
        User.objects.update(is_active=False)

        with pytest.raises(LinkNotValid):
            use_sign_in_link(actor=VISITOR, token=token, at=noon)

    def test_ends_when_the_role_wants_a_second_step_meanwhile(self, member: User, noon: datetime) -> None:
        token = token_in(ask(member.email, noon))
        User.objects.update(role=Role.EDITOR)

        with pytest.raises(LinkNotValid):
            use_sign_in_link(actor=VISITOR, token=token, at=noon)


class TestAskForALink:
    def post(self, client: Client, email: str):  # type: ignore[no-untyped-def]
        return client.post(reverse("accounts:ask_for_sign_in_link"), {"email": email})

    def test_answers_every_address_alike(self, client: Client, member: User) -> None:
        answers = [self.post(client, email) for email in (member.email, "ukendt@brobygger.example")]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, reverse("accounts:sign_in_link_sent"))
        }
        assert client.get(answers[0]["Location"]).status_code == 200

    def test_does_not_flood_one_address(self, client: Client, member: User) -> None:
        with heard(AccountMailWanted) as mails:
            answers = [self.post(client, member.email.upper()) for _ in range(6)]

        assert {answer.status_code for answer in answers} == {302}
        assert len(mails) == 3

    @pytest.mark.usefixtures("still_clock")
    def test_pauses_a_network_that_asks_for_many(self, client: Client) -> None:
        with patch("brobygger.accounts.views.links.LINKS", 2):
            answers = [self.post(client, f"p{number}@brobygger.example") for number in range(3)]

        assert [answer.status_code for answer in answers] == [302, 302, 429]

    def test_says_what_is_wrong_with_an_address(self, client: Client) -> None:
        assert self.post(client, "anna").status_code == 422


class TestUsingALink:
    def way_in(self, client: Client, email: str) -> str:
        with heard(AccountMailWanted) as mails:
            client.post(reverse("accounts:ask_for_sign_in_link"), {"email": email})
        return re.sub(r"^https?://[^/]+", "", str(mails[0].context["url"]))

    def test_opening_it_changes_nothing_and_pressing_the_button_signs_in(self, client: Client, member: User) -> None:
        path = self.way_in(client, member.email)

        assert client.get(path).status_code == 200
        assert client.get(path).status_code == 200
        assert "_auth_user_id" not in client.session
        response = client.post(path)

        assert (response.status_code, response["Location"]) == (302, reverse("accounts:home"))
        assert client.get(response["Location"]).status_code == 200
        assert client.post(path).status_code == 410

    def test_is_one_step_only(self, client: Client) -> None:
        local = UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])
        TOTP.activate(local, SECRET)

        response = client.post(self.way_in(client, local.email))

        assert response["Location"].startswith(reverse("mfa_authenticate"))
        assert client.get(reverse("accounts:home")).status_code == 302

    def test_a_broken_link_is_answered_kindly(self, client: Client) -> None:
        assert client.get(reverse("accounts:use_sign_in_link", args=["abc"])).status_code == 410
