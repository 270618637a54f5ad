"""What a provider says of somebody, and what we make of it (the walks in a browser: tests/e2e/test_openid.py)."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from brobygger.accounts.models import User
from brobygger.accounts.openid.claims import Grant, Statement, is_cpr, read_claims
from brobygger.accounts.openid.configuration import OpenIDProvider, Rule, read_providers
from brobygger.accounts.permissions import Role
from brobygger.accounts.services.openid import AccountTaken, AddressMissing, NoRuleFits, let_in, take_back
from brobygger.accounts.tests.factories import PASSWORD, UserFactory
from brobygger.kernel.actors import VISITOR

FILE = """
[[provider]]
id = "odense"
name = "Odense Kommune"
issuer = "https://login.odense.example/"
client_id = "brobygger"
secret_env = "ODENSE_SECRET"
mail_domains = ["Odense.example"]
second_factor = { acr = ["substantial"], amr = ["mfa"] }
parameters = { acr_values = "substantial" }
leads_to = ["https://adfs.odense.example/adfs"]
municipalities = { "35209115" = "0461" }

[[provider.rule]]
claim = "role"
value = "leder"
role = "local_administrator"
municipality_claim = "cvr"

[[provider.rule]]
claim = "group"
value = "redaktion"
role = "editor"

[[provider.rule]]
claim = "group"
value = "alle"
role = "frontline_worker"
municipalities = ["0461"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "oidc.toml"
    path.write_text(FILE)
    return path


@pytest.fixture
def provider(file: Path) -> OpenIDProvider:
    return read(file)[0]


def read(path: Path, secret: str = "hemmelig") -> tuple[OpenIDProvider, ...]:
    return read_providers(str(path), secret_of={"ODENSE_SECRET": secret}.get)


def claims(**more: Any) -> dict[str, Any]:
    return {"sub": "42", "email": "Bo@odense.example", "email_verified": True, "name": "Bo", **more}


class TestReadProviders:
    def test_is_nobody_without_a_file(self) -> None:
        assert read_providers("", secret_of={}.get) == ()

    def test_reads_rules_addresses_and_the_secret_from_the_environment(self, provider: OpenIDProvider) -> None:
        assert provider.secret == "hemmelig"
        assert provider.rules[0] == Rule(
            claim="role", value="leder", role=Role.LOCAL_ADMINISTRATOR, municipality_claim="cvr"
        )
        assert provider.origins() == ("https://login.odense.example", "https://adfs.odense.example")
        app = provider.as_app()
        assert app["settings"]["server_url"] == "https://login.odense.example"
        assert app["settings"]["oauth_pkce_enabled"] is True

    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("https://login", "http://login"),
            ("local_administrator", "kejser"),
            ("local_administrator", "public"),
            ('"0461" }', '"461" }'),
            ('id = "odense"', 'id = "odense/../x"'),
            ('mail_domains = ["Odense.example"]', 'mail_domains = "Odense.example"'),
            ('client_id = "brobygger"', ""),
            ("[[provider]]", "[[provider]"),
            ("https://adfs", "javascript:adfs"),
        ],
    )
    def test_says_what_to_mend(self, file: Path, right: str, wrong: str) -> None:
        file.write_text(FILE.replace(right, wrong, 1))

        with pytest.raises(ImproperlyConfigured, match="BROBYGGER_OIDC"):
            read(file)

    def test_refuses_an_empty_secret_a_missing_file_and_two_of_one_name(self, file: Path, tmp_path: Path) -> None:
        with pytest.raises(ImproperlyConfigured, match="ODENSE_SECRET"):
            read(file, secret="")
        with pytest.raises(ImproperlyConfigured):
            read(tmp_path / "mangler.toml")
        file.write_text(FILE + FILE)
        with pytest.raises(ImproperlyConfigured, match="samme id"):
            read(file)


class TestReadClaims:
    @pytest.mark.parametrize(
        ("said", "grant"),
        [
            ({"role": "leder", "cvr": "35209115"}, Grant(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=("0461",))),
            ({"role": ["x", "leder"], "cvr": ["35209115", "9"]},
             Grant(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=("0461",))),
            ({"role": "leder", "cvr": "99999999"}, None),
            ({"role": "leder", "cvr": "0461"}, None),
            ({"role": "leder"}, None),
            ({"role": "ledere", "cvr": "35209115"}, None),
            ({"group": ["redaktion", "alle"]}, Grant(role=Role.EDITOR, municipality_codes=())),
            ({"group": "alle"}, Grant(role=Role.FRONTLINE_WORKER, municipality_codes=("0461",))),
            ({}, None),
        ],
    )  # fmt: skip
    def test_finds_the_first_rule_that_fits(
        self, provider: OpenIDProvider, said: dict[str, Any], grant: Grant | None
    ) -> None:
        assert read_claims(claims(**said), provider=provider).grant == grant

    @pytest.mark.parametrize(
        "said",
        [
            {"email_verified": False},
            {"email_verified": "true"},
            {"email": "bo@elsewhere.example"},
            {"email": "bo@odense.example.evil.example"},
            {"email": "bo"},
            {"email": None},
            {"email": "010150-1234@odense.example"},
        ],
    )
    def test_believes_no_address_that_the_provider_cannot_speak_for(
        self, provider: OpenIDProvider, said: dict[str, Any]
    ) -> None:
        assert read_claims(claims(**said), provider=provider).email == ""

    def test_knows_what_counts_as_a_second_factor(self, provider: OpenIDProvider) -> None:
        said = [{"acr": "substantial"}, {"amr": ["pwd", "mfa"]}, {"acr": "low", "amr": ["pwd"]}, {}]

        assert [read_claims(claims(**more), provider=provider).has_second_factor for more in said] == [
            True, True, False, False,
        ]  # fmt: skip

    def test_takes_nothing_else(self, provider: OpenIDProvider) -> None:
        statement = read_claims(claims(cpr="010150-1234", name="Bo 0101501234"), provider=provider)

        assert "0101501234" not in str(statement).replace("-", "")
        assert is_cpr("010150-1234")
        assert not is_cpr("0f2c5a4e-98b0-4d8e-8f39-d1b6a60f5a10")


@pytest.mark.django_db
class TestLetIn:
    def statement(self, **more: Any) -> Statement:
        said: dict[str, Any] = {
            "provider_id": "odense", "subject": "42", "email": "bo@odense.example", "name": "Bo",
            "grant": Grant(role=Role.FRONTLINE_WORKER, municipality_codes=("0461",)), "has_second_factor": True,
        }  # fmt: skip
        return Statement(**{**said, **more})

    def enter(self, noon: datetime, known: User | None = None, **more: Any) -> User:
        return let_in(actor=VISITOR, known=known, statement=self.statement(**more), at=noon)

    def test_makes_an_account_by_rule(self, noon: datetime) -> None:
        user = self.enter(noon)

        assert (user.role, user.municipality_codes, user.name) == (Role.FRONTLINE_WORKER, ["0461"], "Bo")
        assert SocialAccount.objects.get(uid="42").user == user

    def test_makes_nothing_without_a_rule_or_an_address(self, noon: datetime) -> None:
        with pytest.raises(NoRuleFits):
            self.enter(noon, grant=None)
        with pytest.raises(AddressMissing):
            self.enter(noon, email="")
        assert not User.objects.exists()

    def test_lets_the_role_follow(self, noon: datetime) -> None:
        user = self.enter(noon)
        changed = self.enter(noon, known=user, grant=Grant(role=Role.EDITOR, municipality_codes=()), email="")

        assert (changed.id, changed.role, changed.municipality_codes) == (user.id, Role.EDITOR, [])

    def test_links_a_member_and_nobody_with_another_role(self, noon: datetime) -> None:
        member = UserFactory.create(email="bo@odense.example", role=Role.ASSOCIATION_MEMBER)
        assert self.enter(noon) == member

        UserFactory.create(email="chef@odense.example", role=Role.NATIONAL_ADMINISTRATOR)
        with pytest.raises(AccountTaken):
            self.enter(noon, email="chef@odense.example", subject="43")

    def test_lets_no_closed_account_in(self, noon: datetime) -> None:
        UserFactory.create(email="bo@odense.example", role=Role.ASSOCIATION_MEMBER, is_active=False)

        with pytest.raises(AccountTaken):
            self.enter(noon)
        assert not SocialAccount.objects.exists()

    def test_takes_a_role_back_but_never_the_last_national_one(self, noon: datetime) -> None:
        user, national = self.enter(noon), UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR)
        for one in (user, national):
            take_back(actor=VISITOR, known=one, at=noon)
            one.refresh_from_db()

        assert (user.role, national.role) == (Role.ASSOCIATION_MEMBER, Role.NATIONAL_ADMINISTRATOR)


@pytest.mark.django_db
class TestDoors:
    def test_of_a_provider_nobody_configured_do_not_exist(self, client: Client) -> None:
        assert client.post(reverse("openid_connect_login", args=["ukendt"])).status_code == 404
        assert client.get(reverse("openid_connect_callback", args=["ukendt"])).status_code == 404

    def test_are_opened_by_a_button_only(self, client: Client) -> None:
        assert client.get(reverse("openid_connect_login", args=["odense"])).status_code == 405


@pytest.mark.django_db
class TestTheOnlyWayIn:
    @pytest.fixture
    def worker(self, settings: Settings, provider: OpenIDProvider) -> User:
        """Somebody who has their role from a provider, and has found a way to a password."""
        settings.OPENID_PROVIDERS = (provider,)
        user = UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"])
        SocialAccount.objects.create(user=user, provider="odense", uid="42")
        return user

    def sign_in(self, client: Client, user: User) -> int:
        return client.post(reverse("accounts:sign_in"), {"login": user.email, "password": PASSWORD}).status_code

    def test_is_the_provider_that_gives_the_role(self, client: Client, worker: User) -> None:
        assert self.sign_in(client, worker) == 403
        assert "_auth_user_id" not in client.session

    def test_is_nobodys_without_a_role_from_there(self, client: Client, worker: User, settings: Settings) -> None:
        User.objects.update(role=Role.ASSOCIATION_MEMBER, municipality_codes=[])
        assert self.sign_in(client, worker) == 302

        User.objects.update(role=Role.FRONTLINE_WORKER)
        settings.OPENID_PROVIDERS = ()
        assert self.sign_in(Client(), worker) == 302
