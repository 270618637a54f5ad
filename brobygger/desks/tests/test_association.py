"""An association's page: what waits first, and one tap for what is right and whether there is room."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.accounts.models import User
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.models import Assurance
from brobygger.curation.services import open_reviews
from brobygger.directory.models import Check, Draft, Offer, Stage
from brobygger.directory.models.drafts import DraftStatus
from brobygger.directory.services.drafts import start_draft
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.models import Kind
from brobygger.opendata.services.origins import keep_origin
from brobygger.organisations.models import MemberRole
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    organisation = OrganisationFactory.create(key="cafe-foreningen", name="Caféforeningen", municipality=odense)
    return published(key="cafe", name="Café", organisation_id=organisation.id)


@pytest.fixture
def chair(offer: Offer) -> User:
    return MembershipFactory.create(organisation=offer.organisation).user


def as_(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


ADDRESS = "/forening/cafe-foreningen/"


def text_of(user: User, address: str = ADDRESS) -> str:
    return as_(user).get(address).content.decode()


class TestPage:
    def test_shows_what_is_live_and_asks_for_the_first_confirmation(self, offer: Offer, chair: User) -> None:
        page = text_of(chair)

        assert "Café" in page
        assert "Der er ét tilbud, I ikke har bekræftet endnu." in page
        assert "Det venter på dig" not in page

    def test_leads_to_where_an_offers_fields_come_from_when_it_is_from_elsewhere(
        self, offer: Offer, chair: User, noon: datetime
    ) -> None:
        address = f"/kilder/tilbud/{offer.id}/"
        assert address not in text_of(chair)

        keep_origin(
            actor=SYSTEM, kind=Kind.SERVICE, subject_id=offer.id, thing_id=uuid4(), source_id=uuid4(),
            foreign_id="1", raw={}, at=noon,
        )  # fmt: skip

        assert address in text_of(chair)

    def test_puts_what_waits_first(self, offer: Offer, chair: User, noon: datetime) -> None:
        actor, organisation_id = acting_as(chair), offer.organisation_id
        Check.objects.update_or_create(
            offer=offer, defaults={"due_on": noon.date(), "stage": Stage.ASKED, "stage_on": noon.date()}
        )
        draft = start_draft(actor=actor, organisation_id=organisation_id, at=noon)
        Draft.objects.filter(id=draft.id).update(status=DraftStatus.RETURNED, data={"name": "Gåtur"})
        (review, *_rest) = open_reviews(
            actor=actor, subject_kind="draft", subject_id=draft.id, subject_label="Sangaften",
            organisation_id=organisation_id, municipality_codes=[], is_new=True, is_after=False, at=noon,
        )  # fmt: skip
        type(review).objects.filter(id=review.id).update(waits_for_association=True)

        page = text_of(chair)

        assert "Der er 3 ting, der venter på jer." in page
        for words in ("Gåtur", "Sangaften", "Passer det stadig? Et tryk er nok.", "Venter på svar fra jer"):
            assert words in page

    def test_says_when_an_offer_is_hidden_or_grey(self, offer: Offer, chair: User, noon: datetime) -> None:
        check, _ = Check.objects.update_or_create(
            offer=offer, defaults={"due_on": noon.date(), "stage": Stage.GREYED, "stage_on": noon.date()}
        )
        assert "Vises gråt, til I svarer" in text_of(chair)
        Check.objects.filter(id=check.id).update(stage=Stage.HIDDEN)
        Offer.objects.filter(id=offer.id).update(status="hidden")

        page = text_of(chair)

        assert "Skjult, til I svarer" in page
        assert "kommer det frem med det samme" in page

    def test_helps_those_who_have_nothing_yet(self) -> None:
        member = MembershipFactory.create(
            organisation__is_approved=False, organisation__key="ny-forening", role=MemberRole.MEMBER
        )

        page = text_of(member.user, "/forening/ny-forening/")

        assert "Skriv jeres første tilbud" in page
        assert "I bliver vist, når jeres første tilbud er godkendt." in page

    def test_is_in_english_too(self, offer: Offer, chair: User) -> None:
        assert as_(chair).get(f"/en{ADDRESS}").status_code == 200


class TestOneTap:
    def test_says_that_it_is_still_right(self, offer: Offer, chair: User) -> None:
        answer = as_(chair).post(f"{ADDRESS}{offer.id}/passer/", {"tilbud": "cafe"})

        assert answer["Location"] == f"{ADDRESS}#cafe"
        assert Assurance.objects.get().by_label == "foreningen selv"
        assert "Alt er, som det skal være." in text_of(chair)
        assert "Vi spørger igen" in text_of(chair)

    def test_by_the_centre_says_so(self, offer: Offer) -> None:
        Offer.objects.get(id=offer.id).served_municipalities.add("0461")
        Offer.objects.filter(id=offer.id).update(is_national=False)
        centre = UserFactory.create(municipality_codes=["0461"])

        assert as_(centre).post(f"{ADDRESS}{offer.id}/passer/").status_code == 302
        assert Assurance.objects.get().by_label == "frivilligcentret"

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"status": "free"}, "Ledig plads"),
            ({"status": "waiting", "wait_weeks": "3"}, "cirka 3 uger"),
            ({"status": "waiting", "wait_weeks": ""}, "Venteliste"),
        ],
    )
    def test_says_whether_there_is_room(self, sent: dict[str, str], words: str, offer: Offer, chair: User) -> None:
        assert as_(chair).post(f"{ADDRESS}{offer.id}/plads/", {**sent, "tilbud": "<x>"})["Location"] == ADDRESS

        assert words in text_of(chair)

    def test_asks_when_a_pause_ends(self, offer: Offer, chair: User) -> None:
        answer = as_(chair).post(f"{ADDRESS}{offer.id}/plads/", {"status": "paused"})

        assert answer.status_code == 422
        assert "Skriv, hvilken dag pausen slutter." in answer.content.decode()


class TestIsolation:
    def test_others_get_what_a_stranger_gets(self, offer: Offer, chair: User) -> None:
        elsewhere = published(key="andet")
        other = MembershipFactory.create(organisation=elsewhere.organisation)
        for user in (other.user, UserFactory.create(municipality_codes=["0851"])):
            browser = as_(user)
            assert browser.get(ADDRESS).status_code == 404
            assert browser.post(f"{ADDRESS}{offer.id}/passer/").status_code == 404
            assert browser.post(f"{ADDRESS}{offer.id}/plads/", {"status": "free"}).status_code == 404

        own = f"/forening/{elsewhere.organisation.key}/{offer.id}"
        browser = as_(other.user)
        assert browser.post(f"{own}/passer/").status_code == 404
        assert browser.post(f"{own}/plads/", {"status": "free"}).status_code == 404
        assert not Assurance.objects.exists()
