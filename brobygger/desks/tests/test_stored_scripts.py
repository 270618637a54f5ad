"""What somebody writes never runs: every text of an offer is hostile here, and every page that shows it is read as a
browser reads it. Also its calendar, what search engines are told, the mail about it and the back office."""

import json
from datetime import datetime
from urllib.parse import urlsplit

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.models import Review
from brobygger.desks.tests.editing import send
from brobygger.directory.models import Draft, Offer
from brobygger.directory.services.drafts import DraftNotWhole, apply_draft, submit_draft
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Content
from brobygger.notifications.services import queue_mail
from brobygger.notifications.topics import Topic
from brobygger.organisations.models import Organisation

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</script></title></textarea></style><script>alert(1)</script>",
    "<svg/onload=alert(1)><a xlink:href=javascript:alert(1)>x</a>",
    "<style>*{background:url('javascript:alert(1)')}</style>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "[klik](javascript:alert(1))",
    "[klik](JaVa\u200bScript:alert(1))",
    "[klik](&#106;avascript:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[klik](vbscript:alert(1))",
    "[klik][a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '![x](x" onerror="alert(1))',
    "＜script＞alert(1)＜/script＞ \u202e<script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><base href=//ond.example>",
    "<form action=//ond.example><button formaction=javascript:alert(1)>",
    "{{ request }}{% debug %}",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
)
ALL = "\n\n".join(HOSTILE)
NAME = HOSTILE[2] + HOSTILE[1]
SUMMARY = HOSTILE[1] + HOSTILE[0] + HOSTILE[3]


def assert_harmless(answer: object) -> None:
    """Read a page as a browser does: nothing in it runs but our own files, and links lead only to where links may."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        assert tag not in {"object", "embed", "base", "style", "math", "frame"}, element.attrib
        assert tag != "iframe" or element.get("src", "").startswith("/widget/"), element.attrib
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            assert not plain.startswith("on"), (tag, name, value)
            assert plain not in {"style", "srcdoc"}, (tag, name, value)
            if plain in {"href", "src", "action", "formaction", "poster"}:
                assert urlsplit(value.strip()).scheme in {"", "https", "http", "mailto", "tel", "sms"}, (
                    tag,
                    name,
                    value,
                )
                assert "ond.example" not in value
        if tag == "script":
            is_data = element.get("type", "").endswith("json")
            assert is_data or element.get("src", "").startswith("/static/"), element.text
            if is_data:
                json.loads(element.text or "")
    assert "{% debug %}" in html or "debug" not in html


@pytest.fixture
def hostile(author: Client, draft: Draft) -> Draft:
    """A draft written in the editor with a hostile text wherever one can be typed."""
    send(author, draft, "hvad", {"name": NAME, "summary": SUMMARY, "description": ALL})
    send(author, draft, "hvem", {
        "audience": ALL[:990], "gender": "women", "gender_reason": SUMMARY,
        "criteria-0-text": SUMMARY[:200], "criteria-0-fits_when": "ja",
    })  # fmt: skip
    send(author, draft, "hvor", {
        "reach": "landet", "places-0-kind": "physical", "places-0-name": HOSTILE[0], "places-0-address": HOSTILE[1],
        "places-0-postcode": "5000", "places-0-directions": SUMMARY, "places-0-accessibility_note": SUMMARY,
    })  # fmt: skip
    send(author, draft, "hvornaar", {
        "schedule_note": SUMMARY, "alert": SUMMARY, "times-0-repeat": "weekly", "times-0-days": ["TU"],
        "times-0-starts": "14:00", "times-0-note": SUMMARY,
    })  # fmt: skip
    send(author, draft, "komme", {
        "signup": "drop_in", "signup_note": SUMMARY, "price_kind": "paid", "price_note": SUMMARY,
        "concessions": SUMMARY, "first_visit": ALL, "host_function": HOSTILE[0], "accessibility_note": SUMMARY,
        "practical_help": SUMMARY, "contacts-0-function": HOSTILE[0], "contacts-0-phone": "12345678",
        "contacts-0-hours": HOSTILE[1], "contacts-0-person_name": HOSTILE[0], "contacts-0-consent": "ja",
    })  # fmt: skip
    send(author, draft, "billede", {"links-0-label": HOSTILE[1], "links-0-url": "https://a.dk/?x=%22%3E"})
    return Draft.objects.get(id=draft.id)


@pytest.fixture
def shown(hostile: Draft, noon: datetime) -> Offer:
    offer = apply_draft(actor=SYSTEM, draft_id=hostile.id, at=noon)
    Organisation.objects.filter(id=offer.organisation_id).update(name=NAME[:120], description=ALL)
    return offer


class TestWhileItIsWritten:
    @pytest.mark.parametrize("step", ["hvad", "hvem", "hvor", "hvornaar", "komme", "billede"])
    def test_no_step_runs_it(self, step: str, author: Client, hostile: Draft) -> None:
        assert_harmless(author.get(reverse("desks:editor_step", args=[hostile.id, step])))

    @pytest.mark.parametrize("page", ["editor_send", "editor_seen", "editor_throw_away"])
    def test_no_page_about_the_draft_runs_it(self, page: str, author: Client, hostile: Draft) -> None:
        assert_harmless(author.get(reverse(f"desks:{page}", args=[hostile.id])))

    def test_the_list_of_drafts_does_not_run_it(self, author: Client, hostile: Draft) -> None:
        assert_harmless(author.get(reverse("desks:editor_home")))

    def test_a_mistake_does_not_run_it(self, author: Client, hostile: Draft) -> None:
        answer = send(author, hostile, "hvad", {"name": "", "summary": SUMMARY, "description": ALL})

        assert answer.status_code == 422
        assert_harmless(answer)

    def test_two_versions_do_not_run_it(self, author: Client, hostile: Draft) -> None:
        form = {"revision": 1, "before": "{}", "name": HOSTILE[3], "summary": "", "description": HOSTILE[0]}
        answer = author.post(reverse("desks:editor_step", args=[hostile.id, "hvad"]), form, follow=True)

        assert "/forskel/" in answer.redirect_chain[-1][0]
        assert_harmless(answer)

    @pytest.mark.parametrize("url", ["javascript://x.dk/%0aalert(1)", "data://x.dk/,x", "vbscript://x"])
    def test_no_link_leads_into_a_script(self, url: str, author: Client, hostile: Draft, noon: datetime) -> None:
        send(author, hostile, "billede", {"links-0-label": "Klik", "links-0-url": url})
        send(author, hostile, "hvor", {"reach": "landet", "places-0-kind": "virtual", "places-0-url": url})

        assert_harmless(author.get(reverse("desks:editor_send", args=[hostile.id])))
        assert_harmless(author.get(reverse("desks:editor_seen", args=[hostile.id])))
        with pytest.raises(DraftNotWhole):
            submit_draft(actor=SYSTEM, draft_id=hostile.id, at=noon)

    def test_what_the_script_puts_in_does_not_run_it(self, author: Client, hostile: Draft) -> None:
        answer = send(
            author,
            hostile,
            "hvad",
            {"name": NAME, "summary": SUMMARY, "description": ALL * 2},
            Accept="application/json",
        )

        for element in html5lib.parseFragment(answer.json()["aid"], namespaceHTMLElements=False).iter():
            assert element.tag not in {"script", "img", "iframe", "style"}
            assert not any(name.startswith("on") for name in element.attrib)


class TestWhileItIsDecided:
    def test_neither_the_queue_nor_the_review_runs_it(self, author: Client, hostile: Draft, noon: datetime) -> None:
        submit_draft(actor=SYSTEM, draft_id=hostile.id, at=noon)
        review = Review.objects.get(scope="national")
        national = Client()
        sign_in(national, UserFactory(role=Role.NATIONAL_ADMINISTRATOR))

        assert_harmless(national.get(reverse("desks:reviews")))
        assert_harmless(national.get(reverse("desks:review", args=[review.id])))
        assert_harmless(author.get(reverse("desks:own_review", args=[review.id])))


class TestWhenItIsShown:
    @pytest.mark.parametrize("language", ["", "/en"])
    def test_no_page_runs_it(self, language: str, shown: Offer, client: Client) -> None:
        for address in (
            f"/tilbud/{shown.key}/", f"/organisation/{shown.organisation.key}/", "/soeg/?q=alert", "/soeg/",
            "/organisationer/", "/kalender/", f"/tilbud/{shown.key}/fejl/", "/",
        ):  # fmt: skip
            answer = client.get(language + address)
            assert answer.status_code == 200, address
            assert_harmless(answer)

    def test_the_desk_of_its_association_does_not_run_it(self, shown: Offer, author: Client) -> None:
        assert_harmless(author.get(reverse("desks:association", args=[shown.organisation.key])))

    def test_a_calendar_holds_words_alone(self, shown: Offer, client: Client) -> None:
        answer = client.get(f"/tilbud/{shown.key}/kalender.ics")

        assert answer.headers["Content-Type"].startswith("text/calendar")
        lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
        # No text begins a line of its own: nobody adds an event, an alarm or an address to open.
        assert all(line.partition(":")[0].partition(";")[0].isupper() for line in lines if line)
        assert not any(line.startswith(("ATTACH", "BEGIN:VALARM", "X-ALT-DESC")) for line in lines)

    def test_a_suggestion_does_not_run_it(self, shown: Offer, client: Client) -> None:
        answer = client.get("/soeg/forslag/?q=script")

        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_the_back_office_does_not_run_it(self, shown: Offer) -> None:
        national = Client()
        sign_in(national, UserFactory(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True))

        answer = national.get(f"/teknik/directory/offer/{shown.id}/change/")

        assert answer.status_code in {200, 302, 404}
        if answer.status_code == 200:
            assert "<script>alert(1)" not in answer.content.decode()

    @pytest.mark.parametrize("template", ["desks/mail/review_asked", "desks/mail/review_decided"])
    def test_a_mail_does_not_run_it(self, template: str, noon: datetime) -> None:
        said = {"name": f"{NAME}\r\nBcc: alle@ond.example", "words": ALL, "url": "https://portal.example/sag/1/"}
        queue_mail(
            actor=SYSTEM, to="a@example.org", template=template, context=said, key="x", topic=Topic.REVIEW, at=noon
        )

        message = Content.objects.get()
        assert not {"\r", "\n"} & set(message.subject)
        assert "&lt;" not in message.subject + message.text
        for element in html5lib.parse(message.html, namespaceHTMLElements=False).iter():
            assert element.tag not in {"script", "img", "svg", "iframe", "form"}
            assert not any(name.startswith("on") for name in element.attrib)


class TestWhenItIsShared:
    def test_words_are_shared_as_they_were_written(self, client: Client) -> None:
        offer = published(name="Mad & snak")

        text = client.get(f"/tilbud/{offer.key}/").content.decode()

        assert "sms:?&amp;body=Mad%20%26%20snak%20" in text
        assert "&amp;amp;" not in text
