"""How often offers are seen is counted in memory and written down now and then: numbers alone."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.directory.models import Contact, DailyCount
from brobygger.directory.selectors.counts import Seen, seen_of
from brobygger.directory.selectors.often import opened_often
from brobygger.directory.selectors.own_offers import own_offers
from brobygger.directory.selectors.public_contacts import on_shown_offers
from brobygger.directory.services import confirm_offer, hide_offer, remove_offer, set_capacity
from brobygger.directory.services.counts import forget_counts, write_counts
from brobygger.directory.tally import MOST_OFFERS, SECONDS, Counted, Tally
from brobygger.directory.tests.factories import OfferFactory, published
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.organisations.selectors import proof_address
from brobygger.organisations.tests.factories import MembershipFactory, acting_as

DAY = timedelta(days=1)


class TestTally:
    def test_says_when_it_is_time_to_write_down(self) -> None:
        tally, offer = Tally(), uuid4()

        assert not tally.add(shown=[offer, offer], opened=[], now=100.0)
        assert tally.add(shown=[], opened=[offer], now=100.0 + SECONDS)

        counted = tally.take()
        assert (counted.shown[offer], counted.opened[offer]) == (2, 1)
        assert not tally.take().shown
        assert tally.add(shown=[uuid4() for _ in range(MOST_OFFERS)], opened=[], now=200.0)


@pytest.mark.django_db
class TestWriteCounts:
    def test_adds_to_the_days_numbers(self, noon: datetime) -> None:
        first, second = OfferFactory.create(), OfferFactory.create()
        counted = Counted(shown=Counter({first.id: 3, second.id: 3, uuid4(): 9}), opened=Counter({first.id: 1}))

        assert write_counts(actor=SYSTEM, counted=counted, at=noon) == 2
        write_counts(actor=SYSTEM, counted=counted, at=noon)
        write_counts(actor=SYSTEM, counted=counted, at=noon - 40 * DAY)

        seen = seen_of(offer_ids=[first.id, second.id], today=noon.date())
        assert seen[first.id] == Seen(shown_month=6, opened_month=2, shown_year=9, opened_year=3)
        assert seen[second.id] == Seen(shown_month=6, opened_month=0, shown_year=9, opened_year=0)
        assert opened_often(since=noon.date() - DAY, at_least=2) == {first.id}
        assert not opened_often(since=noon.date() - DAY, at_least=3)

    def test_writes_nothing_of_nothing(self, noon: datetime) -> None:
        assert write_counts(actor=SYSTEM, counted=Counted(shown=Counter({uuid4(): 1})), at=noon) == 0

    def test_is_the_portals_own_work(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            write_counts(actor=VISITOR, counted=Counted(), at=noon)
        with pytest.raises(NotAllowed):
            forget_counts(actor=VISITOR, at=noon)

    def test_forgets_after_two_years(self, noon: datetime) -> None:
        offer = OfferFactory.create()
        for days in (0, 729, 731):
            DailyCount.objects.create(offer=offer, on=noon.date() - days * DAY, shown=1)

        assert forget_counts(actor=SYSTEM, at=noon) == 1


@pytest.mark.django_db
class TestOwnOffers:
    def test_tell_state_sureness_room_and_numbers(self, noon: datetime) -> None:
        offer = published()
        chair = acting_as(MembershipFactory.create(organisation=offer.organisation).user)
        wanted = {"actor": chair, "organisation_id": offer.organisation_id}

        (before,) = own_offers(at=noon, **wanted)
        set_capacity(actor=chair, offer_id=offer.id, status="few", at=noon)
        confirm_offer(actor=chair, offer_id=offer.id, at=noon, by_label="foreningen selv")
        (after,) = own_offers(at=noon, **wanted)
        (later,) = own_offers(at=noon + 61 * DAY, **wanted)

        assert (before.room, before.assured_on, before.asked_on) == ("", None, None)
        assert (after.room, after.assured_on, after.is_asked) == ("few", noon.date(), False)
        assert after.asked_on is not None
        assert after.reasons
        assert later.room == ""

    def test_leave_out_what_is_taken_down_and_everybody_elses(self, noon: datetime) -> None:
        offer = published()
        stranger = acting_as(MembershipFactory.create().user)

        assert not own_offers(actor=stranger, organisation_id=offer.organisation_id, at=noon)
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
        assert own_offers(actor=SYSTEM, organisation_id=offer.organisation_id, at=noon)[0].status == "hidden"
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
        assert not own_offers(actor=SYSTEM, organisation_id=offer.organisation_id, at=noon)

    def test_know_a_day_without_a_check(self, noon: datetime) -> None:
        offer = OfferFactory.create(next_check_on=noon.date() + 40 * DAY)

        (line,) = own_offers(actor=SYSTEM, organisation_id=offer.organisation_id, at=noon)

        assert line.asked_on == noon.date() + 10 * DAY


@pytest.mark.django_db
class TestContactsOnShownOffers:
    def test_are_those_anybody_can_read_the_most_used_first(self) -> None:
        shown = OfferFactory.create()
        other = OfferFactory.create(organisation=shown.organisation)
        hidden = OfferFactory.create(organisation=shown.organisation, status="hidden")
        for offer, email in (
            (shown, "a@x.example"),
            (shown, "b@x.example"),
            (other, "b@x.example"),
            (hidden, "c@x.example"),
        ):
            Contact.objects.create(offer=offer, function="Kontakt", email=email, phone="" if offer is shown else "1")

        found = on_shown_offers(shown.organisation_id)

        assert found.emails == ("b@x.example", "a@x.example")
        assert found.phones == ("1",)
        assert proof_address(organisation=shown.organisation) == "b@x.example"
