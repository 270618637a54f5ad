"""What follows from a decision: a yes shows, a no gives back, a town decides for itself, slips are mended at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.curation.models import Review, ReviewStatus
from brobygger.curation.services import appeal, decide, open_reviews
from brobygger.curation.tests.factories import ALL_YES, local, national, writer
from brobygger.directory.models import Draft, DraftStatus, LocalVisibility, Offer, Status
from brobygger.directory.selectors.under_review import under_review
from brobygger.directory.selectors.visibility import hidden_in, municipalities_to_ask
from brobygger.directory.services.drafts import start_draft, submit_draft
from brobygger.directory.services.offers import hide_offer, save_offer
from brobygger.directory.tests.factories import offer_data, published
from brobygger.directory.tests.sending_in import send_in
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.search.models import IndexedDocument
from brobygger.sites.models import Site

pytestmark = pytest.mark.django_db
TYPED = {"name": "Café Håb", "summary": "Kaffe og snak.", "reach": "kommuner", "municipalities": "Odense, Aalborg"}
REFUSAL: dict[str, Any] = {"outcome": "refused", "reasons": ["unclear"], "text": "Skriv, hvor det er."}
APPROVAL: dict[str, Any] = {"outcome": "approved", "checklist": ALL_YES}


@pytest.fixture(autouse=True)
def towns() -> None:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create(name="Håbet", is_approved=False)


def review_of(draft: Draft, code: str | None = None) -> Review:
    return Review.objects.get(subject_id=draft.id, municipality_id=code)


def nation_decides(draft: Draft, at: datetime, **values: Any) -> None:
    decide(actor=national(), review_id=review_of(draft).id, at=at, **(values or APPROVAL))


def is_found(offer: Offer) -> bool:
    return IndexedDocument.objects.filter(id=offer.id).exists()


class TestNationalDecision:
    def test_yes_shows_the_offer_and_its_organisation(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)

        nation_decides(draft, noon)

        offer = Offer.objects.get(name="Café Håb")
        organisation.refresh_from_db()
        assert (offer.status, organisation.is_approved) == (Status.PUBLISHED, True)
        assert is_found(offer)

    def test_no_gives_the_draft_back_with_everything_in_it(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)

        nation_decides(draft, noon, **REFUSAL)

        draft.refresh_from_db()
        assert (draft.status, draft.data["name"]) == (DraftStatus.RETURNED, "Café Håb")
        assert not Offer.objects.exists()

    def test_a_mended_draft_is_sent_again_and_shown(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)
        nation_decides(draft, noon, **REFUSAL)

        submit_draft(actor=writer(organisation.id), draft_id=draft.id, at=noon)
        nation_decides(draft, noon)

        assert Offer.objects.get().status == Status.PUBLISHED

    def test_an_appeal_that_is_won_shows_it(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)
        nation_decides(draft, noon, **REFUSAL)
        appeal(actor=writer(organisation.id), review_id=review_of(draft).id, text="Se igen.", at=noon)

        nation_decides(draft, noon)

        assert Offer.objects.get().status == Status.PUBLISHED

    def test_about_something_else_is_not_this_rooms(self, noon: datetime) -> None:
        review, *_ = open_reviews(
            actor=SYSTEM, subject_kind="membership", subject_id=uuid4(), subject_label="x", organisation_id=_id(),
            municipality_codes=[], is_new=True, is_after=False, at=noon,
        )  # fmt: skip

        decide(actor=national(), review_id=review.id, at=noon, **APPROVAL)

        assert not Offer.objects.exists()

    def test_about_a_draft_that_is_gone_does_nothing(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)
        Draft.objects.all().delete()

        nation_decides(draft, noon)

        assert not Offer.objects.exists()
        assert under_review(draft_id=draft.id, language="da", at=noon) is None


class TestLocalDecision:
    def test_hides_in_that_town_alone(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)
        nation_decides(draft, noon)

        decide(actor=local("0461"), review_id=review_of(draft, "0461").id, at=noon, **REFUSAL)

        offer = Offer.objects.get()
        assert hidden_in(offer.id) == {"0461"}
        assert offer.status == Status.PUBLISHED

    def test_before_the_nations_waits_for_it(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)
        decide(actor=local("0461"), review_id=review_of(draft, "0461").id, at=noon, **REFUSAL)
        decide(actor=local("0851"), review_id=review_of(draft, "0851").id, at=noon, outcome="approved")
        assert not LocalVisibility.objects.exists()

        nation_decides(draft, noon)

        shown = dict(LocalVisibility.objects.values_list("municipality_id", "is_shown"))
        assert shown == {"0461": False, "0851": True}

    def test_in_the_only_town_takes_it_out_of_sight_until_it_says_yes(
        self, organisation: Organisation, noon: datetime
    ) -> None:
        draft = send_in(organisation, TYPED | {"municipalities": "Odense"}, at=noon)
        nation_decides(draft, noon)
        review = review_of(draft, "0461")

        decide(actor=local("0461"), review_id=review.id, at=noon, **REFUSAL)
        offer = Offer.objects.get()
        assert offer.status == Status.HIDDEN
        assert not is_found(offer)

        appeal(actor=writer(organisation.id), review_id=review.id, text="Se igen.", at=noon)
        decide(actor=national(), review_id=review.id, at=noon, outcome="approved")
        offer.refresh_from_db()
        assert offer.status == Status.PUBLISHED
        assert is_found(offer)

    def test_a_town_that_looks_first_shows_nothing_before_its_yes(
        self, organisation: Organisation, noon: datetime
    ) -> None:
        Site.objects.create(
            municipality_id="0461", title="Odense", welcome_da="Hej", owner="Byen", reviews_first=True,
            checked_on=noon.date(), next_check_on=noon.date(),
        )  # fmt: skip
        draft = send_in(organisation, TYPED, at=noon)

        nation_decides(draft, noon)
        offer = Offer.objects.get()
        assert hidden_in(offer.id) == {"0461"}

        decide(actor=local("0461"), review_id=review_of(draft, "0461").id, at=noon, outcome="approved")
        assert hidden_in(offer.id) == frozenset()

    def test_is_asked_for_once_for_each_town(self, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id, is_national=False, municipality_codes=frozenset({"0461"}))

        asked = municipalities_to_ask(offer_id=offer.id, municipality_codes={"0461", "0851"})

        assert asked == {"0851"}
        assert municipalities_to_ask(offer_id=None, municipality_codes={"0461"}) == {"0461"}


class TestSmallCorrection:
    def correct(self, organisation: Organisation, at: datetime, **typed: Any) -> Draft:
        offer = published(organisation_id=organisation.id, summary="Kaffe og snak hver tirsdag i det gamle hus.")
        return send_in(
            organisation, {"summary": "Kaffe og snak hver onsdag i det gamle hus.", **typed}, at=at, offer=offer
        )

    def trust(self, organisation: Organisation) -> None:
        Organisation.objects.update(is_trusted=True)

    def test_by_a_trusted_organisation_is_shown_at_once_and_looked_at_afterwards(
        self, organisation: Organisation, noon: datetime
    ) -> None:
        self.trust(organisation)

        draft = self.correct(organisation, noon)

        assert "onsdag" in Offer.objects.get().summary
        assert (review_of(draft).is_after, review_of(draft).status) == (True, ReviewStatus.WAITING)
        decide(actor=national(), review_id=review_of(draft).id, outcome="approved", at=noon)
        assert "onsdag" in Offer.objects.get().summary

    def test_by_others_waits(self, organisation: Organisation, noon: datetime) -> None:
        draft = self.correct(organisation, noon)

        assert "tirsdag" in Offer.objects.get().summary
        assert not review_of(draft).is_after

    def test_that_is_not_small_waits(self, organisation: Organisation, noon: datetime) -> None:
        self.trust(organisation)

        self.correct(organisation, noon, name="Noget andet")

        assert Offer.objects.get().name == "Café"

    def test_is_taken_back_by_a_no_and_what_others_changed_stays(
        self, organisation: Organisation, noon: datetime
    ) -> None:
        self.trust(organisation)
        draft = self.correct(organisation, noon)
        offer = Offer.objects.get()
        now = offer_data(organisation_id=organisation.id, summary=offer.summary, alert="Lukket i dag")
        save_offer(actor=SYSTEM, at=noon + timedelta(hours=1), data=now)

        nation_decides(draft, noon, **REFUSAL)

        offer.refresh_from_db()
        draft.refresh_from_db()
        assert "tirsdag" in offer.summary
        assert (offer.alert, offer.status) == ("Lukket i dag", Status.PUBLISHED)
        assert draft.status == DraftStatus.RETURNED

    def test_taken_back_and_won_on_appeal_is_put_in_again(self, organisation: Organisation, noon: datetime) -> None:
        self.trust(organisation)
        draft = self.correct(organisation, noon)
        nation_decides(draft, noon, **REFUSAL)
        appeal(actor=writer(organisation.id), review_id=review_of(draft).id, text="Det er onsdag.", at=noon)

        nation_decides(draft, noon, outcome="approved")

        assert "onsdag" in Offer.objects.get().summary

    def test_taken_back_leaves_another_draft_alone(self, organisation: Organisation, noon: datetime) -> None:
        self.trust(organisation)
        draft = self.correct(organisation, noon)
        actor = writer(organisation.id)
        start_draft(actor=actor, organisation_id=organisation.id, offer_id=Offer.objects.get().id, at=noon)

        nation_decides(draft, noon, **REFUSAL)
        nation_again = review_of(draft)

        draft.refresh_from_db()
        assert (draft.status, nation_again.status) == (DraftStatus.LIVE, ReviewStatus.REFUSED)

    def test_of_what_is_hidden_waits(self, organisation: Organisation, noon: datetime) -> None:
        self.trust(organisation)
        offer = published(organisation_id=organisation.id)
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        draft = send_in(organisation, {"summary": "Kaffe og snak her."}, at=noon, offer=offer)

        assert not review_of(draft).is_after


class TestUnderReview:
    def test_of_something_new_says_everything(self, organisation: Organisation, noon: datetime) -> None:
        draft = send_in(organisation, TYPED, at=noon)

        seen = under_review(draft_id=draft.id, language="da", at=noon)

        assert seen is not None
        assert (seen.is_change, seen.offer_key) == (False, "")
        assert {line.name: line.after[0][0].text for line in seen.lines}["municipality_codes"] == "Aalborg"

    def test_of_a_change_says_what_changes(self, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id)
        draft = send_in(organisation, {"name": "Café Nyt"}, at=noon, offer=offer)

        seen = under_review(draft_id=draft.id, language="da", at=noon)

        assert seen is not None
        assert [line.name for line in seen.lines] == ["name"]
        assert [piece.kind for piece in seen.lines[0].after[0]] == ["same", "new"]


def _id() -> Any:
    return OrganisationFactory.create().id
