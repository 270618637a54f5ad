"""Pages get what is true now: shown offers, honest freshness, and counts that leave nobody out."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from brobygger.accounts.permissions import Permission
from brobygger.directory import selectors
from brobygger.directory.models import Picture, Status
from brobygger.directory.services import confirm_offer, hide_offer, remove_offer, set_capacity
from brobygger.directory.tests.factories import NOON, OfferFactory, published
from brobygger.directory.values import ContactData, CriterionData, LinkData, LocationData, ScheduleData
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotFound
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db

TUESDAYS = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(10), minutes=60, rrule="FREQ=WEEKLY;BYDAY=TU")


class TestGetOfferPage:
    def test_holds_everything_in_the_active_language(self) -> None:
        postcode = PostcodeFactory.create()
        place = LocationData(municipality_id=postcode.municipality_id, postcode_id=postcode.code, lat=55.4, lon=10.4,
                             point_precision="postcode", address="Gaden 1")  # fmt: skip
        offer = published(
            is_national=False,
            municipality_codes=frozenset({postcode.municipality_id}),
            concepts=frozenset({ConceptFactory.create(key="ensomhed", pref_en="Loneliness").key}),
            description="# Hej",
            roles=("bruger",),
            locations=(place, LocationData(kind="virtual", url="https://example.org")),
            schedules=(TUESDAYS,),
            contacts=(ContactData(function="Værten", phone="12345678"),),
            links=(LinkData(label="Mere", url="https://example.org"),),
            criteria=(CriterionData(text="Bor du alene?"),),
        )
        Picture.objects.create(offer=offer, file="offers/a.jpg", alt="Et bord")

        with translation.override("en"):
            page = selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON)

        assert page.description_html == "<h3>Hej</h3>"
        assert [tag.label for tag in page.concepts] == ["Loneliness"]
        assert len(page.next_times) == 5
        assert page.places[0].label == f"Gaden 1, {postcode}"
        assert page.places[1].precision_label == page.places[1].municipality_name == ""
        assert page.signup.label == ""
        assert page.pictures[0].alt == "Et bord"
        assert page.contacts[0].function == "Værten"

    def test_says_honestly_when_nobody_has_confirmed_it(self) -> None:
        offer = published(source_year=2019)

        freshness = selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON).freshness

        assert (freshness.days_ago, freshness.is_due, freshness.source_year) == (None, True, 2019)

    def test_says_how_long_ago_it_was_confirmed(self) -> None:
        offer = published()
        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON, by_label="foreningen")

        freshness = selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON + timedelta(days=12)).freshness

        assert (freshness.days_ago, freshness.is_due) == (12, False)

    def test_shows_room_only_while_the_answer_counts(self) -> None:
        offer = published()
        set_capacity(actor=SYSTEM, offer_id=offer.id, status="waiting", wait_weeks=4, at=NOON)

        now = selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON).capacity
        later = selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON + timedelta(days=61)).capacity

        assert (now.status, now.wait_weeks, later.status) == ("waiting", 4, "unknown")

    def test_hidden_and_absent_look_the_same_to_a_visitor(self) -> None:
        offer = published()
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        editor = Actor(
            kind=ActorKind.USER,
            own_permissions=frozenset({Permission.OFFER_EDIT}),
            organisation_ids=frozenset({offer.organisation_id}),
        )

        for key in (offer.key, "findes-ikke"):
            with pytest.raises(NotFound):
                selectors.get_offer_page(actor=VISITOR, key=key, at=NOON)
        assert selectors.get_offer_page(actor=editor, key=offer.key, at=NOON).status == Status.HIDDEN

    def test_a_removed_offer_says_enough_to_find_another(self) -> None:
        code = MunicipalityFactory.create().code
        need, target = ConceptFactory.create().key, ConceptFactory.create(facet="target").key
        offer = published(concepts=frozenset({need, target}), municipality_codes=frozenset({code}))
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        with pytest.raises(selectors.OfferRemoved) as removed:
            selectors.get_offer_page(actor=VISITOR, key=offer.key, at=NOON)

        assert removed.value.status == 410
        assert (removed.value.name, removed.value.need_keys) == (offer.name, (need,))
        assert removed.value.municipality_code == code


class TestHistory:
    def test_is_newest_first_and_names_the_fields(self) -> None:
        offer = published()

        lines = selectors.history(offer_id=offer.id)

        assert [line.act for line in lines] == ["directory.offer.published", "directory.offer.created"]
        assert lines[0].fields == ("status",)


class TestFreshnessFigures:
    def test_counts_shown_offers_only(self) -> None:
        organisation = OrganisationFactory.create()
        OfferFactory.create(organisation=organisation, source_year=2019, assured_on=date(2026, 11, 1))
        OfferFactory.create(organisation=organisation, source_year=2019, assured_on=date(2020, 1, 1))
        local = OfferFactory.create(is_national=False)
        local.served_municipalities.add(MunicipalityFactory.create())
        OfferFactory.create(status=Status.HIDDEN)

        figures = selectors.freshness_figures(at=NOON)

        assert (figures.offers, figures.organisations, figures.municipalities) == (3, 2, 1)
        assert (figures.national_offers, figures.confirmed_within_a_year, figures.never_confirmed) == (2, 1, 1)
        assert figures.by_source_year == ((2019, 2), (None, 1))


class TestCounts:
    def test_no_municipality_is_left_out_and_regions_count(self) -> None:
        here, there = MunicipalityFactory.create(), MunicipalityFactory.create()
        OfferFactory.create(is_national=False).served_municipalities.add(here)
        OfferFactory.create(is_national=False).served_regions.add(here.region)

        assert selectors.counts_by_municipality() == {here.code: 2, there.code: 1}

    def test_a_need_without_offers_has_none(self) -> None:
        need, empty = ConceptFactory.create(), ConceptFactory.create()
        OfferFactory.create().concepts.add(need)
        OfferFactory.create(status=Status.HIDDEN).concepts.add(empty)

        assert selectors.counts_by_need() == {need.key: 1, empty.key: 0}


class TestLists:
    def test_an_index_has_organisations_with_something_to_show(self) -> None:
        first = OfferFactory.create(organisation__name="Ældre")
        OfferFactory.create(organisation=first.organisation)
        OfferFactory.create(status=Status.HIDDEN)

        assert [(line.name, line.offers) for line in selectors.organisation_index()] == [("Ældre", 2)]

    def test_an_organisations_offers_are_those_one_may_see(self) -> None:
        shown = OfferFactory.create()
        OfferFactory.create(organisation=shown.organisation, status=Status.DRAFT)

        found = selectors.offers_of_organisation(organisation_id=shown.organisation_id)

        assert [line.key for line in found] == [shown.key]
        assert len(selectors.offers_of_organisation(organisation_id=shown.organisation_id, actor=SYSTEM)) == 2

    def test_a_municipality_is_served_by_name_and_through_its_region_once(self) -> None:
        here = MunicipalityFactory.create()
        both = OfferFactory.create(is_national=False)
        both.served_municipalities.add(here)
        both.served_regions.add(here.region)
        OfferFactory.create()

        assert [line.key for line in selectors.offers_serving(municipality_code=here.code)] == [both.key]

    def test_addresses_and_ids_are_of_shown_offers(self) -> None:
        shown, hidden = OfferFactory.create(), OfferFactory.create(status=Status.HIDDEN)

        assert [address.key for address in selectors.offer_addresses()] == [shown.key]
        assert selectors.published_ids(ids=[hidden.id, uuid4(), shown.id]) == [shown.id]


class TestCalendar:
    def test_shows_the_days_to_come_in_few_queries(self, django_assert_max_num_queries: object) -> None:
        code = MunicipalityFactory.create().code
        place = LocationData(municipality_id=code, name="Huset")
        for number in range(3):
            published(key=f"tilbud-{number}", is_national=False, municipality_codes=frozenset({code}),
                      schedules=(TUESDAYS,), locations=(place,) if number else ())  # fmt: skip
        published(key="uden-tid", is_national=False, municipality_codes=frozenset({code}))

        with django_assert_max_num_queries(6):  # type: ignore[operator]
            found = selectors.calendar(municipality_codes=[code], since=NOON, until=NOON + timedelta(days=14), at=NOON)

        assert [(one.offer_key, one.starts_at.day) for one in found[:3]] == [
            ("tilbud-0", 24), ("tilbud-1", 24), ("tilbud-2", 24)
        ]  # fmt: skip
        assert len(found) == 6
        assert {one.place for one in found} == {"", f"Huset, {MunicipalityFactory.create(code=code)}"}
