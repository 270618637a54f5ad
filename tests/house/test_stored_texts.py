"""Whatever anybody wrote, anywhere: every text of every row is hostile here, and every page is read as a browser does.

What is put straight into the database is more than any form lets in, on purpose: a page that is safe only because a
form was strict is not safe from the next import, key or mistake.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import models
from django.http import HttpResponse
from django.test import Client

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.services.invitations import invite
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.models import Decision, Remark, Review
from brobygger.curation.tests.factories import national
from brobygger.desks.tests.test_stored_scripts import assert_harmless
from brobygger.directory.models import Draft, Link, Offer
from brobygger.organisations.models import Membership, Organisation
from tests.house.answers_of_doors import NOT_A_PAGE
from tests.house.test_doors import addresses  # noqa: F401 - one row of everything, and its addresses

pytestmark = pytest.mark.django_db

HOSTILE = (
    "</script></title></textarea></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    "<a href=javascript:alert(1)>x</a> [klik](javascript:alert(1))"
)
#: Addresses that lead anywhere but to the web are refused by every room's services (``kernel.addresses``).
IN_LINKS = "https://a.dk/\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
#: Rooms whose texts people write. (What the libraries keep of their own is not shown as text.)
ROOMS = {
    "exchange", "knowledge", "directory", "organisations", "curation", "sites", "accounts", "taxonomy", "sources",
    "duplicates",
}  # fmt: skip
#: Words that the portal itself makes and reads: a stranger cannot write them.
OUR_OWN = {
    "key", "language", "digest", "prefix", "before_status", "stable_key", "area_code", "owner_kind", "asked_of",
    "code_digest", "rrule", "timezone", "cvr", "subject_kind", "by_kind", "by_id", "round", "kind", "scope", "right",
    "organisation_role", "password", "version", "file_version", "concept_key", "email", "reply_to",
    "stamp", "dropped_key", "kept_key",
}  # fmt: skip
#: An organisation stands once under its name in a municipality, so each gets one of its own.
NAME = Organisation._meta.get_field("name")
#: Pages that others made: Django's back office has a script of its own, the sign-in library a picture of a code.
OTHERS_PAGES = ("admin:", "mfa_activate_totp")


def texts() -> Iterator[tuple[type[models.Model], list[models.Field]]]:  # type: ignore[type-arg]
    """Yield each table with the texts in it that people write."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        yield (
            model,
            [
                field
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and field is not NAME
                and not (field.choices or field.unique or field.is_relation or field.name in OUR_OWN)
            ],
        )


def hostile_for(field: models.Field) -> str:  # type: ignore[type-arg]
    """Return the worst that there is room for in a field."""
    return (IN_LINKS if isinstance(field, models.URLField) or "url" in field.name else HOSTILE)[: field.max_length]


@pytest.fixture
def written(addresses: dict[str, str], noon: datetime) -> dict[str, str]:  # noqa: F811
    """Put hostile words into every text there is, and return the addresses of all doors."""
    offer = Offer.objects.get(key="cafe")
    for review in Review.objects.all():
        Remark.objects.create(review=review, side="association", text="Hej", said_at=noon)
        Decision.objects.create(review=review, decided_at=noon, text="Nej", outcome="refused", by_id=UUID(int=1))
    Link.objects.create(offer=offer, label="Se mere", url="https://a.dk")
    invite(actor=national(), email="ny@brobygger.example", role=Role.EDITOR, at=noon - timedelta(minutes=1))
    for model, fields in texts():
        values = {field.name: hostile_for(field) for field in fields}
        if values:
            model._default_manager.update(**values)
    for number, organisation in enumerate(Organisation.objects.all()):
        Organisation.objects.filter(id=organisation.id).update(name=f"{number} {HOSTILE}"[: NAME.max_length])
    for cache in caches.all():
        cache.clear()
    return addresses


def people(offer: Offer) -> dict[str, Client]:
    """Return a browser of everybody who sees pages that others do not."""
    users: dict[str, User] = {
        "national": UserFactory.create(
            role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True, name=HOSTILE[:120]
        ),
        "local": UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"], name=HOSTILE[:120]),
        "association": UserFactory.create(role=Role.ASSOCIATION_MEMBER, name=HOSTILE[:120]),
    }
    Membership.objects.create(
        organisation_id=offer.organisation_id, user=users["association"], since=offer.changed_at, role="administrator"
    )
    found = {"visitor": Client(raise_request_exception=False)}
    for who, user in users.items():
        found[who] = Client(raise_request_exception=False)
        sign_in(found[who], user)
    return found


def is_page(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming


def wrong_with(name: str, answer: HttpResponse) -> str:
    """Return what is wrong with a page, or nothing."""
    try:
        assert answer.status_code < 500 or answer.status_code == NOT_A_PAGE.get(name)
        assert b"<script>alert(1)" not in answer.content
        assert b"<img src=x" not in answer.content
        if not name.startswith(OTHERS_PAGES):
            assert_harmless(answer)
    except AssertionError as error:
        return str(error)[:200]
    return ""


class TestEveryPage:
    def test_runs_nothing_that_somebody_wrote(self, written: dict[str, str]) -> None:
        offer = Offer.objects.get(key="cafe")
        wrong, seen = {}, 0
        for who, client in people(offer).items():
            for name, address in written.items():
                answer = client.get(address)
                if not is_page(answer):
                    continue
                seen += b"&lt;script&gt;alert(1)" in answer.content
                if problem := wrong_with(name, answer):
                    wrong[f"{who} {name} {answer.status_code}"] = problem

        assert not wrong
        assert seen > 40, "pages show too little of what was written for this to say anything"

    def test_is_asked_about_rows_that_are_there(self, written: dict[str, str]) -> None:
        for model in (Organisation, Draft, Remark, Decision, Link):
            assert model._default_manager.exists()
