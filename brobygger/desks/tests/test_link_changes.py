"""Changing an offer from a mail: what we say, filled in; what is sent waits; nothing typed is lost."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client

from brobygger.curation.models import ErrorReport
from brobygger.desks.tests.test_links import DUE, address
from brobygger.directory.mail_links import Purpose
from brobygger.directory.models import Check, Draft, DraftStatus, Offer, Stage
from brobygger.directory.services import hide_offer
from brobygger.directory.services.drafts import return_draft, start_draft, submit_draft
from brobygger.directory.tests.drafting import fill, member
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import ContactData
from brobygger.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def offer() -> Offer:
    contact = ContactData(function="Lederen", phone="12 34 56 78", email="", hours="", person_name="")
    offer = published(contacts=(contact,), schedule_note="Hver tirsdag")
    Check.objects.create(offer=offer, due_on=DUE, stage=Stage.ASKED, stage_on=DUE)
    return offer


@pytest.fixture
def door(offer: Offer) -> str:
    return address(offer, Purpose.CHANGE)


def filled_in(client: Client, door: str) -> dict[str, Any]:
    """What a browser sends from the page as it stands."""
    context = client.get(door).context
    sent = {"before": context["before"], "act": "change"}
    forms = [context["form"], *(form for group in context["rows"].values() for form in group.forms)]
    return sent | {field.html_name: value for form in forms for field in form if (value := field.value())}


class TestChange:
    def test_shows_what_we_say_and_begins_nothing(self, client: Client, door: str) -> None:
        page = client.get(door)

        text = page.content.decode()
        for said in ("Kaffe og snak.", "Hver tirsdag", "Lederen", "12 34 56 78"):
            assert said in text
        assert not Draft.objects.exists()
        assert not page.cookies
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")

    def test_sends_it_in_and_says_what_happens_next(self, client: Client, door: str, offer: Offer) -> None:
        sent = filled_in(client, door) | {"schedule_note": "Hver onsdag kl. 18", "contacts-0-phone": "87 65 43 21"}

        answer = client.post(door, sent, follow=True)

        draft = Draft.objects.get()
        assert (draft.status, draft.data["schedule_note"]) == (DraftStatus.SUBMITTED, "Hver onsdag kl. 18")
        assert draft.data["contacts"] == [{"function": "Lederen", "phone": "87 65 43 21"}]
        assert "inden for fem hverdage" in answer.content.decode()
        assert Offer.objects.get().schedule_note == "Hver tirsdag"

    def test_is_asked_to_change_something(self, client: Client, door: str) -> None:
        answer = client.post(door, filled_in(client, door))

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Du har ikke rettet noget endnu" in answer.content.decode()
        assert not Draft.objects.exists()

    def test_refuses_a_cpr_number_and_loses_nothing(self, client: Client, door: str) -> None:
        sent = filled_in(client, door) | {"summary": "Ring 010150-1234", "price_note": "20 kr. for kaffe"}

        answer = client.post(door, sent)

        text = answer.content.decode()
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'href="#id_summary"' in text
        assert "20 kr. for kaffe" in text
        assert "Resten står her endnu" in text
        assert not Draft.objects.exists()

    def test_tells_of_a_wrong_row_where_it_is(self, client: Client, door: str) -> None:
        sent = filled_in(client, door) | {"times-0-repeat": "weekly", "contacts-0-function": ""}

        text = client.post(door, sent).content.decode()

        assert 'href="#id_times-0-days_0"' in text
        assert 'href="#id_contacts-0-function"' in text
        assert '<details class="details" open>' in text

    @pytest.mark.parametrize(("button", "rows"), [({"add": "contacts"}, 2), ({"remove": "contacts-0"}, 1)])
    def test_rows_come_and_go_without_sending(
        self, client: Client, door: str, button: dict[str, str], rows: int
    ) -> None:
        answer = client.post(door, filled_in(client, door) | button | {"summary": "Halvt skrevet"})

        assert len(answer.context["rows"]["contacts"].forms) == rows
        assert "Halvt skrevet" in answer.content.decode()
        assert not Draft.objects.exists()

    def test_says_kindly_that_one_waits_and_keeps_the_new_words(self, client: Client, door: str) -> None:
        sent = filled_in(client, door)
        client.post(door, sent | {"summary": "Den første"})

        answer = client.post(door, sent | {"summary": "Den anden"})

        text = answer.content.decode()
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "Der er allerede en rettelse på vej" in text
        assert "Den anden" in text
        assert "Den første" not in client.get(door).content.decode()

    def test_shows_nothing_that_somebody_signed_in_writes(self, client: Client, door: str, offer: Offer) -> None:
        writer = member(offer.organisation)
        fill(writer, start_draft(actor=writer, offer_id=offer.id, at=NOON), {"summary": "Hemmeligt endnu"}, at=NOON)

        text = client.get(door).content.decode()

        assert "er i gang med at rette" in text
        assert "Hemmeligt" not in text

    def test_comes_back_with_what_was_written(self, client: Client, door: str) -> None:
        client.post(door, filled_in(client, door) | {"summary": "Den første"})
        return_draft(actor=SYSTEM, draft_id=Draft.objects.get().id, at=NOON)

        text = client.get(door).content.decode()

        assert "Den første" in text
        assert "Vi kunne ikke vise det, som det var" in text

    def test_what_is_beyond_the_page_is_told_too(self, client: Client, door: str, offer: Offer) -> None:
        writer = member(offer.organisation)
        draft = fill(writer, start_draft(actor=writer, offer_id=offer.id, at=NOON), {"summary": "Nyt"}, at=NOON)
        submit_draft(actor=writer, draft_id=draft.id, at=NOON)
        Draft.objects.update(status=DraftStatus.RETURNED, editor_id=None, data=draft.data | {"age_from": "atten"})

        text = client.post(door, filled_in(client, door) | {"summary": "Nyere"}).content.decode()

        assert "Skriv alderen som et tal" in text
        assert "Skriv det nederst på siden" in text

    def test_works_for_what_is_out_of_sight(self, client: Client, door: str, offer: Offer) -> None:
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        client.post(door, filled_in(client, door) | {"summary": "Vi er her endnu"})

        assert Draft.objects.get().status == DraftStatus.SUBMITTED

    def test_a_word_about_something_else_is_as_before(self, client: Client, door: str) -> None:
        refused = client.post(door, {"act": "report"})
        client.post(door, {"act": "report", "reason": "closed"})

        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert ErrorReport.objects.get().reason == "closed"

    def test_says_when_it_is_shown_at_once(self, client: Client, door: str) -> None:
        assert "Tak, det står på siden nu" in client.get(f"{door}?tak=vist").content.decode()
