"""What a penetration test would try at the doors of signing in."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.services.own_account import give_app_secret
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.accounts.tests.hearing import heard
from brobygger.kernel.actors import SYSTEM
from brobygger.ui.throttle import network_of

pytestmark = pytest.mark.django_db

SENSITIVE: tuple[tuple[str, dict[str, str]], ...] = (
    ("account_email", {"email": "thief@brobygger.example", "action_add": "1"}),
    ("account_change_password", {"oldpassword": PASSWORD, "password1": "thieves like long ones"}),
    ("mfa_deactivate_totp", {}),
    ("mfa_generate_recovery_codes", {}),
    ("mfa_view_recovery_codes", {}),
    ("mfa_download_recovery_codes", {}),
    ("mfa_activate_totp", {"code": "123456"}),
    ("mfa_add_webauthn", {"name": "x", "credential": "{}"}),
)


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["throttle"].clear()
    caches["default"].clear()


@pytest.fixture
def member() -> User:
    return UserFactory(email="mona@brobygger.example", role=Role.ASSOCIATION_MEMBER)


@pytest.fixture
def with_app(member: User, noon) -> User:  # type: ignore[no-untyped-def]
    give_app_secret(actor=SYSTEM, user=member, secret=DEMO_APP_SECRET, at=noon)
    return member


def hashes(act: Callable[[], HttpResponse]) -> int:
    """Return how often a password was worked on, which is what takes the time."""
    real = MD5PasswordHasher.encode
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=real) as encode:
        act()
    return encode.call_count


class TestAStolenSession:
    @pytest.mark.parametrize(("door", "data"), SENSITIVE)
    def test_changes_nothing_that_matters(
        self, client: Client, with_app: User, door: str, data: dict[str, str]
    ) -> None:
        sign_in(client, with_app)

        for response in (client.get(reverse(door)), client.post(reverse(door), data)):
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("mfa_reauthenticate"))

    def test_with_the_password_too_still_lacks_the_second_step(self, client: Client, with_app: User) -> None:
        sign_in(client, with_app)

        response = client.post(reverse("account_reauthenticate") + "?next=/konto/email/", {"password": PASSWORD})

        assert response["Location"].startswith(reverse("mfa_reauthenticate"))
        assert client.get(reverse("account_email")).status_code == 302

    def test_of_a_member_without_a_second_step_needs_the_password(self, client: Client, member: User) -> None:
        sign_in(client, member, has_second_factor=False)

        assert client.get(reverse("account_email"))["Location"].startswith(reverse("account_reauthenticate"))


class TestGuessing:
    def sign_in(self, email: str, client: Client | None = None, password: str = "gæt") -> HttpResponse:
        data = {"login": email, "password": password}
        return (client or Client()).post(reverse("accounts:sign_in"), data)

    def test_takes_as_long_for_an_address_without_an_account(self, member: User) -> None:
        known = hashes(lambda: self.sign_in(member.email))
        unknown = hashes(lambda: self.sign_in("nobody@brobygger.example"))

        assert known == unknown > 0

    def test_takes_as_long_to_make_an_account_that_exists(self, member: User) -> None:
        def make(email: str) -> HttpResponse:
            data = {"email": email, "password1": "fire heste på en bro"}
            return Client().post(reverse("account_signup"), data)

        with heard(AccountMailWanted):
            assert hashes(lambda: make(member.email)) == hashes(lambda: make("new@brobygger.example")) == 1

    def test_is_stopped_for_one_account_wherever_it_comes_from(self, member: User) -> None:
        for number in range(8):
            Client(REMOTE_ADDR=f"192.0.{number}.1").post(
                reverse("accounts:sign_in"), {"login": member.email, "password": "gæt"}
            )

        page = self.sign_in(member.email, password=PASSWORD).content.decode()

        assert "Vent ti minutter" in page

    def test_says_the_same_of_an_account_that_is_not_there(self) -> None:
        for _ in range(8):
            self.sign_in("nobody@brobygger.example")

        assert "Vent ti minutter" in self.sign_in("nobody@brobygger.example").content.decode()

    def test_does_not_lock_the_owner_out_of_other_ways(self, client: Client, member: User) -> None:
        for _ in range(9):
            self.sign_in(member.email)

        with heard(AccountMailWanted) as mails:
            client.post(reverse("account_reset_password"), {"email": member.email})

        assert len(mails) == 1


class TestOpenRedirects:
    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
    )
    @pytest.mark.parametrize("door", ["accounts:sign_in", "accounts:second_factor"])
    def test_lead_nowhere(self, client: Client, member: User, door: str, elsewhere: str) -> None:
        sign_in(client, member)

        assert client.get(reverse(door), {"next": elsewhere})["Location"] == reverse("accounts:home")


class TestHostHeader:
    def test_never_gets_into_a_mail(self, client: Client, member: User) -> None:
        with heard(AccountMailWanted) as mails:
            client.post(reverse("account_reset_password"), {"email": member.email}, headers={"host": "localhost"})

        assert str(mails[0].context["password_reset_url"]).startswith(settings.BASE_URL)


class TestOtherPeoplesForms:
    @pytest.mark.parametrize(
        "door", ["account_signup", "account_reset_password", "accounts:sign_in", "mfa_login_webauthn"]
    )
    def test_are_refused(self, door: str) -> None:
        client = Client(enforce_csrf_checks=True)

        assert client.post(reverse(door), {"email": "a@b.example"}).status_code == 403


class TestWhatIsKept:
    def test_is_the_network_and_never_the_machine(self, member: User) -> None:
        client = Client(REMOTE_ADDR="203.0.113.77")
        client.post(reverse("accounts:sign_in"), {"login": member.email, "password": PASSWORD})

        assert member.usersession_set.get().ip == "203.0.113.0"  # type: ignore[attr-defined]

    def test_is_a_network_even_without_an_address(self, rf) -> None:  # type: ignore[no-untyped-def]
        assert network_of(rf.get("/", REMOTE_ADDR="")) == ""
