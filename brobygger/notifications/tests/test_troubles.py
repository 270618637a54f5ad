"""Mail that went wrong, and whoever sees to it."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.accounts.desk import desk_of
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Message, State
from brobygger.notifications.services import delivery
from brobygger.notifications.tests.factories import queued

pytestmark = pytest.mark.django_db


def in_doubt(at: datetime) -> Message:
    queued(at)
    parcel = delivery.claim_next(actor=SYSTEM, at=at)
    assert parcel
    delivery.begin_end(actor=SYSTEM, parcel=parcel, at=at)
    delivery.note_uncertain(actor=SYSTEM, parcel=parcel, problem="connection lost", at=at)
    return Message.objects.get(id=parcel.message_id)


def failed(at: datetime) -> Message:
    queued(at)
    parcel = delivery.claim_next(actor=SYSTEM, at=at)
    assert parcel
    delivery.note_refused(actor=SYSTEM, parcel=parcel, problem="554 no", at=at)
    return Message.objects.get(id=parcel.message_id)


@pytest.fixture
def national(client: Client) -> Client:
    sign_in(client, UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR))
    return client


class TestThePage:
    @pytest.mark.parametrize(("decision", "state"), [("arrived", State.SENT), ("again", State.WAITING)])
    def test_ends_a_doubt(self, national: Client, noon: datetime, decision: str, state: State) -> None:
        message = in_doubt(noon)
        assert "connection lost" in national.get("/udbakke/").content.decode()
        response = national.post("/udbakke/", {"message": message.id, "decision": decision}, follow=True)

        message.refresh_from_db()
        assert message.state == state
        assert "Alle mails er sendt." in response.content.decode()

    def test_tries_again_what_failed(self, national: Client, noon: datetime) -> None:
        message = failed(noon)
        national.post("/udbakke/", {"message": message.id, "decision": "again"})

        message.refresh_from_db()
        assert message.state == State.WAITING

    def test_leaves_what_failed_when_it_is_said_to_have_arrived(self, national: Client, noon: datetime) -> None:
        message = failed(noon)
        national.post("/udbakke/", {"message": message.id, "decision": "arrived"})

        message.refresh_from_db()
        assert message.state == State.FAILED

    @pytest.mark.parametrize("sent", [{"message": "x", "decision": "again"}, {"message": str(uuid4())}])
    def test_answers_nonsense_with_nothing_here(self, national: Client, sent: dict[str, str]) -> None:
        assert national.post("/udbakke/", sent).status_code == 404

    def test_knows_nothing_of_mails_without_trouble(self, national: Client, noon: datetime) -> None:
        message = queued(noon)
        assert message

        assert national.post("/udbakke/", {"message": message.id, "decision": "again"}).status_code == 404

    def test_is_not_there_for_others(self, client: Client) -> None:
        sign_in(client, UserFactory.create(municipality_codes=["0461"]))

        assert client.get("/udbakke/").status_code == 404


class TestTheDesk:
    def test_of_the_nation_has_what_went_wrong(self, noon: datetime) -> None:
        in_doubt(noon)
        actor = actor_for(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR), has_second_factor=True)

        pile = next(pile for pile in desk_of(actor=actor) if "Mails" in pile.heading)
        assert pile.total == 1
        assert pile.items[0].url == "/udbakke/"

    def test_of_a_municipality_has_not(self, noon: datetime) -> None:
        actor = actor_for(UserFactory.create(municipality_codes=["0461"]), has_second_factor=True)

        assert not [pile for pile in desk_of(actor=actor) if "Mails" in pile.heading]
