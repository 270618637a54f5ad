"""A change sent in by link, and who is said to stand for what a draft became."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from brobygger.accounts.permissions import ROLES, Role
from brobygger.curation.models import Assurance, Review
from brobygger.directory.mail_links import Purpose, holder_of
from brobygger.directory.models import Check, Draft, DraftStatus, Offer, Stage
from brobygger.directory.selectors.drafts import draft_of_offer, typed_now
from brobygger.directory.services import confirm_offer
from brobygger.directory.services.drafts import (
    ChangeUnderWay,
    DraftNotWhole,
    NothingChanged,
    apply_draft,
    return_draft,
    send_change,
    start_draft,
    submit_draft,
)
from brobygger.directory.tests.drafting import WHOLE, fill, member
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(organisation: Organisation) -> Offer:
    return published(organisation_id=organisation.id)


@pytest.fixture
def link(offer: Offer) -> Actor:
    return holder_of(purpose=Purpose.CHANGE, offer_id=offer.id, organisation_id=offer.organisation_id)


def send(link: Actor, offer: Offer, typed: dict[str, Any], *, at: datetime) -> Draft:
    return send_change(
        actor=link, offer_id=offer.id, values=typed, before=typed_now(actor=SYSTEM, offer_id=offer.id), at=at
    )


class TestSendChange:
    def test_waits_for_a_decision_and_changes_nothing_yet(self, link: Actor, offer: Offer, noon: datetime) -> None:
        draft = send(link, offer, {"summary": "Nu også te."}, at=noon)

        assert (draft.status, draft.author_id) == (DraftStatus.SUBMITTED, None)
        assert Review.objects.exists()
        assert Offer.objects.get().summary == offer.summary
        assert apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon).summary == "Nu også te."

    def test_is_looked_at_first_also_from_those_who_are_trusted(
        self, link: Actor, offer: Offer, noon: datetime
    ) -> None:
        Organisation.objects.update(is_trusted=True)

        assert send(link, offer, {"schedule_note": "Nu om onsdagen"}, at=noon).status == DraftStatus.SUBMITTED

    def test_leaves_what_the_sender_left_alone(self, link: Actor, offer: Offer, noon: datetime) -> None:
        before = typed_now(actor=link, offer_id=offer.id)
        Offer.objects.update(alert="Lukket i uge 7")

        draft = send_change(
            actor=link, offer_id=offer.id, values={"summary": "Nyt", "alert": before["alert"]}, before=before, at=noon
        )

        assert (draft.offer_id, Draft.objects.get().data["alert"]) == (offer.id, "Lukket i uge 7")

    def test_once_more_says_that_one_waits(self, link: Actor, offer: Offer, noon: datetime) -> None:
        send(link, offer, {"summary": "Nyt"}, at=noon)

        with pytest.raises(ChangeUnderWay):
            send(link, offer, {"summary": "Nyere"}, at=noon)

    def test_touches_nothing_that_somebody_signed_in_writes(
        self, link: Actor, actor: Actor, offer: Offer, noon: datetime
    ) -> None:
        theirs = start_draft(actor=actor, offer_id=offer.id, at=noon)

        with pytest.raises(ChangeUnderWay):
            send(link, offer, {"summary": "Nyt"}, at=noon)
        theirs.refresh_from_db()
        assert theirs.data["summary"] == offer.summary

    def test_may_be_sent_again_when_it_came_back(self, link: Actor, offer: Offer, noon: datetime) -> None:
        draft = send(link, offer, {"summary": "Nyt"}, at=noon)
        return_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        assert send(link, offer, {"summary": "Nyere"}, at=noon).id == draft.id

    def test_keeps_nothing_that_is_not_whole(self, link: Actor, offer: Offer, noon: datetime) -> None:
        for typed in ({"summary": ""}, {"summary": "Ring 010150-1234"}):
            with pytest.raises(DraftNotWhole) as raised:
                send(link, offer, typed, at=noon)
            assert [problem.field for problem in raised.value.problems] == ["summary"]
        with pytest.raises(NothingChanged):
            send(link, offer, {"summary": f" {offer.summary} "}, at=noon)

        assert not Draft.objects.exists()

    def test_reaches_no_other_offer_and_nobody_without_the_link(
        self, link: Actor, offer: Offer, organisation: Organisation, noon: datetime
    ) -> None:
        other = published(key="en-anden", organisation_id=organisation.id)
        confirming = holder_of(purpose=Purpose.CONFIRM, offer_id=offer.id, organisation_id=organisation.id)
        for holder, target in ((link, other), (confirming, offer), (VISITOR, offer)):
            with pytest.raises(NotFound):
                send(holder, target, {"summary": "Nyt"}, at=noon)
            with pytest.raises(NotFound):
                typed_now(actor=holder, offer_id=target.id)

    def test_does_not_show_others_drafts(self, link: Actor, actor: Actor, offer: Offer, noon: datetime) -> None:
        other = published(key="en-anden", organisation_id=offer.organisation_id)
        start_draft(actor=actor, offer_id=other.id, at=noon)

        assert draft_of_offer(actor=link, offer_id=other.id) is None


class TestSendingInConfirms:
    @pytest.mark.parametrize("is_own", [True, False])
    def test_says_who_stands_for_it_from_when_it_was_sent(
        self, actor: Actor, draft: Draft, noon: datetime, is_own: bool
    ) -> None:
        fill(actor, draft, WHOLE, at=noon)
        editor = replace(
            member(), permissions=frozenset(map(str, ROLES[Role.NATIONAL_ADMINISTRATOR])), organisation_ids=frozenset()
        )
        submit_draft(actor=actor if is_own else editor, draft_id=draft.id, at=noon)

        offer = apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon + timedelta(days=3))

        assurance = Assurance.objects.get()
        assert (assurance.by_label, assurance.assured_at) == ("foreningen selv" if is_own else "redaktionen", noon)
        assert offer.assured_on == noon.date()
        assert offer.next_check_on == assurance.next_check_on > noon.date()
        assert Check.objects.get().stage == Stage.WAITING

    def test_counts_for_what_was_never_sent_but_shown_at_once(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        fill(actor, draft, WHOLE, at=noon)

        apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        assert Assurance.objects.get().by_label == "redaktionen"

    def test_answers_what_was_being_asked(self, link: Actor, offer: Offer, noon: datetime) -> None:
        Check.objects.create(offer=offer, due_on=noon.date(), stage=Stage.GREYED, stage_on=noon.date())
        draft = send(link, offer, {"summary": "Nyt"}, at=noon)

        apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        assert Check.objects.get().stage == Stage.WAITING
        assert Assurance.objects.get().by_label == "foreningen selv"

    def test_lets_a_later_word_stand(self, link: Actor, offer: Offer, noon: datetime) -> None:
        draft = send(link, offer, {"summary": "Nyt"}, at=noon)
        later = noon + timedelta(days=2)
        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=later, by_label="foreningen selv")

        changed = apply_draft(actor=SYSTEM, draft_id=draft.id, at=later)

        assert (changed.summary, changed.assured_on) == ("Nyt", later.date())
        assert Assurance.objects.count() == 1
