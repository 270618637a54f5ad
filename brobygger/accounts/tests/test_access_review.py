"""The half-yearly review of who has access."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from brobygger.accounts import access_sources
from brobygger.accounts.access_sources import LastOfItsKind, access_source, add_access_source
from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import ANSWER_WITHIN, RESTORE_WITHIN, AccessQuestion, Answer, User
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.access_reviews import count_waiting_for, questions_waiting_for, rights_to_restore
from brobygger.accounts.services.access_review import (
    AnsweredAlready,
    ReviewReport,
    advance_access_reviews,
    answer_access_question,
    restore_access,
    round_of,
)
from brobygger.accounts.services.people import change_person
from brobygger.accounts.tests.factories import UserFactory
from brobygger.accounts.tests.hearing import heard
from brobygger.accounts.tests.room_above import Memberships
from brobygger.audit.models import Entry
from brobygger.audit.services import verify
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
BEGINS = datetime(2027, 1, 15, 2, 0, tzinfo=UTC)
ENDS = BEGINS + ANSWER_WITHIN


def person(role: Role, *codes: str, made: datetime = BEGINS - timedelta(days=400), **more: object) -> User:
    user = UserFactory.create(role=role, municipality_codes=list(codes), **more)
    User.objects.filter(id=user.id).update(created_at=made)
    return user


def signed_in(user: User) -> Actor:
    user.refresh_from_db()
    return actor_for(user, has_second_factor=True)


def night(at: datetime) -> ReviewReport:
    return advance_access_reviews(actor=SYSTEM, at=at)


def right_of(user: User) -> tuple[str, list[str]]:
    user.refresh_from_db()
    return user.role, user.municipality_codes


@pytest.fixture
def national() -> User:
    return person(Role.NATIONAL_ADMINISTRATOR)


@pytest.fixture
def odense(national: User) -> User:
    """Odense's local administrator."""
    return person(Role.LOCAL_ADMINISTRATOR, "0461")


@pytest.fixture
def worker(odense: User) -> User:
    return person(Role.FRONTLINE_WORKER, "0461", name="Bente", email="bente@brobygger.example")


def question_about(user: User, scope: str = "0461") -> AccessQuestion:
    return AccessQuestion.objects.get(holder=user, scope=scope)


class TestRoundOf:
    @pytest.mark.parametrize(
        ("at", "name"),
        [
            (datetime(2027, 1, 14, 23, tzinfo=UTC), "2026-2"),
            (datetime(2027, 1, 15, 0, tzinfo=UTC), "2027-1"),
            (datetime(2027, 8, 14, tzinfo=UTC), "2027-1"),
            (datetime(2027, 12, 31, tzinfo=UTC), "2027-2"),
        ],
    )
    def test_begins_twice_a_year(self, at: datetime, name: str) -> None:
        assert round_of(at)[0] == name


class TestAsking:
    def test_asks_about_every_role_once_in_each_place(self, worker: User) -> None:
        both = person(Role.LOCAL_ADMINISTRATOR, "0461", "0851")

        first, again = night(BEGINS), night(BEGINS + timedelta(days=1))

        assert (first.asked, again.asked) == (5, 0)
        assert set(AccessQuestion.objects.filter(holder=both).values_list("scope", flat=True)) == {"0461", "0851"}

    def test_spares_the_new_the_closed_and_those_without_a_role(self, national: User) -> None:
        person(Role.EDITOR, made=BEGINS - timedelta(days=60))
        person(Role.EDITOR, is_active=False)
        person(Role.ASSOCIATION_MEMBER)

        assert night(BEGINS).asked == 1

    def test_asks_again_half_a_year_later(self, odense: User) -> None:
        night(BEGINS)
        AccessQuestion.objects.update(answer=Answer.YES, answered_at=BEGINS)

        assert night(datetime(2027, 8, 15, tzinfo=UTC)).asked == 2

    def test_mails_those_who_decide_and_never_the_holder_alone(
        self, worker: User, odense: User, national: User
    ) -> None:
        with heard(AccountMailWanted) as mails:
            night(BEGINS)

        assert {mail.to for mail in mails} == {odense.email, national.email}
        assert "bente" not in str([mail.context for mail in mails]).lower()
        assert next(mail for mail in mails if mail.to == odense.email).context["count"] == 1

    def test_mails_again_after_14_and_25_days_once_each(self, worker: User, odense: User) -> None:
        keys: list[str] = []
        for day in (0, 0, 13, 14, 15, 25, 29):
            with heard(AccountMailWanted) as mails:
                night(BEGINS + timedelta(days=day))
            keys += [mail.key for mail in mails if mail.to == odense.email]

        assert [key.rsplit(":", 1)[1] for key in keys] == ["0", "1", "2"]
        assert len(set(keys)) == 3

    def test_does_not_mail_about_what_is_answered(self, worker: User, odense: User) -> None:
        night(BEGINS)
        answer_access_question(
            actor=signed_in(odense), question_id=question_about(worker).id, answer=Answer.YES, at=BEGINS
        )

        with heard(AccountMailWanted) as mails:
            night(BEGINS + timedelta(days=14))

        assert odense.email not in {mail.to for mail in mails}


class TestLapsing:
    def test_takes_away_what_nobody_stood_by_and_tells_the_holder(self, worker: User) -> None:
        night(BEGINS)

        with heard(AccountMailWanted) as mails:
            report = night(ENDS)

        assert right_of(worker) == (Role.ASSOCIATION_MEMBER, [])
        assert worker.is_active
        told = next(mail for mail in mails if mail.to == worker.email)
        assert (told.template, told.context["was_answered"]) == ("accounts/mail/access_ended", False)
        assert report.lapsed == 2
        assert verify() is None

    def test_leaves_what_somebody_said_yes_to(self, worker: User, odense: User) -> None:
        night(BEGINS)
        answer_access_question(
            actor=signed_in(odense), question_id=question_about(worker).id, answer=Answer.YES, at=BEGINS
        )

        night(ENDS)

        assert right_of(worker) == (Role.FRONTLINE_WORKER, ["0461"])

    def test_takes_one_municipality_and_leaves_the_other(self, odense: User) -> None:
        both = person(Role.FRONTLINE_WORKER, "0461", "0851")
        night(BEGINS)
        AccessQuestion.objects.filter(holder=both, scope="0851").update(answer=Answer.YES, answered_at=BEGINS)

        night(ENDS)

        assert right_of(both) == (Role.FRONTLINE_WORKER, ["0851"])

    def test_never_takes_the_last_national_administrator(self, national: User) -> None:
        night(BEGINS)

        report = night(ENDS)

        assert right_of(national)[0] == Role.NATIONAL_ADMINISTRATOR
        assert (report.lapsed, report.kept) == (0, 1)
        assert night(ENDS + timedelta(days=1)).kept == 0

    def test_keeps_one_of_two_national_administrators(self, national: User) -> None:
        person(Role.NATIONAL_ADMINISTRATOR)
        night(BEGINS)

        night(ENDS)

        assert User.objects.filter(role=Role.NATIONAL_ADMINISTRATOR).count() == 1

    def test_leaves_alone_what_was_gone_already(self, worker: User, national: User) -> None:
        night(BEGINS)
        change_person(
            actor=signed_in(national), user_id=worker.id, role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"],
            at=BEGINS,
        )  # fmt: skip

        night(ENDS)

        assert right_of(worker) == (Role.LOCAL_ADMINISTRATOR, ["0851"])
        assert question_about(worker).settled_at == ENDS

    def test_can_be_stopped_and_run_again(self, worker: User, monkeypatch: pytest.MonkeyPatch) -> None:
        night(BEGINS)
        calls = []
        source = access_source("role")
        assert source is not None
        end = source.end

        def stop_at_second(**values: object) -> None:
            calls.append(values)
            if len(calls) == 2:
                raise KeyboardInterrupt
            end(**values)

        monkeypatch.setattr(source, "end", stop_at_second)
        with pytest.raises(KeyboardInterrupt):
            night(ENDS)
        monkeypatch.undo()

        night(ENDS)
        assert Entry.objects.filter(act="accounts.access_review.ended").count() == 2
        assert Entry.objects.filter(act="accounts.access_review.kept").count() == 1


class TestAnswering:
    def test_no_takes_the_right_at_once(self, worker: User, odense: User) -> None:
        night(BEGINS)

        with heard(AccountMailWanted) as mails:
            answer_access_question(
                actor=signed_in(odense), question_id=question_about(worker).id, answer=Answer.NO, at=BEGINS
            )

        assert right_of(worker) == (Role.ASSOCIATION_MEMBER, [])
        assert mails[0].context["was_answered"]

    def test_happens_once(self, worker: User, odense: User) -> None:
        night(BEGINS)
        question, actor = question_about(worker), signed_in(odense)
        answer_access_question(actor=actor, question_id=question.id, answer=Answer.YES, at=BEGINS)

        with pytest.raises(AnsweredAlready):
            answer_access_question(actor=actor, question_id=question.id, answer=Answer.NO, at=BEGINS)

    def test_is_not_for_oneself_nor_for_strangers(self, worker: User, odense: User, national: User) -> None:
        night(BEGINS)
        aalborg = person(Role.LOCAL_ADMINISTRATOR, "0851")
        asked = {national: question_about(national, "").id, odense: question_about(odense).id}

        for actor, question_id in [
            (signed_in(national), asked[national]),
            (signed_in(odense), asked[odense]),
            (signed_in(odense), asked[national]),
            (signed_in(aalborg), asked[odense]),
            (signed_in(worker), asked[odense]),
            (VISITOR, asked[odense]),
            (signed_in(odense), uuid4()),
        ]:
            with pytest.raises(NotFound):
                answer_access_question(actor=actor, question_id=question_id, answer=Answer.YES, at=BEGINS)

    def test_cannot_take_the_last_national_administrator(self, national: User) -> None:
        night(BEGINS)

        with pytest.raises(LastOfItsKind):
            answer_access_question(
                actor=SYSTEM, question_id=question_about(national, "").id, answer=Answer.NO, at=BEGINS
            )
        assert question_about(national, "").answer == ""


class TestQuestionsWaitingFor:
    def test_are_those_the_reader_decides_about(self, worker: User, odense: User, national: User) -> None:
        night(BEGINS)

        assert [asked.name for asked in questions_waiting_for(actor=signed_in(odense))] == ["Bente"]
        assert len(questions_waiting_for(actor=signed_in(national))) == 2
        assert questions_waiting_for(actor=signed_in(worker)) == []

    def test_are_in_words(self, worker: User, odense: User, national: User) -> None:
        person(Role.EDITOR, name="Ea")
        night(BEGINS)

        words = {asked.name: asked.right for asked in questions_waiting_for(actor=signed_in(national))}

        assert words["Bente"].startswith("frontmedarbejder, ")
        assert words["Ea"] == "redaktør"


class TestRestoring:
    def test_gives_back_what_it_was(self, worker: User, odense: User, national: User) -> None:
        night(BEGINS)
        night(ENDS)
        later = ENDS + timedelta(days=3)
        question = question_about(worker)
        assert {asked.id for asked in rights_to_restore(actor=signed_in(national), at=later)} >= {question.id}

        restore_access(actor=signed_in(national), question_id=question.id, at=later)

        assert right_of(worker) == (Role.FRONTLINE_WORKER, ["0461"])
        with pytest.raises(AnsweredAlready):
            restore_access(actor=signed_in(national), question_id=question.id, at=later)

    def test_ends_after_a_month(self, worker: User, national: User) -> None:
        night(BEGINS)
        night(ENDS)
        late = ENDS + RESTORE_WITHIN + timedelta(minutes=1)

        assert rights_to_restore(actor=signed_in(national), at=late) == []
        with pytest.raises(AnsweredAlready):
            restore_access(actor=signed_in(national), question_id=question_about(worker).id, at=late)

    def test_never_adds_to_another_role(self, worker: User, national: User) -> None:
        night(BEGINS)
        night(ENDS)
        change_person(
            actor=signed_in(national), user_id=worker.id, role=Role.EDITOR, municipality_codes=(), at=ENDS
        )  # fmt: skip

        with pytest.raises(NotAllowed):
            restore_access(actor=signed_in(national), question_id=question_about(worker).id, at=ENDS)

    def test_is_for_those_who_could_give_it(self, worker: User, odense: User) -> None:
        night(BEGINS)
        night(ENDS)

        with pytest.raises(NotFound):
            restore_access(actor=signed_in(odense), question_id=question_about(worker).id, at=ENDS)


class TestRightsOfOtherRooms:
    @pytest.fixture
    def cafe(self, monkeypatch: pytest.MonkeyPatch) -> Memberships:
        monkeypatch.setattr(access_sources, "_sources", dict(access_sources._sources))
        source = Memberships(person(Role.ASSOCIATION_MEMBER), person(Role.ASSOCIATION_MEMBER))
        add_access_source(source)
        return source

    def test_are_asked_about_answered_and_given_back_by_that_room(self, cafe: Memberships) -> None:
        with heard(AccountMailWanted) as mails:
            night(BEGINS)
        question = question_about(cafe.holder, "cafe")
        reviewer = signed_in(cafe.reviewer)

        assert mails[0].to == cafe.reviewer.email
        assert questions_waiting_for(actor=reviewer)[0].right == "medlem af Café Sol"
        answer_access_question(actor=reviewer, question_id=question.id, answer=Answer.NO, at=BEGINS)
        assert cafe.ended
        restore_access(actor=reviewer, question_id=question.id, at=BEGINS)
        assert not cafe.ended

    def test_are_asked_about_once_however_often_they_are_named(
        self, cafe: Memberships, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cafe, "rights", lambda: [*Memberships.rights(cafe), *Memberships.rights(cafe)])

        assert night(BEGINS).asked == 1

    def test_are_left_alone_when_the_room_is_gone(self, cafe: Memberships, monkeypatch: pytest.MonkeyPatch) -> None:
        night(BEGINS)
        question = question_about(cafe.holder, "cafe")
        monkeypatch.setattr(access_sources, "_sources", {})

        with pytest.raises(NotFound):
            answer_access_question(
                actor=signed_in(cafe.reviewer), question_id=question.id, answer=Answer.YES, at=BEGINS
            )
        assert (night(ENDS).lapsed, cafe.ended) == (0, False)


class TestTheQuestionsOfAPage:
    def test_are_found_in_few_queries_however_many_wait_elsewhere(
        self, worker: User, odense: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(30):
            person(Role.FRONTLINE_WORKER, f"{500 + number:04}")
        night(BEGINS)
        actor = signed_in(odense)

        with django_assert_max_num_queries(12):
            assert len(questions_waiting_for(actor=actor)) == 1
            assert count_waiting_for(actor=actor) == 1
