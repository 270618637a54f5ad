"""Gathering mail."""

from datetime import datetime, timedelta

import pytest

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Message, State
from brobygger.notifications.services.choices import choose
from brobygger.notifications.services.digests import gather_digests
from brobygger.notifications.tests.factories import queued
from brobygger.notifications.topics import Rhythm, Topic

pytestmark = pytest.mark.django_db
ANNA = "anna@forening.example"


class TestGatherDigests:
    @pytest.fixture(autouse=True)
    def _anna_wants_it_gathered(self, noon: datetime) -> None:
        choose(actor=SYSTEM, address=ANNA, rhythms={Topic.FRESHNESS: Rhythm.DAILY}, at=noon)

    def test_waits_for_the_morning(self, noon: datetime) -> None:
        queued(noon)

        assert gather_digests(actor=SYSTEM, at=noon) == 0

    def test_sends_everything_together_once(self, noon: datetime) -> None:
        queued(noon)
        queued(noon)
        morning = noon + timedelta(hours=19)

        assert gather_digests(actor=SYSTEM, at=morning) == 1
        assert gather_digests(actor=SYSTEM, at=morning) == 0
        digest = Message.objects.get(topic=Topic.DIGEST)
        assert digest.state == State.WAITING
        assert digest.content.to == ANNA
        assert digest.content.subject == "2 beskeder fra Brobygger"
        assert digest.content.text.count("Café Håb") == 2
        assert digest.content.text.count("\n--\n") == 1
        assert digest.parts.count() == 2
        assert {part.state for part in digest.parts.all()} == {State.GATHERED}
        assert all(part.content.erase_at for part in digest.parts.select_related("content"))

    def test_keeps_languages_and_people_apart(self, noon: datetime) -> None:
        choose(actor=SYSTEM, address="berit@forening.example", rhythms={Topic.FRESHNESS: Rhythm.DAILY}, at=noon)
        queued(noon)
        queued(noon, language="en")
        queued(noon, to="berit@forening.example")

        assert gather_digests(actor=SYSTEM, at=noon + timedelta(days=1)) == 3
