"""The attacks of a real penetration test, and what of ours each one meets.

``MET_BY`` is the list for a reader: every attack, and the tests that make it. What concerns every door at once, or no
room alone, is attacked here.
"""

import ast
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.mail_links import invitation_address, sign_in_address
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.services.invitations import invite
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.accounts.tests.hearing import heard
from brobygger.curation.tests.factories import national
from tests.house.public_doors import PUBLIC_DOORS
from tests.house.source import ROOT
from tests.house.test_doors import addresses  # noqa: F401 - one row of everything, and its addresses

pytestmark = pytest.mark.django_db

#: Each attack, and the classes or tests that make it: file, then what is in it.
MET_BY: dict[str, tuple[str, ...]] = {
    "stored script through rich text": (
        "brobygger/desks/tests/test_stored_scripts.py::TestWhileItIsWritten",
        "brobygger/desks/tests/test_stored_scripts.py::TestWhenItIsShown",
        "brobygger/directory/tests/test_markdown.py",
        "tests/house/test_stored_texts.py::TestEveryPage",
        "tests/e2e/test_live_headers.py",
    ),
    "mail change without being asked again": (
        "brobygger/accounts/tests/test_attacks.py::TestAStolenSession",
        "brobygger/accounts/tests/test_own_account.py::TestAddress",
    ),
    "2FA removal without being asked again": (
        "brobygger/accounts/tests/test_attacks.py::TestAStolenSession",
        "brobygger/accounts/tests/test_second_factor.py::TestRemoveApp",
        "brobygger/accounts/tests/test_second_factor.py::TestRemovePasskey",
    ),
    "open redirect": (
        "brobygger/accounts/tests/test_attacks.py::TestOpenRedirects",
        "brobygger/accounts/tests/test_own_account.py::TestPasswordAgain::test_never_leads_away_from_the_portal",
    ),
    "reset tokens that are long, last long or work twice": (
        "brobygger/accounts/tests/test_own_account.py::TestForgottenPassword",
        "brobygger/accounts/tests/test_sign_in_links.py::TestUseSignInLink",
        "brobygger/kernel/tests/test_signed_links.py",
    ),
    "mail flooding": (
        "brobygger/accounts/tests/test_own_account.py::TestForgottenPassword::test_does_not_flood_an_address",
        "brobygger/accounts/tests/test_sign_in_links.py::TestAskForALink::test_does_not_flood_one_address",
        "brobygger/organisations/tests/test_claims.py::TestProofByMail::test_fills_nobodys_letter_box",
        "brobygger/notifications/tests/test_outbox.py",
    ),
    "addresses that are hidden but work": (
        "tests/house/test_attacks.py::TestClosedDoors",
        "tests/house/test_doors.py::TestEveryDoor",
        "tests/house/test_isolation.py::TestEveryRow",
        "tests/house/test_isolation.py::TestEveryList",
    ),
    "finding out who has an account": (
        "brobygger/accounts/tests/test_attacks.py::TestGuessing",
        "brobygger/accounts/tests/test_sign_in_links.py::TestAskForALink::test_answers_every_address_alike",
        "brobygger/accounts/tests/test_own_account.py::TestForgottenPassword::test_says_the_same_of_every_address",
    ),
    "a secret that everybody knows": ("tests/e2e/test_operations.py",),
    "uploads that can be run": (
        "brobygger/directory/tests/test_picture_files.py::TestDrawAnew",
        "brobygger/directory/tests/test_pictures.py::TestDoor",
        "brobygger/exchange/tests/test_reading.py::TestRefusals",
    ),
    "formulas in exports": (
        "brobygger/exchange/tests/test_cells.py::TestHarmless",
        "brobygger/exchange/tests/test_exports.py::TestFiles::test_run_nothing_in_a_spreadsheet",
        "brobygger/exchange/tests/test_exports.py::TestFiles::test_have_no_formulas_in_excel",
    ),
    "zip bombs and XML bombs in Excel files": (
        "brobygger/exchange/tests/test_reading.py::TestRefusals::test_of_a_zip_bomb",
        "brobygger/exchange/tests/test_reading.py::TestRefusals::test_of_an_xml_bomb",
        "brobygger/exchange/tests/test_reading.py::TestRefusals::test_of_two_cells_with_half_a_terabyte_between_them",
        "brobygger/exchange/tests/test_reading.py::TestRefusals::test_of_one_cell_that_says_it_is_many",
    ),
    "another site's form": (
        "tests/house/test_attacks.py::TestOtherSites",
        "brobygger/accounts/tests/test_attacks.py::TestOtherPeoplesForms",
    ),
    "a session made before its owner came": ("tests/house/test_attacks.py::TestSessions",),
    "a host name of one's own in mails": (
        "tests/house/test_attacks.py::TestMails",
        "brobygger/accounts/tests/test_attacks.py::TestHostHeader",
    ),
    "secrets of links told to others": ("tests/house/test_attacks.py::TestLinks",),
    "guessing short links and keys": (
        "brobygger/desks/tests/test_links.py::TestShortRoom",
        "brobygger/exchange/tests/test_api.py::TestKey::test_may_be_guessed_at_only_so_often",
    ),
    "addresses that make us look inside our own walls": (
        "brobygger/directory/tests/test_link_fetching.py::TestOurOwnWalls",
        "brobygger/sources/tests/test_reading_fetching.py::TestOurOwnWalls",
    ),
    "another register that wants to harm us": (
        "brobygger/sources/tests/test_reading_fetching.py::TestHowMuch",
        "brobygger/sources/tests/test_reading_fetching.py::TestHowLong",
        "brobygger/sources/tests/test_reading_apis.py::TestHostilePages",
        "brobygger/sources/tests/test_reading_tables.py::TestPackages",
    ),
    "another register that speaks for somebody else": (
        "brobygger/sources/tests/test_writing.py::TestOwner",
        "brobygger/sources/tests/test_writing.py::TestOrganisations",
        "brobygger/sources/tests/test_reading_tidying.py::TestAddresses::test_that_a_browser_would_run_go_no_further",
    ),
    "an address of our own that leads elsewhere, or round": (
        "brobygger/syndication/tests/test_oembed.py::TestOembed::test_knows_no_other_pages",
        "brobygger/api/tests/test_doors.py",
    ),
    "our pages inside others'": ("brobygger/syndication/tests/test_widget.py::TestFrames",),
}  # fmt: skip

#: A form with something for every question there is, so that a door that listens has something to hear.
EVERYTHING = {
    "answer": "yes", "status": "full", "wait_weeks": "3", "text": "Hej", "reason": "closed", "go": "videre",
    "name": "Nyt navn", "email": "tyv@brobygger.example", "role": "national_administrator", "outcome": "approve",
    "decision": "approved", "is_trusted": "on", "post": "yes", "_save": "1", "person_words": "Hej", "way": "centre",
    "label": "Nøgle", "title": "Ny titel", "welcome_da": "Ny", "words": "ord", "hide": "on", "keep": "no",
    "owner": "Redaktionen", "checked_on": "2026-11-01", "next_check_on": "2027-05-01", "alt_da": "ord", "note": "x",
    "closing_note": "Rettet", "result": "fixed", "organisation": "", "offer": "cafe", "act": "hide",
}  # fmt: skip
#: Tables that are written because somebody came, not because of what they sent.
COMINGS = ("django_session", "usersessions_usersession", "audit_reading", "search_", "directory_dailycount")
#: Doors about oneself: whoever is signed in may act on what is theirs, and on nothing else.
ONES_OWN = (
    "account", "mfa_", "usersessions", "accounts:sign_", "accounts:account", "accounts:end_", "accounts:second",
    "notifications:own_choices", "organisations:mine", "organisations:new", "back_office_sign_in", "admin:",
)  # fmt: skip
#: A link that proves itself needs no cookie, so there is nothing another site's page could use.
PROVE_THEMSELVES = {
    "desks:still_right", "desks:not_right", "desks:room", "desks:short_room", "desks:review_by_link",
    "notifications:choices", "notifications:unsubscribe", "organisations:claim_link", "web:search",
}  # fmt: skip
CROSS_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://ond.example"}


@contextmanager
def writes() -> Iterator[set[str]]:
    """Collect what is written to the database meanwhile, but for what is written because somebody came."""
    found: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.split(None, 3)
        is_write = words[0].upper() in {"INSERT", "UPDATE", "DELETE"}
        table = words[1 if words[0].upper() == "UPDATE" else 2].strip('"') if is_write else ""
        if is_write and not table.startswith(COMINGS):
            found.add(f"{words[0]} {table}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def closed(addresses: dict[str, str]) -> dict[str, str]:  # noqa: F811
    return {name: address for name, address in addresses.items() if name not in PUBLIC_DOORS}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["throttle"].clear()
    caches["default"].clear()


class TestTheList:
    @pytest.mark.parametrize("attack", MET_BY)
    def test_names_tests_that_are_there(self, attack: str) -> None:
        for name in MET_BY[attack]:
            file, *inside = name.split("::")
            body = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
            for wanted in inside:
                found = [one for one in body if getattr(one, "name", "") == wanted]
                assert found, name
                body = getattr(found[0], "body", [])


class TestClosedDoors:
    """Whoever may not, changes nothing, whatever they send and wherever to."""

    @pytest.mark.parametrize("role", [None, Role.ASSOCIATION_MEMBER, Role.FRONTLINE_WORKER, Role.GRANT_OWNER])
    def test_write_nothing_for_those_without_the_right(
        self,
        addresses: dict[str, str],  # noqa: F811
        role: Role | None,
    ) -> None:
        client, changed = Client(raise_request_exception=False), {}
        if role:
            sign_in(
                client,
                UserFactory.create(role=role, municipality_codes=["0461"] if role == Role.FRONTLINE_WORKER else []),
            )
        for name, address in closed(addresses).items():
            if role and name.startswith(ONES_OWN):
                continue
            with writes() as written:
                client.post(address, EVERYTHING)
            if written:
                changed[name] = written

        assert not changed

    def test_write_nothing_for_a_right_without_its_second_step(self, addresses: dict[str, str]) -> None:  # noqa: F811
        client, changed = Client(raise_request_exception=False), {}
        sign_in(client, UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR), has_second_factor=False)
        for name, address in closed(addresses).items():
            if name.startswith(ONES_OWN) and not name.startswith("admin:"):
                continue
            with writes() as written:
                client.post(address, EVERYTHING)
            if written:
                changed[name] = written

        assert not changed

    def test_write_something_for_those_who_may(self, addresses: dict[str, str]) -> None:  # noqa: F811
        client, changed = Client(raise_request_exception=False), set()
        sign_in(client, UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR))
        for name, address in closed(addresses).items():
            if name.startswith(ONES_OWN):
                continue
            with writes() as written:
                client.post(address, EVERYTHING)
            changed |= {name} if written else set()

        assert len(changed) > 6, "what is sent here is refused for other reasons: the tests above say nothing"


class TestOpening:
    """To look is not to act: scanners of mail, prefetching browsers and links on other sites open addresses too."""

    def test_an_address_writes_nothing(self, addresses: dict[str, str]) -> None:  # noqa: F811
        client, changed = Client(raise_request_exception=False), {}
        sign_in(client, UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True))
        for name, address in addresses.items():
            with writes() as written:
                client.get(address, {"_method": "POST", **EVERYTHING}, headers={"X-HTTP-Method-Override": "POST"})
            if written and name != "exchange:export_file":  # Who took what out is in the book.
                changed[name] = written

        assert not changed


class TestOtherSites:
    def test_cannot_send_a_form_for_somebody(self, addresses: dict[str, str]) -> None:  # noqa: F811
        client, changed = Client(enforce_csrf_checks=True, raise_request_exception=False), {}
        person = UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True)
        sign_in(client, person)
        for name, address in addresses.items():
            if name in PROVE_THEMSELVES:
                continue
            with writes() as written:
                status = client.post(address, EVERYTHING, headers=CROSS_SITE).status_code
            is_refused = status in {302, 400, 401, 403, 404, 405} or name in PUBLIC_DOORS  # Some keep nothing anyway.
            if written or not is_refused:
                changed[name] = (status, written)

        assert not changed

    def test_cannot_show_us_inside_them(self, client: Client) -> None:
        answer = client.get(reverse("accounts:sign_in"))

        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


class TestSessions:
    def test_made_before_somebody_came_are_not_theirs(self, client: Client) -> None:
        person = UserFactory.create(role=Role.ASSOCIATION_MEMBER)
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        planted = str(session.session_key)
        client.cookies[settings.SESSION_COOKIE_NAME] = planted

        client.post(reverse("accounts:sign_in"), {"login": person.email, "password": PASSWORD})

        assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
        assert not Session.objects.filter(session_key=planted).exists()

    def test_made_by_a_link_are_new_too(self, client: Client) -> None:
        person = UserFactory.create(role=Role.ASSOCIATION_MEMBER)
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        address = sign_in_address(person, at=timezone.now(), language="da").removeprefix(settings.BASE_URL)

        client.post(address)

        assert client.session.session_key != session.session_key
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_end_for_good_when_somebody_signs_out(self, client: Client) -> None:
        sign_in(client, UserFactory.create(role=Role.ASSOCIATION_MEMBER))
        kept = client.cookies[settings.SESSION_COOKIE_NAME].value

        client.post(reverse("accounts:sign_out"))
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = kept

        assert thief.get(reverse("accounts:home")).status_code == 302


class TestMails:
    def test_lead_to_our_own_name_whatever_the_request_says(self, client: Client) -> None:
        person = UserFactory.create(role=Role.ASSOCIATION_MEMBER)
        with heard(AccountMailWanted) as mails:
            for door, field in (("accounts:ask_for_sign_in_link", "email"), ("account_reset_password", "email")):
                client.post(
                    reverse(door),
                    {field: person.email},
                    headers={"host": "localhost", "x-forwarded-host": "ond.example"},
                )

        addresses_in = [str(value) for mail in mails for value in mail.context.values() if "://" in str(value)]
        assert len(addresses_in) >= 2
        assert all(address.startswith(f"{settings.BASE_URL}/") for address in addresses_in)

    def test_are_not_asked_for_under_a_name_that_is_not_ours(self, client: Client) -> None:
        with heard(AccountMailWanted) as mails:
            answer = client.post(
                reverse("accounts:ask_for_sign_in_link"), {"email": "a@b.example"}, headers={"host": "ond.example"}
            )

        assert answer.status_code == 400
        assert not mails


class TestLinks:
    """An address that proves something is told to nobody: no other site, no cache, no log."""

    @pytest.fixture
    def links(self, addresses: dict[str, str]) -> dict[str, str]:  # noqa: F811
        person: User = UserFactory.create(role=Role.ASSOCIATION_MEMBER)
        invited = invite(
            actor=national(), email="ny@brobygger.example", role=Role.EDITOR, municipality_codes=[], at=timezone.now(),
            language="da",
        )  # fmt: skip
        ours = {name: addresses[name] for name in PROVE_THEMSELVES - {"web:search"}}
        found = ours | {
            "accounts:use_sign_in_link": sign_in_address(person, at=timezone.now(), language="da"),
            "accounts:invitation": invitation_address(invited),
        }
        return {name: address.removeprefix(settings.BASE_URL) for name, address in found.items()}

    def test_are_told_to_no_other_site_and_kept_by_nobody(self, links: dict[str, str], client: Client) -> None:
        for name, address in links.items():
            answer = client.get(address)
            assert answer["Referrer-Policy"] in {"no-referrer", "same-origin"}, name
            assert "no-store" in answer["Cache-Control"], name

    def test_are_in_no_log(self, links: dict[str, str], client: Client, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, logger="brobygger")
        for address in links.values():
            client.get(address)
            client.post(address)

        secrets = {address.rstrip("/").rsplit("/", 1)[-1] for address in links.values()} - {"findes-ikke"}
        said = [record.getMessage() for record in caplog.records]
        assert said
        assert not [line for line in said if any(secret in line for secret in secrets)]
