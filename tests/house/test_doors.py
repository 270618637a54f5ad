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
from tests.house.public_doors import PUBLIC_DOORS

pytestmark = pytest.mark.django_db

#: Public doors that answer something else than a page.
NOT_A_PAGE: dict[str, int] = {
    "api:try_it": 302,  # To the answer.
    "favicon": 302,
    "was": 302,
    "was/": 302,
    "readyz": 200,
    "picture": 404,  # There is no such picture.
    "accounts:invitation": 410,  # No such link was sent.
    "accounts:use_sign_in_link": 410,
    "exchange:api_capacity": 401,  # No key.
    "exchange:api_confirm": 401,
    "exchange:api_import": 401,
    "exchange:api_imports": 401,
    "exchange:api_offers": 401,
    "exchange:catalogue_jsonld": 503,  # The worker has made no files.
    "exchange:catalogue_turtle": 503,
    "exchange:register_file": 503,
    "hsds:nothing": 404,
    "hsds:profile_file": 404,
    # There is no such thing.
    "hsds:organization": 404,
    "hsds:service": 404,
    "hsds:service_at_location": 404,
    "hsds:taxonomy": 404,
    "hsds:taxonomy_term": 404,
    "hsds:uk_organization": 404,
    "hsds:uk_service": 404,
    "hsds:uk_service_at_location": 404,
    "hsds:uk_taxonomy": 404,
    "hsds:uk_taxonomy_term": 404,
    "openid_connect_callback": 404,  # Nobody signs people in for us.
    "openid_connect_login": 405,
    "desks:review_by_link": 410,  # No such link was sent.
    "notifications:choices": 410,  # No mail with such a link was sent.
    "notifications:unsubscribe": 410,
    "notifications:demo_letter": 404,
    "organisations:claim_link": 410,  # No such link was sent.
    "syndication:oembed": 400,  # No page was named.
    "syndication:widget_colours": 404,  # No colour was.
    "places:map": 404,  # No borders have been imported.
}
#: The answer to (visitor, editor, local administrator, national administrator). 302: to sign in, or where they wanted.
CLOSED: dict[str, tuple[int, int, int, int]] = {
    "accounts:home": (302, 200, 200, 200),
    "accounts:sign_in": (200, 302, 302, 302),
    "accounts:sign_out": (302, 405, 405, 405),
    "accounts:account": (302, 200, 200, 200),
    "accounts:second_factor": (302, 302, 302, 302),
    "accounts:end_device": (302, 405, 405, 405),
    "accounts:end_other_devices": (302, 405, 405, 405),
    "account_login": (200, 302, 302, 302),
    "account_logout": (302, 405, 405, 405),
    "account_signup": (200, 302, 302, 302),
    "account_reset_password": (200, 200, 200, 200),
    "account_reauthenticate": (302, 200, 200, 200),
    "account_email": (302, 302, 302, 302),  # 302 inside: asked again first.
    "account_change_password": (302, 302, 302, 302),
    "account_set_password": (302, 302, 302, 302),
    "mfa_authenticate": (302, 302, 302, 302),
    "mfa_login_webauthn": (302, 302, 302, 302),
    "mfa_reauthenticate": (302, 302, 302, 302),
    "mfa_reauthenticate_webauthn": (302, 302, 302, 302),
    "mfa_index": (302, 200, 200, 200),
    "mfa_list_webauthn": (302, 200, 200, 200),
    "mfa_activate_totp": (302, 200, 200, 200),
    "mfa_deactivate_totp": (302, 404, 404, 404),
    "mfa_add_webauthn": (302, 200, 200, 200),
    "mfa_edit_webauthn": (302, 404, 404, 404),
    "mfa_remove_webauthn": (302, 404, 404, 404),
    "mfa_view_recovery_codes": (302, 404, 404, 404),
    "mfa_download_recovery_codes": (302, 404, 404, 404),
    "mfa_generate_recovery_codes": (302, 200, 200, 200),
    "usersessions_list": (302, 200, 200, 200),
    "accounts:ask_for_sign_in_link": (200, 200, 200, 200),
    "accounts:people": (302, 404, 200, 200),
    "accounts:invite": (302, 404, 200, 200),
    "accounts:person": (302, 404, 200, 200),
    "accounts:take_role": (302, 405, 405, 405),
    "accounts:close_person": (302, 405, 405, 405),
    "accounts:reopen_person": (302, 405, 405, 405),
    "accounts:sign_out_person": (302, 405, 405, 405),
    "accounts:resend_invitation": (302, 405, 405, 405),
    "accounts:withdraw_invitation": (302, 405, 405, 405),
    "accounts:access_review": (302, 404, 200, 200),
    "accounts:answer_access_question": (302, 405, 405, 405),
    "accounts:restore_access": (302, 405, 405, 405),
    "web:handle_report": (302, 404, 404, 200),
    "desks:editor_home": (302, 404, 200, 200),
    "desks:editor_begin": (302, 405, 405, 405),
    "desks:editor_change": (302, 405, 405, 405),
    "desks:editor_copy": (302, 405, 405, 405),
    "desks:editor_draft": (302, 404, 404, 302),
    "desks:editor_send": (302, 404, 404, 200),
    "desks:editor_sent": (302, 404, 404, 302),
    "desks:editor_seen": (302, 404, 404, 200),
    "desks:editor_take_back": (302, 405, 405, 405),
    "desks:editor_throw_away": (302, 404, 404, 200),
    "desks:editor_difference": (302, 404, 404, 404),
    "desks:editor_picture": (302, 404, 404, 200),
    "desks:editor_step": (302, 404, 404, 200),
    "desks:reviews": (302, 404, 200, 200),
    "desks:several_reviews": (302, 404, 302, 302),
    "desks:review": (302, 404, 404, 200),
    "desks:review_seen": (302, 404, 404, 404),
    "desks:hold_review": (302, 405, 405, 405),
    "desks:write_in_review": (302, 405, 405, 405),
    "desks:own_review": (302, 404, 404, 404),
    "desks:answer_review": (302, 405, 405, 405),
    "desks:appeal_review": (302, 405, 405, 405),
    "desks:own_municipality": (302, 404, 302, 302),
    "desks:local": (302, 404, 200, 200),
    "desks:local_front_page": (302, 404, 200, 200),
    "desks:local_highlights": (302, 404, 200, 200),
    "desks:local_hidden": (302, 404, 200, 200),
    "desks:local_in_vain": (302, 404, 200, 200),
    "desks:in_vain": (302, 404, 404, 200),
    "desks:crisis_lines": (302, 200, 404, 200),
    "desks:new_crisis_line": (302, 200, 404, 200),
    "desks:crisis_line": (302, 200, 404, 200),
    "desks:concepts": (302, 200, 404, 200),
    "desks:concept_words": (302, 200, 404, 200),
    "desks:book": (302, 404, 200, 200),
    "desks:readings": (302, 404, 200, 200),
    "desks:call_list": (302, 404, 200, 200),
    "desks:national_call_list": (302, 404, 404, 200),
    "desks:association": (302, 404, 404, 200),
    "desks:association_room": (302, 405, 405, 405),
    "desks:association_right": (302, 405, 405, 405),
    "notifications:own_choices": (302, 200, 200, 200),
    "notifications:troubles": (302, 404, 404, 200),
    "organisations:mine": (302, 200, 200, 200),
    "organisations:new": (302, 404, 200, 200),
    "organisations:claim": (302, 404, 404, 200),
    "organisations:claim_again": (302, 405, 405, 405),
    "organisations:claim_withdraw": (302, 405, 405, 405),
    "organisations:about": (302, 404, 404, 200),
    "organisations:members": (302, 404, 404, 200),
    "organisations:invite": (302, 404, 404, 200),
    "organisations:member": (302, 405, 405, 405),
    "organisations:trust": (302, 405, 405, 405),
    "duplicates:queue": (302, 404, 200, 200),
    "duplicates:pair": (302, 404, 200, 200),
    "duplicates:answered": (302, 404, 200, 200),
    "duplicates:merge": (302, 404, 200, 200),
    "duplicates:reopen": (302, 405, 405, 405),
    "exchange:export": (302, 404, 404, 200),
    "exchange:export_file": (302, 404, 404, 200),
    "exchange:keys": (302, 404, 404, 200),
    "exchange:new_key": (302, 302, 302, 302),  # 302 inside: asked again first.
    "exchange:close_key": (302, 405, 405, 405),
    "exchange:imports": (302, 404, 404, 200),
    "exchange:import": (302, 404, 404, 200),
    "exchange:import_columns": (302, 404, 404, 200),
    "exchange:import_errors": (302, 404, 404, 200),
    "exchange:act_on_import": (302, 405, 405, 405),
    "exchange:import_template": (302, 200, 200, 200),
    "sources:sources": (302, 404, 200, 200),
    "sources:new": (302, 404, 200, 200),
    "sources:offer": (302, 404, 200, 200),
    "sources:source": (302, 404, 200, 200),
    "sources:change": (302, 404, 200, 200),
    "sources:terms": (302, 404, 200, 200),
    "sources:read": (302, 405, 405, 405),
    "sources:run": (302, 404, 200, 200),
    "sources:act_on_run": (302, 405, 405, 405),
    "back_office_sign_in": (302, 403, 403, 302),
    "admin:login": (302, 403, 403, 302),
    "admin:index": (302, 302, 302, 200),
    "admin:logout": (302, 302, 302, 405),
    "admin:password_change": (302, 302, 302, 302),
    "admin:password_change_done": (302, 302, 302, 200),
    "admin:autocomplete": (302, 302, 302, 403),
    "admin:jsi18n": (302, 302, 302, 200),
    "admin:view_on_site": (302, 302, 302, 404),
    "admin:app_list:knowledge": (302, 302, 302, 200),
    "admin:app_list:curation": (302, 302, 302, 200),
    "admin:app_list:sites": (302, 302, 302, 200),
    "admin:knowledge_crisisline_changelist": (302, 302, 302, 200),
    "admin:knowledge_crisisline_add": (302, 302, 302, 200),
    "admin:knowledge_crisisline_change": (302, 302, 302, 200),
    "admin:knowledge_crisisline_history": (302, 302, 302, 200),
    "admin:knowledge_crisisline_delete": (302, 302, 302, 403),
    "admin:curation_errorreport_changelist": (302, 302, 302, 200),
    "admin:curation_errorreport_add": (302, 302, 302, 403),
    "admin:curation_errorreport_change": (302, 302, 302, 200),
    "admin:curation_errorreport_history": (302, 302, 302, 200),
    "admin:curation_errorreport_delete": (302, 302, 302, 403),
    "admin:curation_assurance_changelist": (302, 302, 302, 200),
    "admin:curation_assurance_add": (302, 302, 302, 403),
    "admin:curation_assurance_change": (302, 302, 302, 200),
    "admin:curation_assurance_history": (302, 302, 302, 200),
    "admin:curation_assurance_delete": (302, 302, 302, 403),
    "admin:sites_site_changelist": (302, 302, 302, 200),
    "admin:sites_site_add": (302, 302, 302, 403),
    "admin:sites_site_change": (302, 302, 302, 200),
    "admin:sites_site_history": (302, 302, 302, 200),
    "admin:sites_site_delete": (302, 302, 302, 403),
}
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
