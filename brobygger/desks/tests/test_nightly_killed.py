"""The night's work is killed with ``kill -9`` at fifty random moments: nobody is asked twice, nobody is forgotten.

Each run is a process of its own, forked from this one so that fifty of them take seconds, and does what the command
line does: ``brobygger nightly --only freshness``. Between two letters and two steps there is no moment that is safe
by luck: the moments are drawn anew in each run of the test, and the seed is told when it fails.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections

from brobygger.audit.models import Entry
from brobygger.audit.services import verify
from brobygger.directory.documents import document_for
from brobygger.directory.models import Check, Offer, Stage, Status
from brobygger.directory.services import rounds
from brobygger.directory.tests.factories import NOON, OfferFactory
from brobygger.notifications.models import Content, Message
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.search.models import IndexedDocument
from brobygger.search.services import publish_many

pytestmark = pytest.mark.django_db(transaction=True)
MAILBOXES, OFFERS_EACH = 60, 5
KILLS = 50
#: The four nights on which something happens to an offer nobody answers for.
NIGHTS = {0: Stage.ASKED, 14: Stage.REMINDED, 30: Stage.GREYED, 60: Stage.HIDDEN}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commit often, so that there is much to be killed between."""
    monkeypatch.setattr(rounds, "_OFFERS_AT_A_TIME", 10)
    yield
    connections.close_all()


def fill() -> None:
    for number in range(MAILBOXES):
        organisation = OrganisationFactory(email=f"post{number}@forening.example")
        for offer in OfferFactory.create_batch(OFFERS_EACH, organisation=organisation):
            Check.objects.create(offer=offer, due_on=NOON.date())
    publish_many(documents=[document_for(offer, at=NOON) for offer in Offer.objects.for_page()], at=NOON)


def run_night(at: datetime, *, killed_after: float | None) -> bool:
    """Run the night's work in a process of its own; return whether it was killed before it ended."""
    connections.close_all()
    child = os.fork()
    if not child:
        status = 1
        try:
            with time_machine.travel(at), open(os.devnull, "w", encoding="utf-8") as nowhere:
                call_command("nightly", "--only", "freshness", stdout=nowhere)
            status = 0
        finally:
            os._exit(status)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    _child, ended = os.waitpid(child, 0)
    assert os.WIFSIGNALED(ended) or os.WEXITSTATUS(ended) == 0
    return os.WIFSIGNALED(ended)


def letters_by_mailbox() -> Counter[str]:
    return Counter(Content.objects.values_list("to", flat=True))


class TestNightlyKilled:
    def test_asks_everybody_once_however_often_it_is_killed(self) -> None:
        seed = random.SystemRandom().randrange(10**6)
        draw = random.Random(seed)
        fill()
        killed = 0
        for number, (day, stage) in enumerate(NIGHTS.items(), start=1):
            at = NOON + timedelta(days=day)
            while killed < KILLS * number // len(NIGHTS):
                killed += run_night(at, killed_after=draw.uniform(0, 0.25))
                self.is_whole(day, seed)
            run_night(at, killed_after=None)

            assert set(Check.objects.values_list("stage", flat=True)) == {stage}, seed
            assert set(letters_by_mailbox().values()) == {number}, seed
            assert Message.objects.count() == MAILBOXES * number, seed
        assert killed == KILLS
        self.ends_well(seed)

    @pytest.mark.parametrize("moment", ["_keep", "_let_it_show", "_note"])
    def test_a_letter_and_its_step_are_one_at_the_worst_moments_too(
        self, moment: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill()
        with monkeypatch.context() as patched:
            patched.setattr(rounds, moment, lambda *_args, **_values: os.kill(os.getpid(), signal.SIGKILL))
            assert run_night(NOON, killed_after=None)
        assert not Message.objects.exists()

        run_night(NOON, killed_after=None)

        assert set(letters_by_mailbox().values()) == {1}
        assert set(Check.objects.values_list("stage", "is_reachable")) == {(Stage.ASKED, True)}

    def is_whole(self, day: int, seed: int) -> None:
        """Test that a letter and the steps it tells of are there together, or not at all."""
        told = Content.objects.filter(message__created_at__gte=NOON + timedelta(days=day))
        stepped = Check.objects.filter(stage_on=(NOON + timedelta(days=day)).date())
        assert sum(text.count("/stadig-rigtigt/") for text in told.values_list("text", flat=True)) == len(stepped), seed

    def ends_well(self, seed: int) -> None:
        """Test that all are hidden, out of the search and in the book, which is true."""
        assert not Check.objects.filter(is_reachable=False).exists(), seed
        assert set(Offer.objects.values_list("status", flat=True)) == {Status.HIDDEN}, seed
        assert not IndexedDocument.objects.exists(), seed
        assert Entry.objects.filter(act="directory.offer.hidden").count() == MAILBOXES * OFFERS_EACH, seed
        assert verify() is None, seed
