"""The association reads what was decided, answers and appeals, with or without an account, and is told by mail."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.desk import desk_of
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.curation.models import ReviewStatus
from brobygger.curation.review_links import review_token
from brobygger.curation.services import decide, say, take_review
from brobygger.curation.tests.factories import ALL_YES, ReviewFactory, acting, local, national, writer
from brobygger.desks.review_letters import tell_of_waiting_reviews
from brobygger.desks.tests.factories import browser, review_of, send_in, text_of
from brobygger.directory.models import Draft
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.notifications.models import Message
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
REFUSAL: dict[str, Any] = {"outcome": "refused", "reasons": ["unclear"], "text": "Skriv, hvor det er."}
YES = {"outcome": "approved", **{f"rule-{key}": answer for key, answer in ALL_YES.items()}}


@pytest.fixture
def reviewer() -> User:
    return UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, name="Nanna National")


@pytest.fixture
def draft(noon: datetime) -> Draft:
    """A new offer in Odense that an association with one member has sent in."""
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    organisation = OrganisationFactory.create(name="Håbet", municipality=odense)
    MembershipFactory.create(organisation=organisation, user__email="medlem@brobygger.example")
    return send_in(organisation, noon)


class TestOwnReview:
    @pytest.fixture
    def member(self, draft: Draft) -> Client:
        return browser(User.objects.get(email="medlem@brobygger.example"))

    def test_shows_a_no_and_what_can_be_done(self, member: Client, draft: Draft, noon: datetime) -> None:
        decide(actor=national(), review_id=review_of(draft).id, at=noon, **REFUSAL)

        text = text_of(member, "own_review", review_of(draft).id)

        assert "Skriv, hvor det er." in text
        assert "Det er svært at forstå" in text
        assert reverse("desks:editor_draft", args=[draft.id]) in text

    def test_leads_to_the_offer_that_is_shown(self, member: Client, draft: Draft, noon: datetime) -> None:
        decide(actor=national(), review_id=review_of(draft).id, at=noon, outcome="approved", checklist=ALL_YES)
        draft.refresh_from_db()
        assert draft.offer is not None

        assert reverse("web:offer", args=[draft.offer.key]) in text_of(member, "own_review", review_of(draft).id)

    def test_answers(self, member: Client, draft: Draft, reviewer: User, noon: datetime) -> None:
        review = review_of(draft)
        take_review(actor=acting(reviewer), review_id=review.id, at=noon)
        address = reverse("desks:answer_review", args=[review.id])

        assert member.post(address, {"text": " "}).status_code == 422
        member.post(address, {"text": "Indgangen er i gården."})

        assert "Indgangen er i gården." in text_of(member, "own_review", review.id)
        assert Message.objects.filter(key__startswith="review-said:").count() == 1

    def test_appeals_a_no(self, member: Client, draft: Draft, noon: datetime) -> None:
        review = review_of(draft)
        address = reverse("desks:appeal_review", args=[review.id])
        assert member.post(address, {"text": "Se igen."}).status_code == 422
        decide(actor=national(), review_id=review.id, at=noon, **REFUSAL)

        member.post(address, {"text": "Se igen."})

        review.refresh_from_db()
        assert review.status == ReviewStatus.APPEALED

    def test_is_not_there_for_other_associations(self, draft: Draft) -> None:
        other = browser(MembershipFactory.create().user)

        for name in ("own_review", "answer_review", "appeal_review"):
            address = reverse(f"desks:{name}", args=[review_of(draft).id])
            answer = other.get(address) if name == "own_review" else other.post(address, {"text": "Hej"})
            assert answer.status_code == 404

    def test_is_not_there_for_another_municipality(self, draft: Draft) -> None:
        client = browser(UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"]))

        for name in ("own_review", "review"):
            assert client.get(reverse(f"desks:{name}", args=[review_of(draft, "0461").id])).status_code == 404
        for name in ("hold_review", "write_in_review", "review"):
            address = reverse(f"desks:{name}", args=[review_of(draft, "0461").id])
            assert client.post(address, {"text": "Hej", **YES}).status_code == 404


class TestReviewByLink:
    def address(self, draft: Draft, noon: datetime) -> str:
        return reverse(
            "desks:review_by_link", args=[review_token(review_id=review_of(draft).id, at=datetime.now(noon.tzinfo))]
        )

    def test_answers_and_appeals_without_an_account_and_without_a_cookie(
        self, client: Client, draft: Draft, noon: datetime
    ) -> None:
        address = self.address(draft, noon)
        decide(actor=national(), review_id=review_of(draft).id, at=noon, **REFUSAL)

        assert client.post(address, {"text": "I gården."}).status_code == 302
        assert client.post(address, {"text": "", "appeal": "1"}).status_code == 422
        client.post(address, {"text": "Se igen.", "appeal": "1"})

        assert review_of(draft).status == ReviewStatus.APPEALED
        assert "I gården." in client.get(address).content.decode()
        assert not client.cookies

    def test_is_gone_for_a_link_that_is_not_ours(self, client: Client) -> None:
        assert client.get(reverse("desks:review_by_link", args=["sludder"])).status_code == 410
        made_up = review_token(review_id=uuid4(), at=datetime.now().astimezone())
        assert client.get(reverse("desks:review_by_link", args=[made_up])).status_code == 410


class TestLetters:
    def test_tell_members_of_a_no_and_of_the_nations_yes(self, draft: Draft, noon: datetime) -> None:
        decide(actor=national(), review_id=review_of(draft, "0461").id, at=noon, **REFUSAL)
        decide(actor=national(), review_id=review_of(draft).id, at=noon, outcome="approved", checklist=ALL_YES)

        subjects = set(Message.objects.values_list("content__subject", flat=True))

        assert subjects == {"»Café Håb« vises ikke i Odense", "»Café Håb« er godkendt"}

    def test_of_a_towns_yes_nobody_is_told(self, draft: Draft, noon: datetime) -> None:
        decide(actor=local("0461"), review_id=review_of(draft, "0461").id, at=noon, outcome="approved")

        assert not Message.objects.exists()

    def test_without_members_go_to_the_associations_own_address(self, noon: datetime) -> None:
        organisation = OrganisationFactory.create(email="kontakt@brobygger.example")
        review = ReviewFactory.create(organisation_id=organisation.id)

        decide(actor=national(), review_id=review.id, at=noon, **REFUSAL)

        assert "/sag/link/" in Message.objects.get().content.text

    def test_without_anybody_go_nowhere(self, noon: datetime) -> None:
        review = ReviewFactory.create(organisation_id=OrganisationFactory.create().id)

        decide(actor=national(), review_id=review.id, at=noon, **REFUSAL)
        say(actor=writer(review.organisation_id), review_id=review.id, text="Hej", at=noon)

        assert not Message.objects.exists()

    def test_tell_each_who_decides_once_a_day_of_what_is_due(self, reviewer: User, noon: datetime) -> None:
        UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"])
        ReviewFactory.create(answer_by=noon.date())

        assert tell_of_waiting_reviews(actor=SYSTEM, at=noon) == 1
        assert tell_of_waiting_reviews(actor=SYSTEM, at=noon) == 0


class TestPiles:
    def test_hold_what_waits_for_each(self, draft: Draft, reviewer: User, noon: datetime) -> None:
        decide(actor=national(), review_id=review_of(draft).id, at=noon, **REFUSAL)
        ReviewFactory.create_batch(6)

        def headings(actor: Any) -> dict[str, int]:
            return {pile.heading: pile.total for pile in desk_of(actor=actor)}

        assert headings(acting(reviewer))["Til godkendelse"] == 6
        assert headings(local("0461"))["Til godkendelse"] == 0
        assert headings(writer(draft.organisation_id))["Svar på det, I har sendt ind"] == 1
        assert "Til godkendelse" not in headings(VISITOR)
        assert "Svar på det, I har sendt ind" not in headings(writer(uuid4()))
