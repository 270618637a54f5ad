"""Lists of what is published, on things published by hand."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors import listing
from brobygger.opendata.selectors.listing import (
    Form,
    Point,
    Wanted,
    changes,
    one,
    page_of,
    revision,
    services_of,
    stream,
    tombstones_since,
)
from brobygger.opendata.tests.published import MORNING, put, take_away

pytestmark = pytest.mark.django_db

ODENSE, NYBORG = (55.3959, 10.3883), (55.3127, 10.7896)
SERVICES = Wanted(kind=Kind.SERVICE)


def found(at: datetime, **wanted: Any) -> list[int]:
    kind = wanted.pop("kind", Kind.SERVICE)
    return [record.number for record in stream(wanted=Wanted(kind=kind, **wanted), at=at)]


class TestRevision:
    def test_of_nothing_is_zero(self) -> None:
        assert revision().sequence == 0

    def test_follows_the_last_change(self) -> None:
        first, second = put(), put()

        take_away(first, at=MORNING + timedelta(hours=3))

        assert revision().sequence > second.sequence
        assert revision().changed_at == MORNING + timedelta(hours=3)


class TestTombstonesSince:
    @pytest.mark.parametrize(
        ("at", "since"),
        [
            (datetime(2026, 11, 22, 2, 59, tzinfo=UTC), datetime(2026, 11, 20, 3, tzinfo=UTC)),
            (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), datetime(2026, 11, 21, 3, tzinfo=UTC)),
            (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), datetime(2026, 11, 21, 3, tzinfo=UTC)),
        ],
    )
    def test_is_the_turn_of_the_day_before_the_last(self, at: datetime, since: datetime) -> None:
        assert tombstones_since(at) == since


class TestPageOf:
    def test_counts_from_one_and_says_how_large_the_whole_is(self, noon: datetime) -> None:
        numbers = [put().number for _ in range(5)]
        put(Kind.ORGANIZATION)

        page = page_of(wanted=SERVICES, number=2, size=2, at=noon)

        assert [record.number for record in page.records] == numbers[2:4]
        assert (page.total_items, page.total_pages, page.is_beyond) == (5, 3, False)

    def test_beyond_the_end_is_empty(self, noon: datetime) -> None:
        put()

        page = page_of(wanted=SERVICES, number=9, size=2, at=noon)

        assert (list(page.records), page.total_items, page.is_beyond) == ([], 1, True)

    def test_of_nothing_has_no_pages(self, noon: datetime) -> None:
        page = page_of(wanted=SERVICES, number=1, size=2, at=noon)

        assert (page.total_items, page.total_pages, page.is_beyond) == (0, 0, True)

    def test_leaves_the_place_of_what_has_just_gone_empty(self, noon: datetime) -> None:
        things = [put() for _ in range(4)]
        take_away(things[0], at=noon - timedelta(minutes=1))

        page = page_of(wanted=SERVICES, number=1, size=2, at=noon)

        assert [record.number for record in page.records] == [things[1].number]
        assert (page.total_items, page.total_pages) == (3, 2)

    def test_closes_up_after_a_day_or_two(self, noon: datetime) -> None:
        things = [put() for _ in range(3)]
        take_away(things[0], at=noon - timedelta(days=2))

        page = page_of(wanted=SERVICES, number=1, size=2, at=noon)

        assert [record.number for record in page.records] == [things[1].number, things[2].number]

    def test_reads_no_more_text_than_is_wanted(self, noon: datetime) -> None:
        put()

        def unread(form: Form) -> set[str]:
            page = page_of(wanted=SERVICES, number=1, size=1, at=noon, form=form)
            return page.records[0].get_deferred_fields() & {"full", "brief", "folded"}

        assert unread(Form.BRIEF) == {"full", "folded"}
        assert unread(Form.FULL) == {"brief", "folded"}
        assert unread(Form.MINIMAL) == {"full", "brief", "folded"}

    def test_asks_for_the_numbers_once_for_as_long_as_nothing_changes(
        self, noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        put()
        page_of(wanted=SERVICES, number=1, size=1, at=noon)

        with django_assert_num_queries(2):
            page_of(wanted=SERVICES, number=1, size=1, at=noon)
        put()

        assert page_of(wanted=SERVICES, number=1, size=1, at=noon).total_items == 2


class TestStream:
    def test_gives_everything_in_order_some_at_a_time(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listing, "_AT_A_TIME", 2)
        numbers = [put().number for _ in range(5)]

        assert found(noon) == numbers


class TestFilters:
    def test_words_must_all_be_there_in_any_spelling(self, noon: datetime) -> None:
        put(name="Sorggruppe for børn")
        put(name="Sorggruppe for voksne")

        assert found(noon, words=("born", "sorg")) == [1]
        assert found(noon, words=("sorg",)) == [1, 2]
        assert found(noon, words=("%",)) == []

    def test_terms_must_all_be_carried(self, noon: datetime) -> None:
        need, way, taxonomy, other = uuid4(), uuid4(), uuid4(), uuid4()
        put(terms=[(need, taxonomy), (way, taxonomy)])
        put(terms=[(need, other)])

        assert found(noon, term_ids=(need, way)) == [1]
        assert found(noon, term_ids=(need,)) == [1, 2]
        assert found(noon, taxonomy_id=taxonomy) == [1]
        assert found(noon, taxonomy_id=other, term_ids=(way,)) == []

    def test_of_terms_the_taxonomy_is_their_own_and_the_top_has_no_parent(self, noon: datetime) -> None:
        taxonomy, parent = uuid4(), uuid4()
        put(Kind.TAXONOMY_TERM, taxonomy_id=taxonomy, thing_id=parent)
        put(Kind.TAXONOMY_TERM, taxonomy_id=taxonomy, parent_id=parent)
        put(Kind.TAXONOMY_TERM, taxonomy_id=uuid4())

        kind = Kind.TAXONOMY_TERM
        assert found(noon, kind=kind, taxonomy_id=taxonomy) == [1, 2]
        assert found(noon, kind=kind, is_top=True) == [1, 3]
        assert found(noon, kind=kind, parent_id=parent) == [2]

    def test_organisation_and_time_of_change(self, noon: datetime) -> None:
        organisation = uuid4()
        put(organization_id=organisation)
        put()

        assert found(noon, organization_id=organisation) == [1]
        assert found(noon, modified_after=MORNING + timedelta(minutes=2)) == [2]

    def test_area_is_the_municipality_the_country_or_nothing_said(self, noon: datetime) -> None:
        put(areas=["0461"])
        put(areas=["0450", "0461"])
        put(areas=["0450"])
        put(areas=[""])
        put()

        assert found(noon, municipality_code="0461") == [1, 2, 4, 5]

    def test_distance_is_of_any_place(self, noon: datetime) -> None:
        put(places=[ODENSE])
        put(places=[NYBORG, ODENSE])
        put(places=[NYBORG])
        put(Kind.SERVICE_AT_LOCATION, places=[ODENSE])
        put()
        here = Point(lat=ODENSE[0], lon=ODENSE[1], within_m=1000)

        assert found(noon, near=here) == [1, 2]
        assert found(noon, near=Point(lat=ODENSE[0], lon=ODENSE[1], within_m=30_000)) == [1, 2, 3]
        assert found(noon, near=Point(lat=54.6, lon=9.0, within_m=10)) == []

    def test_age_is_the_services_own_limit(self, noon: datetime) -> None:
        put(age_min=18)
        put(age_min=60, age_max=90)
        put()

        assert found(noon, minimum_age=18.0) == [1, 2]
        assert found(noon, minimum_age=18.5) == [2]
        assert found(noon, maximum_age=90.5) == [2]
        assert found(noon, minimum_age=61.0, maximum_age=90.0) == []

    def test_one_time_must_fit_day_beginning_and_end(self, noon: datetime) -> None:
        put(times=[("MO", time(10), time(12)), ("TU", time(18), time(20))])
        put(times=[("MO", time(18), None)])
        put()

        assert found(noon, day="MO") == [1, 2]
        assert found(noon, day="MO", opens_from=time(17)) == [2]
        assert found(noon, closes_until=time(12)) == [1]
        assert found(noon, day="TU", closes_until=time(12)) == []


class TestOne:
    def test_is_a_thing_a_tombstone_or_nothing(self, noon: datetime) -> None:
        thing, gone = put(), put()
        take_away(gone, at=noon)

        seen = one(kind=Kind.SERVICE, thing_id=gone.thing_id)

        assert one(kind=Kind.SERVICE, thing_id=thing.thing_id) == thing
        assert seen is not None
        assert seen.gone_at == noon
        assert one(kind=Kind.ORGANIZATION, thing_id=thing.thing_id) is None


class TestServicesOf:
    def test_are_the_texts_of_each_organisations_services(self) -> None:
        first, second = uuid4(), uuid4()
        service = put(organization_id=first)
        put(Kind.SERVICE_AT_LOCATION, organization_id=first)

        assert services_of(organization_ids=[first, second]) == {first: [service.full], second: []}
        assert services_of(organization_ids=[first], form=Form.BRIEF) == {first: [service.brief]}


class TestChanges:
    def test_come_in_the_order_they_were_made(self, noon: datetime) -> None:
        first, second = put(), put()
        take_away(first, at=noon)

        assert changes(after=0, limit=9) == [second, first]
        assert changes(after=second.sequence, limit=9) == [first]
        assert changes(after=0, limit=1) == [second]


class TestMemory:
    def test_lets_go_of_what_was_asked_for_longest_ago(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        put(), put()
        monkeypatch.setattr(listing, "MOST_NUMBERS", 3)
        monkeypatch.setattr(listing, "MOST_LISTS", 2)

        for word in ("cafe", "kom", "som"):
            found(noon, words=(word,))
            found(noon, words=(word,))

        assert len(listing._MEMORY._lists) == 1
        assert listing._MEMORY._numbers == 2

    def test_takes_a_list_that_two_made_at_once_one_time(self) -> None:
        put()
        known = listing._find(SERVICES, since=MORNING)

        listing._MEMORY.put("same", known)
        listing._MEMORY.put("same", known)

        assert listing._MEMORY._numbers == 1
        assert Record.objects.count() == 1
