"""The second step: who must show it, where they are led, and what nobody may take away."""

from datetime import UTC, datetime
from io import StringIO
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors.own_account import code_of_account, code_of_known_app
from brobygger.accounts.services.own_account import give_app_secret
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.accounts.tests.hearing import heard
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["throttle"].clear()
    caches["default"].clear()


@pytest.fixture
def local() -> User:
    return UserFactory(email="lone@brobygger.example", role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])


@pytest.fixture
def with_app(local: User) -> User:
    give_app_secret(actor=SYSTEM, user=local, secret=DEMO_APP_SECRET, at=NOW)
    return local


def code_now(user: User) -> str:
    return code_of_known_app(user=user, secret=DEMO_APP_SECRET, at=datetime.now(UTC))


def give_password(client: Client, **more: str):  # type: ignore[no-untyped-def]
    data = {"login": "lone@brobygger.example", "password": PASSWORD, **more}
    return client.post(reverse("accounts:sign_in"), data)


def acts() -> set[str]:
    return set(Entry.objects.values_list("act", flat=True))


class TestSignIn:
    def test_asks_whoever_has_an_app_for_a_code(self, client: Client, with_app: User) -> None:
        response = give_password(client)

        assert response["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session

    def test_lets_in_with_the_code_and_goes_where_the_person_was_on_the_way_to(
        self, client: Client, with_app: User
    ) -> None:
        give_password(client, next="/konto/")

        response = client.post(reverse("mfa_authenticate"), {"code": code_now(with_app)})

        assert response["Location"] == "/konto/"
        assert client.get("/konto/").status_code == 200
        assert "accounts.user.signed_in" in acts()

    def test_writes_a_wrong_code_in_the_book(self, client: Client, with_app: User) -> None:
        give_password(client)

        response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

        assert response.status_code == 422
        assert Entry.objects.get(act="accounts.second_factor.failed").subject_id == str(with_app.id)

    def test_takes_a_code_once(self, client: Client, with_app: User) -> None:
        code = code_now(with_app)
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        other = Client()
        give_password(other)

        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422

    def test_stops_guessing(self, client: Client, with_app: User) -> None:
        give_password(client)
        for _ in range(10):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})

        response = client.post(reverse("mfa_authenticate"), {"code": code_now(with_app)})

        assert response.status_code == 422
        assert "_auth_user_id" not in client.session


class TestDemoCode:
    def test_is_shown_in_a_demonstration_on_this_machine(self, client: Client, with_app: User) -> None:
        give_password(client)

        assert code_now(with_app) in client.get(reverse("mfa_authenticate")).content.decode()

    @pytest.mark.parametrize("setting", ["DEMO", "IS_LOCAL"])
    def test_is_shown_nowhere_else(self, client: Client, with_app: User, settings, setting: str) -> None:  # type: ignore[no-untyped-def]
        setattr(settings, setting, False)
        give_password(client)

        page = client.get(reverse("mfa_authenticate")).content.decode()

        assert code_now(with_app) not in page

    def test_is_not_shown_for_an_app_of_ones_own(self, client: Client, local: User) -> None:
        TOTP.activate(local, "A" * 32)
        give_password(client)

        assert client.get(reverse("mfa_authenticate")).context["demo_code"] == ""

    def test_is_empty_for_nobody(self) -> None:
        assert code_of_account(email="nobody@brobygger.example", secret=DEMO_APP_SECRET, at=NOW) == ""


class TestSecondFactorFirst:
    def test_leads_from_every_closed_page_to_the_one_that_says_why(self, client: Client, local: User) -> None:
        sign_in(client, local, has_second_factor=False)

        response = client.get("/min-side/?x=1")

        assert response["Location"] == f"{reverse('accounts:second_factor')}?next=%2Fmin-side%2F%3Fx%3D1"
        page = client.get(response["Location"]).content.decode()
        assert reverse("mfa_activate_totp") in page

    def test_refuses_what_is_sent(self, client: Client, local: User) -> None:
        sign_in(client, local, has_second_factor=False)

        assert client.post(reverse("accounts:end_other_devices")).status_code == 403

    def test_lets_somebody_sign_out(self, client: Client, local: User) -> None:
        sign_in(client, local, has_second_factor=False)

        assert client.post(reverse("accounts:sign_out")).status_code == 302

    def test_asks_whoever_has_a_step_to_show_it(self, client: Client, with_app: User) -> None:
        sign_in(client, with_app, has_second_factor=False)

        page = client.get(reverse("accounts:second_factor") + "?next=/konto/").content.decode()
        assert reverse("mfa_reauthenticate") in page
        client.post(reverse("mfa_reauthenticate") + "?next=/konto/", {"code": code_now(with_app)})

        assert client.get("/konto/").status_code == 200

    def test_leaves_those_alone_who_need_none(self, client: Client) -> None:
        sign_in(client, UserFactory(role=Role.ASSOCIATION_MEMBER), has_second_factor=False)

        assert client.get("/min-side/").status_code == 200
        assert client.get(reverse("accounts:second_factor"))["Location"] == reverse("accounts:home")

    def test_does_not_count_what_another_person_showed_in_this_browser(self, client: Client, local: User) -> None:
        sign_in(client, local)
        session = client.session
        session["account_authentication_methods_user"] = str(UserFactory.create().pk)
        session.save()

        assert client.get("/min-side/").status_code == 302


class TestAddApp:
    @pytest.mark.django_db(transaction=True)
    def test_is_open_just_after_the_first_sign_in_and_counts_as_shown(self, client: Client, local: User) -> None:
        give_password(client)
        form = client.get(reverse("mfa_activate_totp")).context["form"]

        response = client.post(reverse("mfa_activate_totp"), {"code": _code_of(form.secret)})

        assert response["Location"] == reverse("mfa_view_recovery_codes")
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
        assert client.get("/min-side/").status_code == 200
        assert "accounts.second_factor.app_added" in acts()

    def test_is_closed_to_a_thief_with_the_password_once_there_is_one(self, client: Client, with_app: User) -> None:
        sign_in(client, with_app, has_second_factor=False)

        response = client.get(reverse("mfa_add_webauthn"))

        assert response["Location"].startswith(reverse("mfa_reauthenticate"))

    def test_keeps_the_secret_sealed(self, with_app: User) -> None:
        kept = Authenticator.objects.get(user=with_app)

        assert DEMO_APP_SECRET not in str(kept.data)


class TestRemoveApp:
    @pytest.fixture
    def inside(self, client: Client, with_app: User) -> Client:
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code_now(with_app)})
        return client

    def test_asks_again_first(self, inside: Client, with_app: User) -> None:
        for response in (inside.get(reverse("mfa_deactivate_totp")), inside.post(reverse("mfa_deactivate_totp"))):
            assert response["Location"].startswith(reverse("mfa_reauthenticate"))
        assert Authenticator.objects.filter(user=with_app).exists()

    def test_never_takes_the_last_from_those_who_must_have_one(self, client: Client, with_app: User) -> None:
        _showed_just_now(client, with_app)

        response = client.post(reverse("mfa_deactivate_totp"))

        assert response.status_code == 422
        assert Authenticator.objects.filter(user=with_app).exists()

    def test_is_for_those_who_need_none(self, client: Client, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
        member = UserFactory(role=Role.ASSOCIATION_MEMBER)
        give_app_secret(actor=SYSTEM, user=member, secret=DEMO_APP_SECRET, at=NOW)
        give_app_secret(actor=SYSTEM, user=member, secret="B" * 32, at=NOW)
        _showed_just_now(client, member)

        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("mfa_deactivate_totp"))

        assert not Authenticator.objects.filter(user=member).exists()
        assert "accounts.second_factor.app_removed" in acts()


class TestRemovePasskey:
    def test_never_takes_the_last_from_those_who_must_have_one(self, client: Client, local: User) -> None:
        key = Authenticator.objects.create(user=local, type="webauthn", data={"name": "Nøgle", "credential": {}})
        _showed_just_now(client, local)

        response = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

        assert response.status_code == 422
        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_of_somebody_else_is_as_if_it_were_not_there(self, client: Client) -> None:
        local = UserFactory(role=Role.ASSOCIATION_MEMBER)
        theirs = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "N", "credential": {}})
        _showed_just_now(client, local)

        assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
        assert client.post(reverse("mfa_edit_webauthn", args=[theirs.pk]), {"name": "x"}).status_code == 404


def _showed_just_now(client: Client, user: User) -> None:
    sign_in(client, user)
    session = client.session
    steps = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**step, "reauthenticated": True} for step in steps]
    session.save()


def _code_of(secret: str) -> str:
    user = UserFactory()
    give_app_secret(actor=SYSTEM, user=user, secret=secret, at=NOW)
    return code_of_known_app(user=user, secret=secret, at=datetime.now(UTC))


class TestForgetSecondFactor:
    def test_lets_somebody_begin_again_and_tells_them(self, client: Client, with_app: User) -> None:
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code_now(with_app)})

        with heard(AccountMailWanted) as mails:
            call_command("forget-second-factor", "Lone@brobygger.example", stdout=StringIO())

        assert not Authenticator.objects.filter(user=with_app).exists()
        assert client.get("/min-side/")["Location"].startswith(reverse("accounts:sign_in"))
        assert [mail.to for mail in mails] == ["lone@brobygger.example"]
        assert "accounts.second_factor.forgotten" in acts()

    def test_says_so_when_there_is_no_such_account(self) -> None:
        with pytest.raises(CommandError, match="ingen konto"):
            call_command("forget-second-factor", "nobody@brobygger.example")


class TestAPasskeyThatIsNotTheirs:
    @pytest.fixture
    def with_passkey(self, local: User) -> User:
        Authenticator.objects.create(user=local, type="webauthn", data={"name": "Nøgle", "credential": {}})
        return local

    @pytest.fixture
    def answer(self) -> dict[str, str]:
        return {"credential": '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}'}

    def test_is_written_in_the_book_and_lets_nobody_in(
        self, client: Client, with_passkey: User, answer: dict[str, str]
    ) -> None:
        give_password(client)
        with patch("allauth.mfa.webauthn.internal.auth.begin_authentication", return_value={}):
            client.post(reverse("mfa_authenticate"), answer)

        assert "_auth_user_id" not in client.session
        assert "accounts.second_factor.failed" in acts()

    def test_leads_back_with_a_word_when_asked_once_more(
        self, client: Client, with_passkey: User, answer: dict[str, str]
    ) -> None:
        sign_in(client, with_passkey)

        response = client.post(reverse("mfa_reauthenticate_webauthn") + "?next=/konto/", answer)

        assert response["Location"] == reverse("mfa_reauthenticate_webauthn") + "?noegle=nej&next=%2Fkonto%2F"

    def test_leads_back_to_signing_in(self, client: Client, answer: dict[str, str]) -> None:
        response = client.post(reverse("mfa_login_webauthn"), answer)

        assert response["Location"].startswith(reverse("accounts:sign_in") + "?noegle=nej")
