"""Signing in with a municipality's identity provider: a real provider, a real browser, the database of the run.

The portal runs inside the test (``live_server``), so that what is kept can be looked at in the database, on SQLite and
on PostgreSQL alike.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from brobygger.accounts.models import User
from brobygger.accounts.openid.configuration import OpenIDProvider, Rule
from brobygger.accounts.permissions import Role
from brobygger.accounts.second_factor import SESSION_KEY
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from tests.e2e.conftest import PHONE
from tests.oidc.running import CLIENT_ID, SECRET, running_provider

pytestmark = pytest.mark.django_db(transaction=True)

CPR = "010150-1234"
WORK = {"email_verified": True, "amr": ["pwd", "mfa"], "acr": "urn:example:substantial"}
PEOPLE: dict[str, dict[str, Any]] = {
    "bente": {**WORK, "email": "bente@odense.example", "name": "Bente", "role": ["alle", "sagsbehandler"],
              "municipality": "35209115", "cpr": CPR},
    "lone": {**WORK, "email": "lone@odense.example", "name": f"Lone {CPR}", "role": "leder", "municipality": "35209115",
             "amr": ["pwd"], "acr": "urn:example:password"},
    "nabo": {**WORK, "email": "nabo@odense.example", "role": "sagsbehandler", "municipality": "29189420"},
    "vicevaert": {**WORK, "email": "vagt@odense.example", "role": "vicevaert", "municipality": "35209115"},
    "uden-mail": {**WORK, "email": "bente@odense.example", "email_verified": False, "role": "sagsbehandler",
                  "municipality": "35209115"},
    "fremmed-mail": {**WORK, "email": "chef@aalborg.example", "role": "sagsbehandler", "municipality": "35209115"},
    CPR: {**WORK, "email": "cpr@odense.example", "role": "sagsbehandler", "municipality": "35209115"},
}  # fmt: skip


class Walk:
    """A browser at the portal's sign-in page, and the provider behind it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def sign_in(self, who: str, *, way_to: str = "") -> Page:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/log-ind/{way_to}")
        self.page.get_by_role("button", name="Log ind med Odense Kommune").click()
        self.page.get_by_label("Bruger").fill(who)
        self.page.get_by_role("button", name="Det er mig").click()
        self.page.wait_for_load_state()
        return self.page


@pytest.fixture
def walk(
    browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> Iterator[Callable[..., Walk]]:
    """Make walks, with JavaScript or without."""
    for name in ("default", "throttle"):
        caches[name].clear()
    url = live_server.url.replace("127.0.0.1", "localhost")
    settings.BASE_URL, settings.ALLOWED_HOSTS = url, ["localhost"]
    back = f"{url}/log-ind/med/odense/svar/"
    with running_provider(people=PEOPLE, comes_back_to=back, log=tmp_path / "oidc.log") as running:
        use(settings, odense(running.issuer))
        contexts = []

        def make(**options: object) -> Walk:
            contexts.append(browser.new_context(locale="da-DK", **options))  # type: ignore[arg-type]
            contexts[-1].set_default_timeout(15_000)
            return Walk(contexts[-1].new_page(), url)

        yield make
        for context in contexts:
            context.close()


def odense(issuer: str) -> OpenIDProvider:
    """Return a municipality's provider as an operator would configure it."""
    return OpenIDProvider(
        id="odense", name="Odense Kommune", issuer=issuer, client_id=CLIENT_ID, secret=SECRET,
        scopes=("openid", "profile", "email", "work"), municipalities={"35209115": "0461"},
        mail_domains=("odense.example",), second_factor_amr=frozenset({"mfa"}),
        rules=(
            Rule(claim="role", value="leder", role=Role.LOCAL_ADMINISTRATOR, municipality_claim="municipality"),
            Rule(claim="role", value="sagsbehandler", role=Role.FRONTLINE_WORKER, municipality_claim="municipality"),
        ),
    )  # fmt: skip


def use(settings: Settings, provider: OpenIDProvider) -> None:
    """Configure the portal as its settings would from the operator's file."""
    settings.OPENID_PROVIDERS = (provider,)
    before = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**before, "APPS": [provider.as_app()]}}
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {**directives, "form-action": [*directives["form-action"], *provider.origins()]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed}


class TestSomebodyWhoWorksForTheMunicipality:
    @pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])
    def test_comes_in_with_the_role_their_claims_give(self, walk: Callable[..., Walk], has_javascript: bool) -> None:
        page = walk(viewport=PHONE, java_script_enabled=has_javascript).sign_in("bente")

        page.wait_for_url("**/min-side/")
        expect(page.get_by_text("frontmedarbejder").first).to_be_visible()
        user = User.objects.get(email="bente@odense.example")
        assert (user.role, user.municipality_codes, user.name) == (Role.FRONTLINE_WORKER, ["0461"], "Bente")
        assert not user.has_usable_password()

    def test_goes_on_to_where_they_were_going(self, walk: Callable[..., Walk]) -> None:
        page = walk().sign_in("bente", way_to="?next=/konto/")

        page.wait_for_url("**/konto/")

    def test_shows_a_second_step_here_when_none_was_shown_there(self, walk: Callable[..., Walk]) -> None:
        page = walk().sign_in("lone")

        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/min-side/")
        page.wait_for_url("**/konto/trin-2/kraeves/**")
        assert User.objects.get(email="lone@odense.example").name == ""

    def test_is_the_same_person_the_next_time_and_follows_the_claims(self, walk: Callable[..., Walk]) -> None:
        somebody = walk()
        somebody.sign_in("bente").wait_for_url("**/min-side/")
        User.objects.update(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461", "0851"], email="ny@x.example")

        somebody.sign_in("bente").wait_for_url("**/min-side/")

        user = User.objects.get()
        assert (user.role, user.municipality_codes) == (Role.FRONTLINE_WORKER, ["0461"])

    def test_loses_the_role_when_no_rule_fits_any_more(self, walk: Callable[..., Walk], settings: Settings) -> None:
        somebody = walk()
        somebody.sign_in("bente").wait_for_url("**/min-side/")
        use(settings, replace(settings.OPENID_PROVIDERS[0], rules=()))

        page = somebody.sign_in("bente")

        expect(page.get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()
        assert User.objects.get().role == Role.ASSOCIATION_MEMBER

    def test_leaves_no_cpr_number_behind(self, walk: Callable[..., Walk]) -> None:
        walk().sign_in("bente").wait_for_url("**/min-side/")
        everything = StringIO()
        call_command("dumpdata", "--all", stdout=everything)

        assert SocialAccount.objects.get().extra_data == {}
        assert not SocialToken.objects.exists()
        assert CPR not in everything.getvalue()
        assert "sagsbehandler" not in json.dumps(json.loads(everything.getvalue()))
        assert Entry.objects.filter(act="accounts.identity.linked").exists()


class TestSomebodyWhoHasAnAccount:
    def test_is_linked_when_the_provider_speaks_for_the_address(self, walk: Callable[..., Walk]) -> None:
        member = UserFactory(email="bente@odense.example", role=Role.ASSOCIATION_MEMBER)

        walk().sign_in("bente").wait_for_url("**/min-side/")

        assert SocialAccount.objects.get().user == member
        assert User.objects.get().role == Role.FRONTLINE_WORKER

    @pytest.mark.parametrize("role", [Role.NATIONAL_ADMINISTRATOR, Role.LOCAL_ADMINISTRATOR])
    def test_is_not_linked_to_another_role(self, walk: Callable[..., Walk], role: Role) -> None:
        codes = ["0461"] if role == Role.LOCAL_ADMINISTRATOR else []
        UserFactory(email="bente@odense.example", role=role, municipality_codes=codes)

        expect(walk().sign_in("bente").get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()

        assert not SocialAccount.objects.exists()
        assert User.objects.get().role == role

    def test_is_not_linked_by_an_address_nobody_has_checked(self, walk: Callable[..., Walk]) -> None:
        UserFactory(email="bente@odense.example", role=Role.ASSOCIATION_MEMBER)

        page = walk().sign_in("uden-mail")

        expect(page.get_by_text("Bed din administrator om en invitation")).to_be_visible()
        assert not SocialAccount.objects.exists()

    def test_does_not_come_in_when_it_is_closed(self, walk: Callable[..., Walk]) -> None:
        somebody = walk()
        somebody.sign_in("bente").wait_for_url("**/min-side/")
        User.objects.update(is_active=False)

        expect(somebody.sign_in("bente").get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()


class TestSomebodyWhoHasNoBusinessHere:
    @pytest.mark.parametrize("who", ["vicevaert", "nabo", "fremmed-mail", CPR])
    def test_is_told_kindly_and_nothing_is_made(self, walk: Callable[..., Walk], who: str) -> None:
        page = walk().sign_in(who)

        expect(page.get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()
        expect(page.get_by_role("link", name="Log ind på en anden måde")).to_be_visible()
        assert not User.objects.exists()
        assert not SocialAccount.objects.exists()

    def test_may_change_their_mind(self, walk: Callable[..., Walk]) -> None:
        somebody = walk()
        somebody.page.goto(f"{somebody.url}/log-ind/")
        somebody.page.get_by_role("button", name="Log ind med Odense Kommune").click()
        somebody.page.get_by_role("button", name="Afbryd").click()

        expect(somebody.page.get_by_text("Du afbrød")).to_be_visible()


class TestTheWayBack:
    def test_is_used_once_and_by_the_browser_that_went_there_only(self, walk: Callable[..., Walk]) -> None:
        somebody, thief = walk(), walk()
        answers: list[str] = []
        somebody.page.on("request", lambda request: answers.append(request.url) if "/svar/" in request.url else None)
        somebody.sign_in("bente").wait_for_url("**/min-side/")

        for page in (somebody.page, thief.page):
            page.goto(answers[0])
            expect(page.get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()

    def test_needs_the_word_we_sent_along(self, walk: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch) -> None:
        """A token made for another sign-in is refused (nonce), also when the provider signed it for us."""
        monkeypatch.setattr("brobygger.accounts.openid.provider.secrets.token_urlsafe", lambda _: "")

        expect(walk().sign_in("bente").get_by_role("heading", name="Du er ikke logget ind")).to_be_visible()
        assert not User.objects.exists()


class TestAProviderThatDoesNotAnswer:
    def test_is_told_of_kindly(self, walk: Callable[..., Walk], settings: Settings) -> None:
        somebody = walk()
        use(settings, odense("http://127.0.0.1:9"))
        somebody.page.goto(f"{somebody.url}/log-ind/")
        somebody.page.get_by_role("button", name="Log ind med Odense Kommune").click()

        expect(somebody.page.get_by_text("Prøv igen om lidt")).to_be_visible()

    def test_is_not_believed_when_it_calls_itself_something_else(
        self, walk: Callable[..., Walk], settings: Settings
    ) -> None:
        somebody = walk()
        issuer = settings.OPENID_PROVIDERS[0].issuer.replace("127.0.0.1", "localhost")
        use(settings, odense(issuer))
        somebody.page.goto(f"{somebody.url}/log-ind/")
        somebody.page.get_by_role("button", name="Log ind med Odense Kommune").click()

        expect(somebody.page.get_by_text("svaret passede ikke")).to_be_visible()


class TestTheSession:
    def test_knows_that_a_second_step_was_shown_there(self, walk: Callable[..., Walk]) -> None:
        walk().sign_in("bente").wait_for_url("**/min-side/")
        kept = Session.objects.get().get_decoded()
        assert [step["method"] for step in kept[SESSION_KEY]] == ["socialaccount", "mfa"]
        assert CPR not in json.dumps(kept)
