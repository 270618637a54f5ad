"""The queue is a page at a time, the most urgent first, and says who has how much."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from brobygger.curation.models import Review, ReviewStatus, Scope, Sort
from brobygger.curation.selectors.queue import (
    PAGE_SIZE,
    QueueWish,
    loads_of_people,
    loads_of_places,
    next_review,
    queue,
    waiting_for,
    waiting_for_own,
)
from brobygger.curation.tests.factories import NOON, ReviewFactory, local, national, writer
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
EVERYTHING = QueueWish()


@pytest.fixture
def odense() -> Review:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return ReviewFactory.create(scope=Scope.LOCAL, municipality_id="0461", answer_by=date(2026, 11, 20))


class TestQueue:
    def test_begins_with_the_most_urgent(self, odense: Review) -> None:
        nation = ReviewFactory.create()

        found = queue(actor=SYSTEM, wish=EVERYTHING, at=NOON)

        assert found.reviews == (odense, nation)
        assert (found.total, found.overdue, found.page_count) == (2, 1, 1)

    def test_is_each_ones_own(self, odense: Review) -> None:
        ReviewFactory.create()

        assert queue(actor=local("0461"), wish=EVERYTHING, at=NOON).reviews == (odense,)
        assert queue(actor=local("0851"), wish=EVERYTHING, at=NOON).reviews == ()
        assert queue(actor=VISITOR, wish=EVERYTHING, at=NOON).reviews == ()

    def test_asks_no_municipality_while_the_nation_says_no(self, odense: Review) -> None:
        nation = ReviewFactory.create(subject_id=odense.subject_id)
        assert queue(actor=local("0461"), wish=EVERYTHING, at=NOON).total == 1

        Review.objects.filter(id=nation.id).update(status=ReviewStatus.REFUSED)
        assert queue(actor=local("0461"), wish=EVERYTHING, at=NOON).total == 0

        Review.objects.filter(id=nation.id).update(status=ReviewStatus.WAITING)
        assert queue(actor=local("0461"), wish=EVERYTHING, at=NOON).total == 1

    def test_counts_each_sort_and_shows_the_one_asked_for(self, odense: Review) -> None:
        change = ReviewFactory.create(is_new=False)
        after = ReviewFactory.create(is_new=False, is_after=True)
        appealed = ReviewFactory.create(status=ReviewStatus.APPEALED)
        ReviewFactory.create(status=ReviewStatus.APPROVED)

        found = queue(actor=SYSTEM, wish=QueueWish(sort=Sort.CHANGE), at=NOON)

        assert found.by_sort == {"new": 1, "change": 1, "after": 1, "appeal": 1}
        assert found.reviews == (change,)
        assert [row.sort for row in (odense, change, after, appealed)] == [
            Sort.NEW, Sort.CHANGE, Sort.AFTER, Sort.APPEAL,
        ]  # fmt: skip

    def test_leaves_out_what_is_not_asked_for(self, odense: Review) -> None:
        actor = national()
        mine = ReviewFactory.create(taken_by=actor.id)

        def shown(**wish: str) -> tuple[Review, ...]:
            return queue(actor=actor, wish=QueueWish(**wish), at=NOON).reviews  # type: ignore[arg-type]

        assert shown(whose="mine") == (mine,)
        assert shown(whose="free") == (odense,)
        assert shown(scope="local") == (odense,)
        assert shown(municipality_code="0461") == (odense,)
        assert len(shown(scope="sludder", sort="sludder")) == 2

    def test_is_a_page_at_a_time_in_three_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        ReviewFactory.create_batch(PAGE_SIZE + 1)

        with django_assert_num_queries(2):
            found = queue(actor=SYSTEM, wish=QueueWish(page=99), at=NOON)

        assert (found.page, found.page_count, len(found.reviews)) == (2, 2, 1)


class TestLoads:
    def test_say_who_and_where(self, odense: Review) -> None:
        actor = national()
        ReviewFactory.create(taken_by=actor.id)
        ReviewFactory.create()

        people = loads_of_people(actor=actor, at=NOON)
        places = loads_of_places(actor=actor, at=NOON)

        assert [(load.user_id, load.waiting) for load in people] == [(actor.id, 1)]
        assert [(load.place, load.waiting, load.overdue) for load in places] == [("", 2, 0), ("Odense", 1, 1)]


class TestWaitingFor:
    def test_leaves_out_what_waits_for_the_association(self, odense: Review) -> None:
        asked = ReviewFactory.create(waits_for_association=True)

        assert list(waiting_for(actor=SYSTEM)) == [odense]
        assert list(waiting_for_own(actor=writer(asked.organisation_id))) == [asked]

    def test_a_no_waits_for_the_association(self) -> None:
        refused = ReviewFactory.create(status=ReviewStatus.REFUSED)

        assert list(waiting_for_own(actor=writer(refused.organisation_id))) == [refused]
        assert list(waiting_for_own(actor=writer(uuid4()))) == []


class TestNextReview:
    def test_is_of_the_same_sort_of_decision_first(self, odense: Review) -> None:
        nation, later = ReviewFactory.create(), ReviewFactory.create(opened_at=NOON + timedelta(hours=1))

        assert next_review(actor=SYSTEM, after=nation) == later
        later.delete()
        assert next_review(actor=SYSTEM, after=nation) == odense
        odense.delete()
        assert next_review(actor=SYSTEM, after=nation) is None
