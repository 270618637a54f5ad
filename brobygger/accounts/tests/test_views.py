"""Signing in and out, and one's own page."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from brobygger.accounts import desk
from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.kernel.actors import Actor, ActorKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["throttle"].clear()
    caches["default"].clear()


@pytest.fixture
def user() -> User:
    return UserFactory(email="anna@brobygger.example")


def try_to_sign_in(client: Client, *, email: str = "anna@brobygger.example", password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("accounts:sign_in"), {"login": email, "password": password, **more})


class TestSignIn:
    def test_shows_a_form_that_password_managers_understand(self, client: Client) -> None:
        page = client.get(reverse("accounts:sign_in")).content.decode()

        assert 'autocomplete="username"' in page
        assert 'autocomplete="current-password"' in page

    def test_lets_somebody_in_and_writes_it_in_the_book(self, client: Client, user: User) -> None:
        response = try_to_sign_in(client)

        assert response.status_code == 302
        assert response["Location"] == reverse("accounts:home")
        assert Entry.objects.get(act="accounts.user.signed_in").subject_id == str(user.id)

    def test_does_not_mind_capital_letters_in_the_e_mail(self, client: Client, user: User) -> None:
        assert try_to_sign_in(client, email="Anna@Brobygger.EXAMPLE").status_code == 302

    def test_goes_where_the_person_was_on_the_way_to(self, client: Client, user: User) -> None:
        assert try_to_sign_in(client, next="/min-side/?x=1")["Location"] == "/min-side/?x=1"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\x00"])
    def test_never_leads_away_from_the_portal(self, client: Client, user: User, elsewhere: str) -> None:
        assert try_to_sign_in(client, next=elsewhere)["Location"] == reverse("accounts:home")

    def test_says_the_same_of_an_unknown_e_mail_a_wrong_password_and_a_closed_account(
        self, client: Client, user: User
    ) -> None:
        UserFactory(email="closed@brobygger.example", is_active=False)

        answers = [
            try_to_sign_in(client, password="noget andet"),
            try_to_sign_in(client, email="unknown@brobygger.example"),
            try_to_sign_in(client, email="closed@brobygger.example"),
        ]

        assert {answer.status_code for answer in answers} == {422}
        assert len({tuple(answer.context["form"].non_field_errors()) for answer in answers}) == 1

    def test_keeps_the_e_mail_and_never_the_password(self, client: Client, user: User) -> None:
        page = try_to_sign_in(client, password="noget andet hemmeligt").content.decode()

        assert "anna@brobygger.example" in page
        assert "noget andet hemmeligt" not in page

    @pytest.mark.usefixtures("still_clock")
    def test_asks_for_a_pause_after_many_tries_even_with_the_right_password(self, client: Client, user: User) -> None:
        for _ in range(settings.SIGN_IN_TRIES):
            client.post(reverse("accounts:sign_in"))

        response = try_to_sign_in(client)

        assert response.status_code == 429
        assert "anna@brobygger.example" in response.content.decode()
        assert "_auth_user_id" not in client.session

    def test_needs_the_token_of_our_own_form(self, user: User) -> None:
        assert try_to_sign_in(Client(enforce_csrf_checks=True)).status_code == 403

    def test_sends_somebody_already_signed_in_on(self, client: Client, user: User) -> None:
        sign_in(client, user)

        assert client.get(reverse("accounts:sign_in"))["Location"] == reverse("accounts:home")

    def test_is_never_kept_by_caches(self, client: Client) -> None:
        assert "no-store" in client.get(reverse("accounts:sign_in"))["Cache-Control"]


class TestSignOut:
    def test_ends_the_session(self, client: Client, user: User) -> None:
        sign_in(client, user)

        response = client.post(reverse("accounts:sign_out"))

        assert response.status_code == 302
        assert "_auth_user_id" not in client.session

    def test_cannot_be_done_by_a_link(self, client: Client, user: User) -> None:
        sign_in(client, user)

        assert client.get(reverse("accounts:sign_out")).status_code == 405


class TestHome:
    def test_asks_visitors_to_sign_in_first(self, client: Client) -> None:
        response = client.get(reverse("accounts:home"))

        assert response["Location"] == f"{reverse('accounts:sign_in')}?next={reverse('accounts:home')}"

    def test_says_who_somebody_is_and_what_they_may_do(self, client: Client, user: User) -> None:
        sign_in(client, user)

        page = client.get(reverse("accounts:home")).content.decode()

        assert "Anna Andersen" in page
        assert "lokaladministrator" in page
        assert "læse og svare på fejlmeldinger" in page
        assert "rette begreber" not in page
        assert reverse("admin:index") not in page

    def test_shows_staff_the_way_to_the_back_office(self, client: Client) -> None:
        sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR))

        assert reverse("admin:index") in client.get(reverse("accounts:home")).content.decode()


class TestDesk:
    @pytest.fixture(autouse=True)
    def _empty_desk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(desk, "_sources", [])

    def test_shows_what_waits_to_those_who_handle_it_only(self, client: Client, user: User) -> None:
        @desk_source
        def pile(actor: Actor) -> DeskPile | None:
            if not actor.can("curation.error_report.handle"):
                return None
            return DeskPile(heading="Fejl", nothing="Ingen", total=1, items=(DeskItem(title="Caféen er lukket"),))

        sign_in(client, user)
        assert "Caféen er lukket" in client.get(reverse("accounts:home")).content.decode()

        sign_in(client, UserFactory(role=Role.EDITOR))
        assert "Caféen er lukket" not in client.get(reverse("accounts:home")).content.decode()

    def test_has_a_source_once_however_often_it_is_registered(self) -> None:
        def pile(actor: Actor) -> DeskPile | None:
            return DeskPile(heading="Fejl", nothing="Ingen", total=0)

        desk_source(desk_source(pile))

        assert len(desk.desk_of(actor=Actor(kind=ActorKind.VISITOR))) == 1


class TestClosedByDefault:
    def test_gives_services_the_actor_itself_and_pages_the_way_out(self, client: Client, user: User) -> None:
        sign_in(client, user)

        answer = client.get(reverse("accounts:home"))

        assert type(answer.wsgi_request.actor) is Actor  # type: ignore[attr-defined]
        assert reverse("accounts:sign_out") in answer.content.decode()

    def test_asks_nobody_at_a_public_door(self, client: Client, user: User) -> None:
        sign_in(client, user)

        answer = client.get(reverse("knowledge:about"))

        assert reverse("accounts:sign_out") not in answer.content.decode()
        assert "Cookie" not in answer.get("Vary", "")
