"""What those who follow us may count on: moments that never go back, and a feed that can always be read to its end."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.directory.services import hide_offer, publish_offer, save_offer
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.fresh import Fresh
from brobygger.opendata.models import Head, Kind, Record
from brobygger.opendata.selectors.feed import FeedBeganAnew, page_of_changes
from brobygger.opendata.selectors.listing import Wanted, page_of, revision
from brobygger.opendata.services import forget_tombstones, move, rebuild
from brobygger.opendata.services.writing import take_pen, write
from brobygger.opendata.tests.rich import LATER, NOON, everything, shown

pytestmark = pytest.mark.django_db

#: When what went at ``NOON`` or a little later is forgotten.
LONG_AFTER = NOON + timedelta(days=731)


def moments() -> list[datetime]:
    """Return when things changed, in the order of the feed."""
    return list(Record.objects.order_by("sequence").values_list("changed_at", flat=True))


class TestMoments:
    def test_of_what_is_published_for_the_first_time_are_now(self) -> None:
        """An organisation is known long before its first offer is shown; nobody who follows us has heard of it."""
        saved = save_offer(actor=SYSTEM, at=NOON, data=everything())
        publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=LATER)

        assert set(moments()) == {LATER}
        assert (
            json.loads(Record.objects.get(thing_id=saved.offer.id).full)["last_modified"] == "2026-11-23T11:00:00.000Z"
        )
        found = page_of(wanted=Wanted(kind=Kind.ORGANIZATION, modified_after=LATER), number=1, size=9, at=LATER)
        assert found.total_items == 1

    def test_never_go_back_though_an_act_began_before_another(self) -> None:
        first, second = shown(), everything(key="anden")
        hide_offer(actor=SYSTEM, offer_id=first.id, at=LATER)

        saved = save_offer(actor=SYSTEM, at=NOON, data=second)
        publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)
        move(actor=SYSTEM, kind=Kind.SERVICE, thing_id=first.id, to=saved.offer.id, at=NOON)

        assert moments() == sorted(moments())
        assert Record.objects.get(thing_id=saved.offer.id).changed_at == LATER

    def test_of_what_is_as_it_was_stay(self) -> None:
        offer = shown()
        before = list(Record.objects.order_by("number").values())

        assert rebuild(actor=SYSTEM, at=LATER).written == 0
        assert rebuild(actor=SYSTEM, at=NOON - timedelta(days=1)).written == 0

        assert list(Record.objects.order_by("number").values()) == before
        record = Record.objects.get(thing_id=offer.id)
        assert datetime.fromisoformat(json.loads(record.full)["last_modified"]) == record.changed_at

    def test_of_an_id_that_is_given_twice_stay_too(self) -> None:
        """The first stands, and is not taken for new because the second is another."""
        thing_id = uuid4()
        bodies = [{"id": str(thing_id), "name": name} for name in ("En", "To")]
        things = [Fresh(kind=Kind.SERVICE, thing_id=thing_id, body=body) for body in bodies]
        for at in (NOON, LATER):
            pen = take_pen(actor=SYSTEM, at=at)
            write(pen, kind=Kind.SERVICE, things=things)
            pen.put_down()

        assert moments() == [NOON]
        assert json.loads(Record.objects.get().full) == bodies[0]


def read_to_the_end(after: int = 0, *, limit: int = 1) -> dict[UUID, str]:
    """Return what somebody has who reads the feed to its end."""
    mine: dict[UUID, str] = {}
    has_more = True
    while has_more:
        page = page_of_changes(after=after, limit=limit)
        for record in page.records:
            mine[record.thing_id] = record.full
        after, has_more = page.next, page.has_more
    return {thing_id: full for thing_id, full in mine.items() if full}


def our_state() -> dict[UUID, str]:
    return dict(Record.objects.here().values_list("thing_id", "full"))


class TestFeedAfterForgetting:
    @pytest.fixture
    def forgotten(self) -> Any:
        """Things from before and after a tombstone, which is then forgotten; one that says where it went stays."""
        for key in ("en", "to"):
            shown(key=key)
        gone, moved = shown(key="borte"), shown(key="flyttet")
        move(actor=SYSTEM, kind=Kind.SERVICE, thing_id=moved.id, to=uuid4(), at=NOON)
        hide_offer(actor=SYSTEM, offer_id=gone.id, at=NOON)
        save_offer(actor=SYSTEM, at=LATER, data=everything(key="en", name="Nyt"))
        self.before = {row.number: row for row in Record.objects.all()}
        self.revision = revision()
        forget_tombstones(actor=SYSTEM, at=LONG_AFTER)

    @pytest.mark.usefixtures("forgotten")
    def test_can_be_read_from_the_beginning_however_little_at_a_time(self) -> None:
        assert not Record.objects.up_to(Head.objects.get().forgotten_to).exists()
        assert read_to_the_end() == our_state()

    @pytest.mark.usefixtures("forgotten")
    def test_can_be_read_on_by_who_had_read_all_of_it(self) -> None:
        with pytest.raises(FeedBeganAnew):
            page_of_changes(after=1, limit=1)

        assert read_to_the_end(self.revision.sequence).items() <= our_state().items()

    @pytest.mark.usefixtures("forgotten")
    def test_keeps_moments_and_what_changed_last(self) -> None:
        after = {row.number: row for row in Record.objects.all()}
        assert {number: row.changed_at for number, row in after.items()} == {
            number: self.before[number].changed_at for number in after
        }
        lifted = [number for number, row in after.items() if row.sequence > self.revision.sequence]
        in_order = sorted(lifted, key=lambda number: self.before[number].sequence)
        assert sorted(lifted, key=lambda number: after[number].sequence) == in_order
        assert revision().changed_at == self.revision.changed_at
        assert Head.objects.get().sequence == revision().sequence

    @pytest.mark.usefixtures("forgotten")
    def test_once_is_enough(self) -> None:
        head = Head.objects.get()

        assert forget_tombstones(actor=SYSTEM, at=LONG_AFTER) == 0

        assert Head.objects.get().sequence == head.sequence

    def test_puts_right_what_was_forgotten_before_this_was_thought_of(self) -> None:
        shown()
        Head.objects.update(forgotten_to=Head.objects.get().sequence)

        forget_tombstones(actor=SYSTEM, at=LATER)

        assert read_to_the_end() == our_state()
