"""A town shows and hides for itself: there it is as if the offer were not, elsewhere nothing changes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from brobygger.audit.models import Entry
from brobygger.curation.tests.factories import local, national, writer
from brobygger.directory.models import LocalVisibility, Offer, Status
from brobygger.directory.selectors import calendar, counts_by_municipality, offers_serving
from brobygger.directory.selectors.visibility import hidden_locally
from brobygger.directory.services.offers import hide_offer, save_offer
from brobygger.directory.services.visibility import hide_until_looked_at, set_local_visibility
from brobygger.directory.tests.factories import offer_data, published
from brobygger.directory.values import ScheduleData
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import BadData, NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.privacy.cpr import TextLooksLikeCpr
from brobygger.search.queries import Filters
from brobygger.search.selectors import find

pytestmark = pytest.mark.django_db
_WEEKLY = ScheduleData(starts_on=date(2026, 1, 6), starts_at=time(14), minutes=60, rrule="FREQ=WEEKLY;BYDAY=TU")


@pytest.fixture(autouse=True)
def towns() -> None:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create(name="Håbet", is_approved=False)


class TestSetLocalVisibility:
    def hide(self, offer: Offer, at: datetime, actor: Actor | None = None, **values: Any) -> LocalVisibility:
        given = {"municipality_code": "0461", "is_shown": False, "reason": "Holder fri", **values}
        return set_local_visibility(actor=actor or local("0461"), offer_id=offer.id, at=at, **given)

    def test_is_the_towns_own(self, noon: datetime) -> None:
        offer = published()

        with pytest.raises(NotFound):
            self.hide(offer, noon, actor=local("0851"))
        with pytest.raises(NotFound):
            self.hide(offer, noon, actor=writer(offer.organisation_id))
        self.hide(offer, noon)

        assert [row.key for row in hidden_locally(actor=local("0461"), municipality_code="0461")] == ["cafe"]
        assert hidden_locally(actor=local("0851"), municipality_code="0461") == ()
        assert len(hidden_locally(actor=national(), municipality_code="0461")) == 1

    def test_says_why_and_names_nobody(self, noon: datetime) -> None:
        offer = published()

        with pytest.raises(BadData):
            self.hide(offer, noon, reason=" ")
        with pytest.raises(TextLooksLikeCpr):
            self.hide(offer, noon, reason="010150-1234")

    def test_is_for_offers_that_are_in_play(self, noon: datetime) -> None:
        draft = save_offer(actor=SYSTEM, at=noon, data=offer_data()).offer

        with pytest.raises(NotFound):
            self.hide(draft, noon)

    def test_is_in_the_book_and_a_shown_one_has_no_reason(self, noon: datetime) -> None:
        offer = published()
        self.hide(offer, noon)

        row = self.hide(offer, noon, is_shown=True)

        assert (row.is_shown, row.reason) == (True, "")
        acts = Entry.objects.filter(act__contains="locally").order_by("number")
        assert [entry.changes["is_shown"] for entry in acts] == [[None, False], [False, True]]

    def test_leaves_an_offer_that_somebody_else_hid(self, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id, is_national=False, municipality_codes=frozenset({"0461"}))
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        self.hide(offer, noon)
        self.hide(offer, noon, is_shown=True)

        offer.refresh_from_db()
        assert offer.status == Status.HIDDEN

    def test_what_waits_for_the_town_leaves_what_it_has_said(self, noon: datetime) -> None:
        offer = published()
        self.hide(offer, noon)

        hide_until_looked_at(actor=SYSTEM, offer_id=offer.id, municipality_codes=["0461", "0851"], at=noon)

        waiting = dict(LocalVisibility.objects.values_list("municipality_id", "is_waiting"))
        assert waiting == {"0461": False, "0851": True}


class TestHiddenLocally:
    """What a town does not show is not found from there, is not on its pages and is not counted; elsewhere it is."""

    @pytest.fixture
    def offer(self, noon: datetime) -> Offer:
        both = frozenset({"0461", "0851"})
        offer = published(is_national=False, municipality_codes=both, schedules=(_WEEKLY,))
        set_local_visibility(
            actor=local("0461"), offer_id=offer.id, municipality_code="0461", is_shown=False, reason="Lukket", at=noon
        )
        return offer

    def found(self, code: str, noon: datetime, **wish: Any) -> int:
        return find(filters=Filters(municipality_code=code, **wish), at=noon).total

    def test_in_the_search(self, offer: Offer, noon: datetime) -> None:
        assert [self.found(code, noon) for code in ("0461", "0851", "")] == [0, 1, 1]
        assert [self.found(code, noon, text="café") for code in ("0461", "0851", "")] == [0, 1, 1]

    def test_in_the_counts_of_filters(self, offer: Offer, noon: datetime) -> None:
        facets = find(filters=Filters(municipality_code="0461"), at=noon).facets

        assert not any(value.count for values in facets.values() for value in values)

    def test_in_lists_figures_and_the_calendar(self, offer: Offer, noon: datetime) -> None:
        week = {"since": noon, "until": noon + timedelta(days=7), "at": noon, "municipality_codes": ["0461", "0851"]}

        assert [len(offers_serving(municipality_code=code)) for code in ("0461", "0851")] == [0, 1]
        assert counts_by_municipality() == {"0461": 0, "0851": 1}
        assert [len(calendar(**week, asked_from=code)) for code in ("0461", "0851", "")] == [0, 1, 1]

    def test_of_a_national_one_is_hidden_there_only(self, noon: datetime) -> None:
        offer = published(key="landet")
        set_local_visibility(
            actor=local("0461"), offer_id=offer.id, municipality_code="0461", is_shown=False, reason="Lukket", at=noon
        )

        assert [self.found(code, noon) for code in ("0461", "0851")] == [0, 1]
        offer.refresh_from_db()
        assert offer.status == Status.PUBLISHED
