"""Every door, every role: closed by default, and one table of who is answered how."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.services import assure, report_error
from brobygger.curation.tests.factories import ReviewFactory
from brobygger.directory.mail_links import Purpose, make_token
from brobygger.directory.services.drafts import start_draft
from brobygger.directory.services.short_links import make_short_link
from brobygger.directory.tests.factories import published
from brobygger.duplicates.tests.factories import merge_of, pair_in
from brobygger.exchange.tests.import_factories import ImportFactory
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.knowledge.tests.factories import CrisisLineFactory
from brobygger.organisations.tests.factories import ClaimFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.sites.models import Site
from brobygger.sites.services import SiteData, save_site
from brobygger.sources.tests.factories import RunFactory, ThingFactory
from brobygger.taxonomy.tests.factories import ConceptFactory
from tests.house.answers_of_doors import CLOSED, NOT_A_PAGE
from tests.house.public_doors import PUBLIC_DOORS

pytestmark = pytest.mark.django_db

#: Doors whose key is an organisation's.
OF_AN_ORGANISATION = (
    "association",
    "association_room",
    "association_right",
    "ask",
    "about",
    "members",
    "invite",
    "member",
    "trust",
    "export",
    "export_file",
    "keys",
    "new_key",
    "imports",
)
#: Patterns that only lead on to one of the above.
LEADING_ON = {"admin:(?P<url>.*)$", "admin:<path:object_id>/"}
ROLES = (None, Role.EDITOR, Role.LOCAL_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)


def doors(patterns: list[URLPattern | URLResolver], namespace: str = "") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= doors(pattern.url_patterns, inner)
        else:
            found[f"{namespace}{pattern.name or pattern.pattern}"] = pattern
    return found


def open_doors() -> set[str]:
    """Return the names of doors that Django's LoginRequiredMiddleware lets anybody through."""
    return {
        name
        for name, pattern in doors(get_resolver().url_patterns).items()
        if not getattr(pattern.callback, "login_required", True)
    }


def site_of(code: str | None, noon: datetime) -> Site:
    data = SiteData(
        municipality_id=code, title=f"Side {code}", welcome_da="Velkommen.", owner="Redaktionen",
        checked_on=date(2026, 11, 1), next_check_on=date(2027, 5, 1),
    )  # fmt: skip
    return save_site(actor=SYSTEM, at=noon, data=data)


@pytest.fixture
def addresses(noon: datetime) -> dict[str, str]:
    """One row of everything, and the address of every door on it."""
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    offer, concept = published(key="cafe"), ConceptFactory(key="ensomhed")
    report = report_error(
        actor=VISITOR, subject_kind="offer", subject_id=offer.id, subject_label="Café", reason="closed", text="",
        reply_to="", at=noon,
    )  # fmt: skip
    assured = assure(actor=SYSTEM, subject_kind="offer", subject_id=offer.id, by_label="foreningen selv", at=noon)
    rows = {
        "knowledge_crisisline": CrisisLineFactory.create().id,
        "curation_errorreport": report.id,
        "curation_assurance": assured.id,
        "sites_site": site_of(odense.code, noon).id,
    }  # fmt: skip
    tokens = {
        door: make_token(purpose=purpose, offer_id=offer.id, due_on=noon.date(), at=timezone.now())
        for door, purpose in (("still_right", Purpose.CONFIRM), ("not_right", Purpose.CHANGE), ("room", Purpose.ROOM))
    }
    word = make_short_link(actor=SYSTEM, offer_id=offer.id, at=timezone.now())
    keys = {
        "concept": concept.key,
        "concept_words": concept.key,
        "need": concept.key,
        "organisation": offer.organisation.key,
        "calendar_need": concept.key,
        "news_need": concept.key,
        "calendar_organisation": offer.organisation.key,
    }
    draft = start_draft(actor=SYSTEM, organisation_id=offer.organisation_id, at=noon)
    keys |= dict.fromkeys(OF_AN_ORGANISATION, offer.organisation.key)
    claim = ClaimFactory.create(organisation=offer.organisation)
    colleague = UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=[odense.code])
    imported = ImportFactory.create(organisation=offer.organisation)
    run = RunFactory.create(source__municipality_id=odense.code)
    ThingFactory.create(source=run.source, offer=offer)
    merge = merge_of(pair_in(odense.code))
    found = {}
    for name, pattern in doors(get_resolver().url_patterns).items():
        short, wanted = name.rsplit(":", 1)[-1], pattern.pattern.converters  # type: ignore[attr-defined]
        if name in LEADING_ON or name == "admin:app_list" or name == "was/":
            continue
        values: dict[str, object] = {
            "key": keys.get(short, offer.key), "slug": odense.slug, "code": odense.code,
            "token": tokens.get(short, "findes-ikke"), "word": word, "report_id": report.id, "message_id": uuid4(),
            "content_type_id": 999_999, "pk": 999_999, "device_id": 999_999, "uidb36": "1",
            "review_id": ReviewFactory.create(organisation_id=offer.organisation_id).id,
            "offer_id": offer.id, "draft_id": draft.id, "step": "hvad", "claim_id": claim.id,
            "kind": "forening", "name": "tilbud.csv", "offer_key": offer.key, "key_id": uuid4(),
            "pair_id": merge.pair_id, "merge_id": merge.id,
            "import_id": imported.id, "source_key": run.source.key, "run_id": run.id,
            "invitation_id": uuid4(), "question_id": uuid4(), "line_id": rows["knowledge_crisisline"],
            "user_id": colleague.id if name.startswith("accounts:") else claim.user_id, "provider_id": "odense",
            "thing_id": uuid4(), "rest": "findes-ikke", "of": "hsds", "operation_id": "list_services",
            "object_id": rows.get(short.rsplit("_", 1)[0], uuid4()),
        }  # fmt: skip
        if name == "account_reset_password_from_key":  # Its address is a pattern of another kind.
            wanted = {"uidb36": None, "key": None}
        found[name] = reverse(name, kwargs={key: values[key] for key in wanted})
    found |= {f"admin:app_list:{label}": f"/teknik/{label}/" for label in ("knowledge", "curation", "sites")}
    return found | {"was/": "/was/"}


@pytest.fixture
def clients() -> tuple[Client, ...]:
    """One browser for each role, the visitor's first."""
    found = []
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role:
            codes, is_national = ["0461"], role == Role.NATIONAL_ADMINISTRATOR
            is_staff = role != Role.LOCAL_ADMINISTRATOR
            sign_in(
                client,
                UserFactory.create(role=role, municipality_codes=codes, is_staff=is_staff, is_superuser=is_national),
            )
        found.append(client)
    return tuple(found)


class TestPublicDoors:
    def test_are_exactly_the_listed_ones(self) -> None:
        assert open_doors() == PUBLIC_DOORS

    def test_answer_everybody_alike_and_give_nobody_a_cookie(
        self, addresses: dict[str, str], clients: tuple[Client, ...]
    ) -> None:
        public = {name: path for name, path in addresses.items() if name in PUBLIC_DOORS and name not in CLOSED}

        seen = {name: tuple(client.get(path).status_code for client in clients) for name, path in public.items()}

        assert seen == {name: (NOT_A_PAGE.get(name, 200),) * 4 for name in public}
        assert not clients[0].cookies


class TestEveryDoor:
    def test_is_in_the_table(self, addresses: dict[str, str]) -> None:
        assert set(addresses) == (PUBLIC_DOORS | set(CLOSED))

    def test_answers_each_role_as_the_table_says(self, addresses: dict[str, str], clients: tuple[Client, ...]) -> None:
        seen = {name: tuple(client.get(addresses[name]).status_code for client in clients) for name in CLOSED}

        assert seen == CLOSED

    def test_takes_nothing_from_those_it_does_not_answer(
        self, addresses: dict[str, str], clients: tuple[Client, ...]
    ) -> None:
        let_in = {
            f"{name} {role}": status
            for name, expected in CLOSED.items()
            for client, role, shown in zip(clients, ROLES, expected, strict=True)
            if shown in {403, 404}
            and (status := client.post(addresses[name], {"post": "yes", "_save": "1"}).status_code)
            not in {403, 404, 405}
        }

        assert not let_in


class TestBackOffice:
    def test_is_closed_to_local_administrators_and_editors_whatever_their_row_says(
        self, addresses: dict[str, str]
    ) -> None:
        for role in (Role.LOCAL_ADMINISTRATOR, Role.EDITOR):
            client = Client()
            sign_in(
                client, UserFactory.create(role=role, municipality_codes=["0461"], is_staff=True, is_superuser=True)
            )

            assert client.get(addresses["admin:index"]).status_code == 302
            assert client.get(addresses["admin:sites_site_change"]).status_code == 302

    def test_is_closed_to_national_administrators_before_their_second_factor(self, addresses: dict[str, str]) -> None:
        client = Client()
        person = UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True)
        sign_in(client, person, has_second_factor=False)

        assert client.get(addresses["admin:index"])["Location"].startswith(reverse("accounts:second_factor"))
        assert client.post(addresses["admin:sites_site_change"], {"title": "x"}).status_code == 403
