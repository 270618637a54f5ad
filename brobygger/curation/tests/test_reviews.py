"""What is sent in waits for each who decides; a no can be mended and sent again, and somebody can take it on."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.audit.models import Entry
from brobygger.curation.deadlines import working_days_after, working_days_between
from brobygger.curation.models import Review, ReviewStatus, Scope
from brobygger.curation.selectors import own_reviews, reviews_about
from brobygger.curation.services import (
    AlreadyDecided,
    decide,
    open_reviews,
    release_review,
    say,
    take_review,
    withdraw_reviews,
)
from brobygger.curation.tests.factories import NOON, ReviewFactory, local, national, writer
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import NotFound
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
SUBJECT, ORGANISATION = uuid4(), uuid4()
LATER = NOON + timedelta(days=2)


@pytest.fixture(autouse=True)
def towns() -> None:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())


def send(actor: Actor = SYSTEM, **values: Any) -> tuple[Review, ...]:
    given = {"municipality_codes": ["0461"], "is_new": True, "is_after": False, "at": NOON, **values}
    return open_reviews(
        actor=actor, subject_kind="draft", subject_id=SUBJECT, subject_label="Café Håb", organisation_id=ORGANISATION,
        **given,
    )  # fmt: skip


def refuse(review: Review) -> None:
    decide(actor=SYSTEM, review_id=review.id, outcome="refused", reasons=["unclear"], text="Skriv hvor.", at=NOON)


class TestOpenReviews:
    def test_asks_the_nation_and_each_municipality(self) -> None:
        found = send(municipality_codes=["0851", "0461", "0461"])

        assert [(review.scope, review.municipality_id) for review in found] == [
            (Scope.NATIONAL, None),
            (Scope.LOCAL, "0461"),
            (Scope.LOCAL, "0851"),
        ]

    def test_gives_those_who_decide_five_working_days(self) -> None:
        assert {review.answer_by for review in send()} == {date(2026, 11, 30)}

    def test_remembers_who_wrote_it(self) -> None:
        actor, other = writer(ORGANISATION), uuid4()

        review, *_ = send(actor, author_ids=[other])

        assert set(review.author_ids) == {str(actor.id), str(other)}

    def test_sent_again_while_it_waits_is_the_same_review(self) -> None:
        first = send()

        again = send(at=LATER)

        assert [review.id for review in again] == [review.id for review in first]
        assert {review.opened_at for review in again} == {NOON}
        assert Entry.objects.filter(act="curation.review.opened").count() == 2

    def test_sent_again_after_a_no_opens_the_same_review_with_its_thread(self) -> None:
        review, *_ = send()
        refuse(review)

        opened, *_ = send(at=LATER)

        assert opened.id == review.id
        assert (opened.status, opened.opened_at, opened.decided_at) == (ReviewStatus.WAITING, LATER, None)
        assert opened.decisions.count() == 1

    def test_leaves_a_local_yes_alone_when_something_is_sent_again(self) -> None:
        first, town = send()
        decide(actor=local("0461"), review_id=town.id, outcome="approved", at=NOON)
        refuse(first)

        assert [review.scope for review in send(at=LATER)] == [Scope.NATIONAL]
        town.refresh_from_db()
        assert town.status == ReviewStatus.APPROVED

    def test_takes_it_away_from_a_municipality_it_no_longer_names(self) -> None:
        send(municipality_codes=["0461", "0851"])

        send(municipality_codes=["0851"], at=LATER)

        gone = Review.objects.get(municipality_id="0461")
        assert gone.status == ReviewStatus.WITHDRAWN

    def test_keeps_what_a_municipality_it_no_longer_names_has_decided(self) -> None:
        _nation, town = send()
        decide(actor=local("0461"), review_id=town.id, outcome="approved", at=NOON)

        send(municipality_codes=[], at=LATER)

        town.refresh_from_db()
        assert town.status == ReviewStatus.APPROVED


class TestWithdrawReviews:
    def test_ends_everything_that_is_not_approved(self) -> None:
        nation, town = send()
        decide(actor=local("0461"), review_id=town.id, outcome="approved", at=NOON)

        assert withdraw_reviews(actor=SYSTEM, subject_kind="draft", subject_id=SUBJECT, at=LATER) == 1
        nation.refresh_from_db()
        assert nation.status == ReviewStatus.WITHDRAWN

    def test_what_was_withdrawn_can_be_sent_again(self) -> None:
        send()
        withdraw_reviews(actor=SYSTEM, subject_kind="draft", subject_id=SUBJECT, at=NOON)

        assert {review.status for review in send(at=LATER)} == {ReviewStatus.WAITING}


class TestTakeReview:
    def test_says_who_sees_to_it_until_it_is_given_back(self) -> None:
        review, actor = ReviewFactory.create(), national()

        assert take_review(actor=actor, review_id=review.id, at=NOON).taken_by == actor.id
        assert release_review(actor=actor, review_id=review.id, at=NOON).taken_by is None

    def test_is_for_what_waits(self) -> None:
        review = ReviewFactory.create(status=ReviewStatus.WITHDRAWN)

        with pytest.raises(AlreadyDecided):
            take_review(actor=national(), review_id=review.id, at=NOON)

    def test_is_not_there_for_another_municipality(self) -> None:
        review = ReviewFactory.create(scope=Scope.LOCAL, municipality_id="0461")

        for actor in (local("0851"), writer(review.organisation_id)):
            with pytest.raises(NotFound):
                take_review(actor=actor, review_id=review.id, at=NOON)


class TestVisibleTo:
    def test_a_municipality_sees_its_own_and_an_association_its_own(self) -> None:
        town = ReviewFactory.create(scope=Scope.LOCAL, municipality_id="0461")
        nation = ReviewFactory.create()

        def seen(actor: Actor) -> set[object]:
            return set(Review.objects.visible_to(actor))

        assert seen(local("0461")) == {town}
        assert seen(local("0851")) == set()
        assert seen(writer(nation.organisation_id)) == {nation}
        assert seen(national()) == {town, nation}

    def test_own_reviews_are_listed_newest_first(self) -> None:
        older = ReviewFactory.create(organisation_id=ORGANISATION, opened_at=NOON)
        newer = ReviewFactory.create(organisation_id=ORGANISATION, opened_at=LATER)

        assert own_reviews(actor=writer(ORGANISATION), organisation_id=ORGANISATION) == (newer, older)
        assert own_reviews(actor=writer(), organisation_id=ORGANISATION) == ()


class TestReviewsAbout:
    def test_begins_with_the_nation(self) -> None:
        send(municipality_codes=["0851", "0461"])

        found = reviews_about(subject_kind="draft", subject_id=SUBJECT)

        assert [review.municipality_id for review in found] == [None, "0851", "0461"]


class TestWorkingDays:
    def test_leave_out_saturdays_and_sundays(self) -> None:
        friday = date(2026, 11, 20)

        assert working_days_after(friday, count=1) == date(2026, 11, 23)
        assert working_days_between(friday, date(2026, 11, 24)) == 2
        assert working_days_between(date(2026, 11, 24), friday) == -2


class TestWaitsForAssociation:
    def test_from_a_question_until_its_answer(self) -> None:
        review = ReviewFactory.create(organisation_id=ORGANISATION)
        say(actor=national(), review_id=review.id, text="Hvor er det?", at=NOON)
        review.refresh_from_db()
        assert review.waits_for_association

        say(actor=writer(ORGANISATION), review_id=review.id, text="På torvet.", at=NOON)

        review.refresh_from_db()
        assert not review.waits_for_association
