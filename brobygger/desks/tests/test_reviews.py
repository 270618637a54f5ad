"""Those who decide see their own queue, decide with a checklist, and are told; others find nothing there."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.curation.models import Review, ReviewStatus, Scope
from brobygger.curation.services import appeal, decide, say, take_review
from brobygger.curation.tests.factories import ALL_YES, ReviewFactory, acting, national, writer
from brobygger.desks.presenters.pages import page_links
from brobygger.desks.presenters.reviews import due_text, queue_url, wish_from
from brobygger.desks.tests.factories import browser, review_of, send_in, text_of
from brobygger.directory.models import Draft, Offer
from brobygger.directory.tests.factories import published
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
def desk(reviewer: User) -> Client:
    return browser(reviewer)


@pytest.fixture
def draft(noon: datetime) -> Draft:
    """A new offer in Odense that an association with one member has sent in."""
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    organisation = OrganisationFactory.create(name="Håbet", municipality=odense)
    MembershipFactory.create(organisation=organisation, user__email="medlem@brobygger.example")
    return send_in(organisation, noon)


class TestReviews:
    def test_shows_what_waits_and_who_has_how_much(self, desk: Client, draft: Draft, reviewer: User) -> None:
        take_review(actor=acting(reviewer), review_id=review_of(draft).id, at=draft.started_at)

        text = text_of(desk, "reviews")

        assert text.count("Café Håb") >= 2
        assert "taget af dig" in text
        assert "Nanna National" in text

    def test_shows_a_part_of_it(self, desk: Client, draft: Draft) -> None:
        assert "Café Håb" not in text_of(desk, "reviews", slags="change")
        assert "Café Håb" in text_of(desk, "reviews", slags="new", kommune="0461", hvem="free", hvor="local")
        assert "Café Håb" in text_of(desk, "reviews", side="sludder", slags="sludder")

    def test_is_not_there_for_those_who_decide_nothing(self) -> None:
        for role in (Role.EDITOR, Role.ASSOCIATION_MEMBER, Role.FRONTLINE_WORKER):
            assert browser(UserFactory.create(role=role)).get(reverse("desks:reviews")).status_code == 404

    def test_has_pages(self, desk: Client) -> None:
        ReviewFactory.create_batch(30)

        text = text_of(desk, "reviews", side="2")

        assert "Side 2 af 2" in text


class TestReview:
    def test_shows_what_is_new_and_what_is_known_of_the_rules(self, desk: Client, draft: Draft) -> None:
        text = text_of(desk, "review", review_of(draft).id)

        assert "Kaffe og snak for alle." in text
        assert "Grundlaget er ikke oplyst endnu." in text

    def test_shows_two_versions_of_a_change(self, desk: Client, noon: datetime) -> None:
        offer = published(summary="Te og snak for alle.")
        draft = send_in(offer.organisation, noon, offer)

        text = text_of(desk, "review", review_of(draft).id)

        assert "<del>Te</del>" in text
        assert "<ins>Kaffe</ins>" in text

    def test_shows_what_happened_to_the_offer_before(self, desk: Client, noon: datetime) -> None:
        offer = published(summary="Te og snak for alle.")
        first = send_in(offer.organisation, noon, offer)
        decide(actor=national(), review_id=review_of(first).id, at=noon, outcome="approved", checklist=ALL_YES)

        text = text_of(desk, "review", review_of(send_in(offer.organisation, noon, offer, name="Nyt")).id)

        assert "Rettet: Navn, Kort fortalt" in text
        assert "Godkendt (hele landet)" in text

    def test_can_be_seen_as_the_public_will_see_it(self, desk: Client, draft: Draft) -> None:
        text = text_of(desk, "review_seen", review_of(draft).id)

        assert "Sådan vil andre se det." in text
        assert "Kaffe og snak for alle." in text
        assert reverse("desks:review", args=[review_of(draft).id]) in text

    def test_is_still_there_when_the_draft_is_gone(self, desk: Client, draft: Draft) -> None:
        Draft.objects.all().delete()

        assert desk.get(reverse("desks:review_seen", args=[review_of(draft).id])).status_code == 404
        assert "er slettet" in text_of(desk, "review", review_of(draft).id)

    def test_takes_a_yes_and_leads_to_the_next(self, desk: Client, draft: Draft) -> None:
        answer = desk.post(reverse("desks:review", args=[review_of(draft).id]), YES)

        assert answer.headers["Location"] == reverse("desks:review", args=[review_of(draft, "0461").id])
        assert Offer.objects.filter(name="Café Håb", status="published").exists()

    def test_leads_back_to_the_queue_when_nothing_is_left(self, desk: Client) -> None:
        review = ReviewFactory.create(organisation_id=OrganisationFactory.create().id)

        answer = desk.post(reverse("desks:review", args=[review.id]), YES)

        assert answer.headers["Location"] == reverse("desks:reviews")

    def test_says_what_is_missing(self, desk: Client, draft: Draft) -> None:
        address = reverse("desks:review", args=[review_of(draft).id])

        nothing = desk.post(address, {})
        no_answers = desk.post(address, {"outcome": "approved"})

        assert (nothing.status_code, no_answers.status_code) == (422, 422)
        assert "Svar på alle reglerne" in no_answers.content.decode()

    def test_tells_who_has_a_conflict_that_somebody_else_decides(self, draft: Draft, reviewer: User) -> None:
        national()
        MembershipFactory.create(organisation=draft.organisation, user=reviewer)

        text = text_of(browser(reviewer), "review", review_of(draft).id)

        assert "En anden skal afgøre den her" in text
        assert "Gem afgørelsen" not in text

    def test_tells_who_is_alone_that_it_will_be_marked(self, draft: Draft, reviewer: User, noon: datetime) -> None:
        MembershipFactory.create(organisation=draft.organisation, user=reviewer)
        desk = browser(reviewer)
        assert "Du er den eneste, der kan" in text_of(desk, "review", review_of(draft).id)

        desk.post(reverse("desks:review", args=[review_of(draft).id]), YES)

        assert "hører selv til foreningen" in text_of(desk, "review", review_of(draft).id)

    def test_shows_everything_that_was_said(self, desk: Client, draft: Draft, noon: datetime) -> None:
        review = review_of(draft)
        actor = writer(draft.organisation_id)
        decide(actor=national(), review_id=review.id, at=noon, checklist={"basis": "no"}, **REFUSAL)
        appeal(actor=actor, review_id=review.id, text="Det står der.", at=noon)

        text = text_of(desk, "review", review.id)

        assert "Skriv, hvor det er." in text
        assert "Det står der." in text
        assert "Svarene på reglerne" in text

    def test_is_taken_and_given_back(self, desk: Client, draft: Draft, reviewer: User) -> None:
        review = review_of(draft)
        address = reverse("desks:hold_review", args=[review.id])

        desk.post(address)
        review.refresh_from_db()
        assert review.taken_by == reviewer.id
        assert "Giv den tilbage" in text_of(desk, "review", review.id)

        desk.post(address, {"slip": "1"})
        review.refresh_from_db()
        assert review.taken_by is None

    def test_is_written_in(self, desk: Client, draft: Draft) -> None:
        review = review_of(draft)
        address = reverse("desks:write_in_review", args=[review.id])

        assert desk.post(address, {"text": ""}).status_code == 422
        desk.post(address, {"text": "Hvor er indgangen?"})

        assert "Hvor er indgangen?" in text_of(desk, "review", review.id)
        assert Message.objects.filter(key__startswith="review-said:").count() == 1

    def test_writes_no_stored_script(self, desk: Client, draft: Draft, noon: datetime) -> None:
        script = "<script>alert(1)</script>"
        say(actor=writer(draft.organisation_id), review_id=review_of(draft).id, text=script, at=noon)

        assert script not in text_of(desk, "review", review_of(draft).id)


class TestSeveralReviews:
    def chosen(self) -> list[Review]:
        rows = [OrganisationFactory.create() for _ in range(2)]
        return [ReviewFactory.create(organisation_id=row.id) for row in rows]

    def test_asks_the_checklist_once_and_decides_them_all(self, desk: Client) -> None:
        chosen = self.chosen()
        ids = [str(review.id) for review in chosen]
        address = reverse("desks:several_reviews")
        assert desk.get(address, {"sag": ids}).content.decode().count("Tjeklisten") == 1

        desk.post(address, {"sag": ids, **YES})

        assert set(Review.objects.values_list("status", flat=True)) == {ReviewStatus.APPROVED}

    def test_tells_which_could_not_be_decided(self, desk: Client) -> None:
        chosen = self.chosen()
        Review.objects.filter(id=chosen[0].id).update(status=ReviewStatus.REFUSED, subject_label="Afgjort før")
        ids = [str(review.id) for review in chosen]

        answer = desk.post(reverse("desks:several_reviews"), {"sag": ids, **YES}, follow=True)

        assert "Afgjort før: Sagen er allerede afgjort" in answer.content.decode()

    def test_leads_back_when_nothing_was_chosen(self, desk: Client) -> None:
        answer = desk.get(reverse("desks:several_reviews"), {"sag": "sludder"}, follow=True)

        assert "Vælg mindst én sag" in answer.content.decode()

    def test_says_what_is_missing(self, desk: Client) -> None:
        ids = [str(review.id) for review in self.chosen()]

        assert desk.post(reverse("desks:several_reviews"), {"sag": ids}).status_code == 422

    def test_takes_not_too_many(self, desk: Client) -> None:
        ids = [str(review.id) for review in ReviewFactory.create_batch(101)]

        answer = desk.post(reverse("desks:several_reviews"), {"sag": ids, **YES}, follow=True)

        assert "Vælg mellem 1 og 100 sager" in answer.content.decode()

    def test_is_not_there_for_others_rows(self, draft: Draft) -> None:
        client = browser(UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"]))

        for code in (None, "0461"):
            ids = {"sag": str(review_of(draft, code).id)}
            assert client.get(reverse("desks:several_reviews"), ids).status_code == 404


class TestQueueUrl:
    def test_is_read_as_it_is_written(self) -> None:
        wish = wish_from({"slags": "new", "hvor": Scope.LOCAL, "hvem": "mine", "kommune": "0461", "side": "3"})

        assert queue_url(wish) == "/godkendelse/?slags=new&hvor=local&hvem=mine&kommune=0461"
        assert queue_url(wish, page=3).endswith("side=3")
        assert queue_url(wish_from({})) == "/godkendelse/"


class TestDueText:
    def test_counts_working_days(self, noon: datetime) -> None:
        today = noon.date().replace(day=23)

        said = [due_text(today.replace(day=day), today=today) for day in (20, 23, 24, 30)]

        assert said == ["1 hverdag for sent", "i dag er sidste dag", "1 hverdag tilbage", "5 hverdage tilbage"]


class TestPageLinks:
    def test_leave_gaps(self) -> None:
        found = page_links(5, 9, url=lambda page: f"?side={page}")

        assert [number for number, _url in found.pages] == [1, None, 4, 5, 6, None, 9]
        assert (found.previous, found.next) == ("?side=4", "?side=6")
        assert page_links(1, 1, url=str).pages == ((1, "1"),)
