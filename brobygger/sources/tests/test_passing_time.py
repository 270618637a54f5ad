"""Time goes on while a long import does: who asks what has changed since is to find all of it."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from brobygger.directory.models import Offer
from brobygger.kernel.actors import SYSTEM
from brobygger.sources.models import Outcome, Run, Source
from brobygger.sources.reading import Fetcher
from brobygger.sources.services import run_source, running, writing
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, ListedFeed, found, service
from brobygger.sources.tests.feed_server import Reply, serving

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class TestWriting:
    def test_stamps_each_handful_with_its_own_moment(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "THINGS_AT_A_TIME", 1)
        ticks = count(step=60)
        monkeypatch.setattr(running, "monotonic", lambda: float(next(ticks)))

        run, _ = read(service(1), service(2), service(3))

        moments = list(Offer.objects.order_by("name").values_list("changed_at", flat=True))
        assert moments == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]
        assert run.ended_at == moments[-1]


class TestRunSource:
    def test_asks_what_time_it_is_when_it_begins_to_write(
        self, source: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "feed_of", lambda _source, **_options: ListedFeed([found(service(1))]))

        run, _ = run_source(
            actor=SYSTEM, source_id=source.id, at=NOON, is_dry=False, clock=lambda: NOON + 30 * MINUTE
        )  # fmt: skip

        assert Outcome.objects.get().happened_at == NOON
        assert Offer.objects.get().changed_at == run.ended_at == NOON + 30 * MINUTE


class TestFetching:
    def test_says_once_a_minute_that_it_goes_on(self) -> None:
        seconds, told = count(step=10), list[int]()
        made = Fetcher(
            may_be_local=True, clock=lambda: float(next(seconds)), still_here=lambda: told.append(1)
        )  # fmt: skip
        with serving() as server:
            for _turn in range(8):
                with made.get(server.at("/x", Reply(b"ok"))) as answer:
                    answer.whole(10)

        assert 2 <= len(told) <= 6

    def test_keeps_the_reading_its_workers(self, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
        leases = list[datetime | None]()

        def feed_of(_source: Source, *, still_here: Any, **_options: Any) -> ListedFeed:
            still_here()
            leases.append(Run.objects.get().leased_until)
            return ListedFeed([])

        monkeypatch.setattr(running, "feed_of", feed_of)
        ticks = count(step=240)
        monkeypatch.setattr(running, "monotonic", lambda: float(next(ticks)))

        run_source(actor=SYSTEM, source_id=source.id, at=NOON)

        assert leases == [NOON + 9 * MINUTE]
