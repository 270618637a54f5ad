"""Who reads the feed of changes to the end has what we publish: whatever was done, in whatever steps it was read."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from brobygger.directory.models import Offer
from brobygger.directory.services.offers import hide_offer, publish_offer, remove_offer, reopen_offer, save_offer
from brobygger.directory.tests.factories import offer_data
from brobygger.directory.values import LocationData, offer_id_for
from brobygger.duplicates.events import Merged, MergeUndone
from brobygger.exchange.register.about import About
from brobygger.exchange.selectors.register import sequence_now
from brobygger.exchange.services.register import write_lines
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import DomainError
from brobygger.kernel.events import announce
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.listing import forget_lists
from brobygger.opendata.services import forget_tombstones, rebuild
from brobygger.organisations.models import Organisation
from brobygger.organisations.services.organisations import data_of, save_organisation
from brobygger.organisations.tests.factories import OrganisationFactory

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
KEYS = ("cafe", "kor", "stue", "tur")
Thing = tuple[str, str]


class Consumer:
    """Another system that keeps a copy: all it knows is what the feed, or a file and then the feed, has told it."""

    def __init__(self) -> None:
        self.things: dict[Thing, Any] = {}
        self.moved: dict[Thing, str] = {}
        self.next = 0

    def take(self, entry: dict[str, Any]) -> None:
        thing = entry["kind"], entry["id"]
        if entry["action"] == "upsert":
            self.things[thing] = entry["data"]
            self.moved.pop(thing, None)
            return
        self.things.pop(thing, None)
        self.moved.pop(thing, None)
        if "moved_to" in entry:
            self.moved[thing] = entry["moved_to"]

    def read(self, limit: int) -> bool:
        """Read one page; return whether there is more."""
        page = Client().get("/hsds/3/changes", {"after": self.next, "limit": limit}).json()
        numbers = [entry["sequence"] for entry in page["contents"]]
        assert numbers == sorted(set(numbers))
        assert all(number > self.next for number in numbers)
        for entry in page["contents"]:
            self.take(entry)
        self.next = page["next"]
        return bool(page["has_more"])

    def read_to_the_end(self, limit: int) -> None:
        while self.read(limit):
            pass

    @classmethod
    def from_file(cls) -> "Consumer":
        """Begin with the file of the whole register."""
        consumer = cls()
        about = About(operator="", base_url="http://localhost", sequence=sequence_now(), made_at=NOON)
        with TemporaryDirectory() as folder:
            write_lines(folder=Path(folder), scratch=Path(folder), about=about)
            first, *entries = (Path(folder) / "register.ndjson").read_text(encoding="utf-8").splitlines()
        for entry in entries:
            consumer.take(json.loads(entry))
        consumer.next = json.loads(first)["about"]["sequence"]
        return consumer


def our_state() -> dict[Thing, Any]:
    return {(row.kind, str(row.thing_id)): json.loads(row.full) for row in Record.objects.here()}


def our_moves() -> dict[Thing, str]:
    return {(r.kind, str(r.thing_id)): str(r.moved_to) for r in Record.objects.exclude(moved_to=None) if r.gone_at}


class Register:
    """Acts on a small register; one that is refused is not done."""

    def __init__(self) -> None:
        self.at = NOON
        self.owners = [OrganisationFactory.create(key=f"forening-{word}", name=word).id for word in ("en", "to")]

    def do(self, act: str, one: int, other: int) -> None:
        self.at += timedelta(minutes=1)
        with suppress(DomainError), transaction.atomic():
            getattr(self, act)(one, other)

    def save(self, one: int, other: int) -> None:
        places = (LocationData(kind="virtual", name=f"Sted {other}"),) if other % 2 else ()
        data = offer_data(key=KEYS[one], name=f"Tilbud {other}", organisation_id=self.owners[one % 2], locations=places)
        save_offer(actor=SYSTEM, data=data, at=self.at)

    def publish(self, one: int, other: int) -> None:
        self.save(one, other)
        publish_offer(actor=SYSTEM, offer_id=offer_id_for(KEYS[one]), at=self.at)

    def hide(self, one: int, other: int) -> None:
        hide_offer(actor=SYSTEM, offer_id=offer_id_for(KEYS[one]), at=self.at)

    def show(self, one: int, other: int) -> None:
        publish_offer(actor=SYSTEM, offer_id=offer_id_for(KEYS[one]), at=self.at)

    def remove(self, one: int, other: int) -> None:
        remove_offer(actor=SYSTEM, offer_id=offer_id_for(KEYS[one]), at=self.at)

    def reopen(self, one: int, other: int) -> None:
        reopen_offer(actor=SYSTEM, offer_id=offer_id_for(KEYS[one]), at=self.at)

    def rename(self, one: int, other: int) -> None:
        owner = Organisation.objects.get(id=self.owners[one % 2])
        fields = {
            **{name: getattr(data_of(owner), name) for name in data_of(owner).__slots__},
            "name": f"Nyt {one % 2} {other}",
        }
        save_organisation(actor=SYSTEM, data=type(data_of(owner))(**fields), at=self.at)

    def merge(self, one: int, other: int) -> None:
        dropped, kept = self._two(one, other)
        remove_offer(actor=SYSTEM, offer_id=dropped, at=self.at)
        announce(Merged(kind="offer", dropped_id=dropped, kept_id=kept, at=self.at))

    def part(self, one: int, other: int) -> None:
        dropped, kept = self._two(one, other)
        reopen_offer(actor=SYSTEM, offer_id=dropped, at=self.at)
        announce(MergeUndone(kind="offer", dropped_id=dropped, kept_id=kept, at=self.at))

    def rebuild(self, one: int, other: int) -> None:
        rebuild(actor=SYSTEM, at=self.at)

    def forget(self, one: int, other: int) -> None:
        """Two years without a change, and the night that forgets."""
        self.at += timedelta(days=800)
        forget_tombstones(actor=SYSTEM, at=self.at)

    def _two(self, one: int, other: int) -> tuple[UUID, UUID]:
        dropped, kept = offer_id_for(KEYS[one]), offer_id_for(KEYS[other % len(KEYS)])
        if dropped == kept or Offer.objects.filter(id__in=[dropped, kept]).count() < 2:
            raise DomainError
        return dropped, kept


ACTS = ("save", "publish", "hide", "show", "remove", "reopen", "rename", "merge", "part", "rebuild")
acts = st.tuples(st.sampled_from(ACTS), st.integers(0, len(KEYS) - 1), st.integers(0, 9))
reads = st.tuples(st.just("read"), st.integers(1, 4), st.just(0))


@contextmanager
def undone_after() -> Iterator[None]:
    """Each example begins with an empty register."""
    forget_lists()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestFeed:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(st.lists(st.one_of(acts, acts, reads), min_size=6, max_size=30), st.integers(0, 12), st.integers(1, 9))
    def test_read_to_the_end_is_our_state(self, steps: list[tuple[str, int, int]], file_after: int, last: int) -> None:
        with undone_after():
            register, reader, late = Register(), Consumer(), Consumer()
            for key in range(len(KEYS)):
                register.do("publish", key, key)
            for number, (act, one, other) in enumerate(steps):
                if number == file_after:
                    late = Consumer.from_file()
                reader.read(one) if act == "read" else register.do(act, one, other)
            for consumer in (reader, late):
                consumer.read_to_the_end(last)

                assert consumer.things == our_state()
            assert reader.moved == our_moves()
            assert reader.next == late.next == sequence_now()
            assert {UUID(id_) for kind, id_ in reader.things if kind == Kind.SERVICE} == set(
                Offer.objects.filter(status="published").values_list("id", flat=True)
            )

    def test_tells_those_who_were_away_for_years_to_begin_anew(self) -> None:
        register, reader = Register(), Consumer()
        register.do("publish", 0, 1)
        reader.read_to_the_end(9)
        register.do("remove", 0, 0)
        register.do("forget", 0, 0)
        register.do("publish", 1, 1)

        refused = Client().get("/hsds/3/changes", {"after": reader.next})
        anew = Consumer()
        anew.read_to_the_end(9)

        assert (refused.status_code, refused.json()["code"]) == (410, "feed_began_anew")
        assert anew.things == our_state()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time: nothing to prove")
class TestFeedWithManyWriters:
    def test_misses_nothing_that_is_written_meanwhile(self) -> None:
        """Reading while transactions of different lengths end out of order never skips one that is still open."""
        register = Register()
        done = threading.Event()
        writers = [threading.Thread(target=_keep_writing, args=(register.owners, n)) for n in range(3)]
        reader = Consumer()
        reading = threading.Thread(target=_keep_reading, args=(reader, done))
        for thread in (*writers, reading):
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        reading.join()

        reader.read_to_the_end(7)

        assert len([1 for kind, _id in reader.things if kind == Kind.SERVICE]) == 30
        assert reader.things == our_state()


def _closing(work: Callable[..., None]) -> Callable[..., None]:
    def run(*args: Any) -> None:
        try:
            work(*args)
        finally:
            connection.close()

    return run


@_closing
def _keep_writing(owners: list[UUID], number: int) -> None:
    for turn in range(10):
        data = offer_data(key=f"tilbud-{number}-{turn}", name=f"Tilbud {turn}", organisation_id=owners[number % 2])
        saved = save_offer(actor=SYSTEM, data=data, at=NOON)
        publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)
        if turn % 3 == 0:
            hide_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)
            publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)


@_closing
def _keep_reading(reader: Consumer, done: threading.Event) -> None:
    while not done.is_set():
        reader.read(2)
