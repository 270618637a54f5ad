"""A yes keeps the rules, a no says why, nobody decides their own while there is another, a no can be appealed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.accounts import scopes
from brobygger.accounts.permissions import Role
from brobygger.accounts.scopes import Scope as OwnScope
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.curation import rulebook
from brobygger.curation.events import ReviewDecided, ReviewRemarked
from brobygger.curation.models import Conflict, Decision, Remark, Review, ReviewStatus, Scope, Side
from brobygger.curation.rulebook import reason_words, reasons_for
from brobygger.curation.selectors import (
    decision_words,
    decisions_of,
    get_own_review,
    get_review,
    remarks_of,
    standing_of,
)
from brobygger.curation.services import (
    AlreadyDecided,
    ConflictOfInterest,
    DecisionInvalid,
    appeal,
    decide,
    decide_many,
    say,
)
from brobygger.curation.services.decisions import LONGEST_TEXT, MOST_AT_ONCE
from brobygger.curation.tests.factories import ALL_YES, NOON, ReviewFactory, acting, local, national, writer
from brobygger.kernel import events
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import BadData, NotFound
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
REFUSAL: dict[str, Any] = {"outcome": "refused", "reasons": ["unclear"], "text": "Skriv, hvor det er."}
APPROVAL: dict[str, Any] = {"outcome": "approved", "checklist": ALL_YES}


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """What was announced, with nobody above listening."""
    heard: list[Any] = []
    kept = {kind: events._handlers[kind] for kind in (ReviewDecided, ReviewRemarked)}
    for kind in kept:
        events._handlers[kind] = [heard.append]
    yield heard
    events._handlers.update(kept)


@pytest.fixture
def town() -> Review:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return ReviewFactory.create(scope=Scope.LOCAL, municipality_id="0461")


def belongs(monkeypatch: pytest.MonkeyPatch, **organisations_of: UUID) -> None:
    """Let people, by id in hexadecimal, belong to an organisation."""

    def source(user_id: UUID) -> OwnScope:
        found = organisations_of.get(user_id.hex)
        return OwnScope(organisation_ids=frozenset({found} if found else ()))

    monkeypatch.setattr(scopes, "_sources", [source])


class TestDecide:
    def test_says_yes_with_every_rule_answered(self, told: list[Any]) -> None:
        review, actor = ReviewFactory.create(), national()

        decision = decide(actor=actor, review_id=review.id, at=NOON, **APPROVAL)

        review.refresh_from_db()
        assert (review.status, review.decided_at) == (ReviewStatus.APPROVED, NOON)
        assert (decision.by_id, decision.checklist, decision.conflict) == (actor.id, ALL_YES, "")
        assert told[0].outcome == "approved"
        assert Entry.objects.get(act="curation.review.approved").changes["status"] == ["waiting", "approved"]

    @pytest.mark.parametrize("checklist", [{}, {"basis": "yes"}, {**ALL_YES, "basis": "no"}, {**ALL_YES, "x": "yes"}])
    def test_takes_no_yes_without_a_kept_checklist(self, checklist: dict[str, str], told: list[Any]) -> None:
        review = ReviewFactory.create()

        with pytest.raises(DecisionInvalid):
            decide(actor=SYSTEM, review_id=review.id, outcome="approved", checklist=checklist, at=NOON)

        assert not Decision.objects.exists()

    def test_some_rules_must_be_answered_with_yes_or_no(self, told: list[Any]) -> None:
        checklist = ALL_YES | {"open_to_all": "irrelevant"}

        with pytest.raises(DecisionInvalid):
            decide(actor=SYSTEM, review_id=ReviewFactory.create().id, outcome="approved", checklist=checklist, at=NOON)

    def test_needs_no_checklist_locally_nor_for_what_is_shown_already(self, town: Review, told: list[Any]) -> None:
        decide(actor=local("0461"), review_id=town.id, outcome="approved", at=NOON)
        decide(actor=national(), review_id=ReviewFactory.create(is_after=True).id, outcome="approved", at=NOON)

        assert Decision.objects.count() == 2

    def test_a_no_has_a_reason_from_the_list_and_words(self, told: list[Any]) -> None:
        review = ReviewFactory.create()
        lacks: tuple[dict[str, Any], ...] = (
            {"reasons": []},
            {"text": " "},
            {"reasons": ["grim"]},
            {"reasons": ["not_here"]},
        )
        for lacking in lacks:
            with pytest.raises(DecisionInvalid):
                decide(actor=SYSTEM, review_id=review.id, at=NOON, **(REFUSAL | lacking))

        decide(actor=SYSTEM, review_id=review.id, at=NOON, **REFUSAL)

        review.refresh_from_db()
        assert review.status == ReviewStatus.REFUSED

    def test_a_broken_rule_is_a_reason(self, told: list[Any]) -> None:
        decision = decide(
            actor=SYSTEM, review_id=ReviewFactory.create().id, outcome="refused", text="Hvem står bag?",
            checklist={"no_politics": "no", "basis": "no"}, reasons=["unclear"], at=NOON,
        )  # fmt: skip

        assert decision.reasons == ["basis", "no_politics", "unclear"]
        assert decision_words(decision_id=decision.id) == "Hvem står bag?"

    def test_keeps_no_cpr_number_and_no_novel(self, told: list[Any]) -> None:
        review = ReviewFactory.create()

        with pytest.raises(TextLooksLikeCpr):
            decide(actor=SYSTEM, review_id=review.id, at=NOON, **(REFUSAL | {"text": "Ring til 010150-1234"}))
        with pytest.raises(DecisionInvalid):
            decide(actor=SYSTEM, review_id=review.id, at=NOON, **(REFUSAL | {"text": "x" * (LONGEST_TEXT + 1)}))

    def test_knows_yes_and_no_only(self, told: list[Any]) -> None:
        with pytest.raises(DecisionInvalid):
            decide(actor=SYSTEM, review_id=ReviewFactory.create().id, outcome="maybe", at=NOON)

    def test_is_done_once(self, told: list[Any]) -> None:
        review = ReviewFactory.create()
        decide(actor=SYSTEM, review_id=review.id, at=NOON, **REFUSAL)

        with pytest.raises(AlreadyDecided):
            decide(actor=SYSTEM, review_id=review.id, at=NOON, **APPROVAL)

    def test_is_not_there_for_those_whose_it_is_not_to_decide(self, town: Review, told: list[Any]) -> None:
        nation = ReviewFactory.create()
        strangers = ((local("0851"), town), (local("0461"), nation), (writer(nation.organisation_id), nation))

        for actor, review in strangers:
            with pytest.raises(NotFound):
                decide(actor=actor, review_id=review.id, at=NOON, **REFUSAL)


class TestConflict:
    def own(self, user_organisation: UUID) -> Actor:
        """Somebody national who belongs to an association too."""
        actor = national()
        return Actor(
            kind=actor.kind, id=actor.id, permissions=actor.permissions, organisation_ids=frozenset({user_organisation})
        )

    def test_stands_in_the_way_while_somebody_else_may_decide(self, told: list[Any]) -> None:
        review = ReviewFactory.create()
        actor = self.own(review.organisation_id)
        national()

        with pytest.raises(ConflictOfInterest):
            decide(actor=actor, review_id=review.id, at=NOON, **APPROVAL)

    def test_is_marked_when_there_is_nobody_else(self, told: list[Any]) -> None:
        review = ReviewFactory.create()
        actor = self.own(review.organisation_id)

        decision = decide(actor=actor, review_id=review.id, at=NOON, **APPROVAL)

        assert decision.conflict == Conflict.ORGANISATION
        assert Entry.objects.get(act="curation.review.approved").changes["conflict"] == "organisation"

    def test_others_in_the_same_association_are_nobody_else(
        self, told: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        review = ReviewFactory.create()
        actor, colleague = self.own(review.organisation_id), UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR)
        UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, is_active=False)
        belongs(monkeypatch, **{colleague.id.hex: review.organisation_id})

        assert standing_of(actor=actor, review=review).is_alone

    def test_whoever_wrote_it_does_not_decide(self, told: list[Any]) -> None:
        actor = national()
        review = ReviewFactory.create(author_ids=[str(actor.id)])
        other = national()

        with pytest.raises(ConflictOfInterest):
            decide(actor=actor, review_id=review.id, at=NOON, **APPROVAL)
        assert decide(actor=other, review_id=review.id, at=NOON, **APPROVAL).conflict == ""

    def test_a_local_one_may_be_decided_by_the_nation(self, town: Review, told: list[Any]) -> None:
        user = UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])
        Review.objects.update(author_ids=[str(user.id)])
        town.refresh_from_db()
        UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"])

        assert standing_of(actor=acting(user), review=town).is_alone
        national()
        assert not standing_of(actor=acting(user), review=town).may_decide


class TestAppeal:
    def refused(self, by: Actor = SYSTEM) -> Review:
        review = ReviewFactory.create()
        decide(actor=by, review_id=review.id, at=NOON, **REFUSAL)
        review.refresh_from_db()
        return review

    def test_is_the_associations_and_opens_it_for_another(self, told: list[Any]) -> None:
        first, second = national(), national()
        review = self.refused(first)
        said = appeal(actor=writer(review.organisation_id), review_id=review.id, text="Det står der jo.", at=NOON)

        assert said.status == ReviewStatus.APPEALED
        with pytest.raises(ConflictOfInterest):
            decide(actor=first, review_id=review.id, at=NOON, **APPROVAL)
        decision = decide(actor=second, review_id=review.id, at=NOON, **APPROVAL)
        assert decision.is_on_appeal
        assert [remark.is_appeal for remark in remarks_of(review=review)] == [True]
        assert [row.outcome for row in decisions_of(review=review)] == ["refused", "approved"]

    def test_is_decided_by_the_same_when_alone_and_marked(self, told: list[Any]) -> None:
        only = national()
        review = self.refused(only)
        appeal(actor=writer(review.organisation_id), review_id=review.id, text="Se igen.", at=NOON)

        assert decide(actor=only, review_id=review.id, at=NOON, **REFUSAL).conflict == Conflict.OWN_DECISION

    def test_is_for_a_no(self, told: list[Any]) -> None:
        review = ReviewFactory.create()

        with pytest.raises(AlreadyDecided):
            appeal(actor=writer(review.organisation_id), review_id=review.id, text="Se igen.", at=NOON)

    def test_is_nobody_elses(self, told: list[Any]) -> None:
        review = self.refused()

        for actor in (writer(uuid4()), national()):
            with pytest.raises(NotFound):
                appeal(actor=actor, review_id=review.id, text="Se igen.", at=NOON)

    def test_says_why(self, told: list[Any]) -> None:
        review = self.refused()

        with pytest.raises(BadData):
            appeal(actor=writer(review.organisation_id), review_id=review.id, text=" ", at=NOON)


class TestSay:
    def test_knows_the_side_by_who_speaks(self, told: list[Any]) -> None:
        review = ReviewFactory.create()

        say(actor=national(), review_id=review.id, text="Hvor?", at=NOON)
        say(actor=writer(review.organisation_id), review_id=review.id, text="Her.", at=NOON)

        assert [event.side for event in told] == [Side.REVIEWER, Side.ASSOCIATION]

    def test_goes_on_after_a_decision(self, told: list[Any]) -> None:
        review = ReviewFactory.create(status=ReviewStatus.REFUSED)

        say(actor=writer(review.organisation_id), review_id=review.id, text="Tak.", at=NOON)

        assert Remark.objects.count() == 1

    def test_is_not_there_for_strangers_and_keeps_no_cpr(self, told: list[Any]) -> None:
        review = ReviewFactory.create()

        with pytest.raises(NotFound):
            say(actor=writer(uuid4()), review_id=review.id, text="Hej", at=NOON)
        with pytest.raises(TextLooksLikeCpr):
            say(actor=SYSTEM, review_id=review.id, text="010150-1234", at=NOON)
        with pytest.raises(BadData):
            say(actor=SYSTEM, review_id=review.id, text="x" * (LONGEST_TEXT + 1), at=NOON)


class TestDecideMany:
    def test_decides_what_it_can_and_tells_the_rest(self, town: Review, told: list[Any]) -> None:
        good, decided = (
            ReviewFactory.create(),
            ReviewFactory.create(status=ReviewStatus.REFUSED, subject_label="Afgjort"),
        )

        done = decide_many(actor=national(), review_ids=[good.id, decided.id, uuid4()], at=NOON, **APPROVAL)

        assert [decision.review_id for decision in done.decisions] == [good.id]
        assert [left.label for left in done.left] == ["Afgjort", ""]

    def test_takes_some_and_not_too_many(self, told: list[Any]) -> None:
        for ids in ([], [uuid4() for _ in range(MOST_AT_ONCE + 1)]):
            with pytest.raises(DecisionInvalid):
                decide_many(actor=SYSTEM, review_ids=ids, at=NOON, **APPROVAL)


class TestGetReview:
    def test_gives_each_side_its_own(self) -> None:
        review = ReviewFactory.create()

        assert get_review(actor=national(), review_id=review.id) == review
        assert get_own_review(actor=writer(review.organisation_id), review_id=review.id) == review
        with pytest.raises(NotFound):
            get_review(actor=writer(review.organisation_id), review_id=review.id)
        with pytest.raises(NotFound):
            get_own_review(actor=national(), review_id=review.id)


class TestRulebook:
    def test_says_everything_in_both_languages_with_a_source(self) -> None:
        book = rulebook.rulebook()

        assert book.source
        assert book.checked_on.year >= 2026
        assert all(words.keys() == {"da", "en"} for rule in book.rules for words in (rule.question, rule.refusal))

    def test_has_reasons_for_each_who_decides(self) -> None:
        nation, place = ({reason.key for reason in reasons_for(scope)} for scope in Scope)

        assert "not_here" in place - nation
        assert "basis" in nation - place

    def test_a_reason_that_left_the_list_is_its_own_word(self) -> None:
        assert reason_words(key="unclear", language="en").startswith("It is hard")
        assert reason_words(key="old", language="da") == "old"
