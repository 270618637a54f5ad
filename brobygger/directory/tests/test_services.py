"""An offer is saved whole, shown when it may be, and found as it is now."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.directory.models import Location, Offer, Status
from brobygger.directory.rows import data_of
from brobygger.directory.services import (
    OfferInvalid,
    WrongStep,
    confirm_offer,
    hide_offer,
    publish_offer,
    remove_offer,
    reopen_offer,
    republish_all,
    save_offer,
    set_capacity,
)
from brobygger.directory.tests.factories import NOON, OfferFactory, offer_data, published
from brobygger.directory.values import (
    CapacityData,
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.privacy.cpr import TextLooksLikeCpr
from brobygger.search.models import IndexedDocument
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db

EDITING = frozenset({Permission.OFFER_EDIT, Permission.OFFER_CONFIRM})


def whole_offer() -> OfferData:
    """An offer with something of everything."""
    postcode = PostcodeFactory.create()
    code = postcode.municipality_id
    return offer_data(
        is_national=False,
        municipality_codes=frozenset({code}),
        region_codes=frozenset({postcode.municipality.region_id}),
        concepts=frozenset({ConceptFactory.create().key}),
        tags=("kaffe",),
        roles=("bruger", "frivillig"),
        delivery=("in_person",),
        languages=("da", "ar"),
        locations=(
            LocationData(name="Huset", municipality_id=code, postcode_id=postcode.code,
                         lat=55.4, lon=10.4, point_precision="postcode"),
            LocationData(kind="virtual", url="https://example.org"),
        ),
        schedules=(
            ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(10), minutes=60, rrule="FREQ=DAILY",
                         except_on=("2026-12-24",), place=1),
        ),
        contacts=(ContactData(function="Værten", phone="12 34 56 78"),),
        links=(LinkData(label="Program", url="https://example.org/program"),),
        criteria=(CriterionData(text="Bor du i kommunen?"),),
    )  # fmt: skip


class TestSaveOffer:
    def test_keeps_everything_and_reads_it_back(self) -> None:
        data = whole_offer()

        saved = save_offer(actor=SYSTEM, at=NOON, data=data)

        assert saved.is_created
        assert data_of(Offer.objects.for_page().get(id=saved.offer.id)) == data
        assert saved.offer.status == Status.DRAFT
        assert not IndexedDocument.objects.exists()

    def test_the_same_twice_writes_nothing(self) -> None:
        data = whole_offer()
        save_offer(actor=SYSTEM, at=NOON, data=data)
        before = Entry.objects.count()

        again = save_offer(actor=SYSTEM, at=NOON + timedelta(days=1), data=data)

        assert again.changed_fields == ()
        assert Entry.objects.count() == before
        assert Offer.objects.get().changed_at == NOON

    def test_tells_before_and_after_but_no_personal_data(self) -> None:
        data = whole_offer()
        save_offer(actor=SYSTEM, at=NOON, data=data)

        changed = replace(
            data, name="Nyt navn", description="ord " * 80, contacts=(ContactData(function="Formand", email="a@b.dk"),)
        )
        save_offer(actor=SYSTEM, at=NOON, data=changed)

        changes = Entry.objects.newest_first()[0].changes
        assert changes == {"name": ["Café", "Nyt navn"], "description": ["", "(320 tegn)"], "contacts": "changed"}

    def test_replaces_places_and_times(self) -> None:
        data = whole_offer()
        save_offer(actor=SYSTEM, at=NOON, data=data)

        fewer = replace(data, locations=data.locations[:1], schedules=(), links=())
        save_offer(actor=SYSTEM, at=NOON, data=fewer)

        assert Location.objects.count() == 1
        assert data_of(Offer.objects.for_page().get()) == fewer

    def test_a_shown_offer_is_found_with_its_new_words(self) -> None:
        offer = published()

        save_offer(actor=SYSTEM, at=NOON, data=replace(data_of(offer), name="Strikkeklub"))

        assert "Strikkeklub" in IndexedDocument.objects.get().content

    def test_keeps_room_until_told_otherwise(self) -> None:
        data = offer_data(capacity=CapacityData(status="few"))
        save_offer(actor=SYSTEM, at=NOON, data=data)

        unchanged = save_offer(actor=SYSTEM, at=NOON, data=replace(data, capacity=None))
        changed = save_offer(actor=SYSTEM, at=NOON, data=replace(data, capacity=CapacityData(status="free")))

        assert unchanged.changed_fields == ()
        assert changed.changed_fields == ("capacity",)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"key": "Stor Og Små"},
            {"name": " "},
            {"summary": "x" * 201},
            {"age_min": -1},
            {"age_max": 121},
            {"age_min": 30, "age_max": 20},
            {"gender": "andet"},
            {"gender": "women"},
            {"roles": ("chef",)},
            {"roles": ("bruger", "bruger")},
            {"delivery": ("brevdue",)},
            {"languages": ("klingon",)},
            {"accessibility": ("vinger",)},
            {"signup": "måske"},
            {"is_national": False},
            {"municipality_codes": frozenset({"0999"})},
            {"region_codes": frozenset({"9999"})},
            {"concepts": frozenset({"findes-ikke"})},
            {"source_url": "javascript:alert(1)"},
            {"links": (LinkData(label=" ", url="https://example.org"),)},
            {"locations": (LocationData(kind="sky"),)},
            {"locations": (LocationData(),)},
            {"locations": (LocationData(kind="virtual", lat=55.0),)},
            {"locations": (LocationData(kind="virtual", lat=55.0, lon=10.0),)},
            {"locations": (LocationData(kind="virtual", lat=1.0, lon=1.0, point_precision="address"),)},
            {"locations": (LocationData(kind="virtual", postcode_id="0000"),)},
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=SECONDLY"),)},
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 1), timezone="Mars"),)},
            {"schedules": (ScheduleData(starts_on=date(1800, 1, 1)),)},
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 1), ends_on=date(2025, 1, 1)),)},
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 1), minutes=0),)},
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 1), place=0),)},
            {"contacts": (ContactData(function="Vært"),)},
            {"contacts": (ContactData(function="Vært", phone="1", person_name="Bo"),)},
            {"criteria": (CriterionData(text=""),)},
            {"capacity": CapacityData(status="fyldt")},
            {"capacity": CapacityData(status="free", wait_weeks=3)},
            {"capacity": CapacityData(status="waiting", wait_weeks=9999)},
        ],
    )
    def test_refuses_what_does_not_hang_together(self, wrong: dict[str, Any]) -> None:
        data = offer_data(**wrong)

        with pytest.raises(OfferInvalid):
            save_offer(actor=SYSTEM, at=NOON, data=data)

        assert not Offer.objects.exists()

    def test_refuses_an_unknown_organisation(self) -> None:
        with pytest.raises(OfferInvalid):
            save_offer(actor=SYSTEM, at=NOON, data=offer_data(organisation_id=uuid4()))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"description": "Spørg 010203-1234"},
            {"tags": ("010203-1234",)},
            {"locations": (LocationData(kind="virtual", directions="0102031234"),)},
            {"criteria": (CriterionData(text="010203 1234"),)},
        ],
    )
    def test_refuses_a_cpr_number_wherever_it_stands(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(TextLooksLikeCpr):
            save_offer(actor=SYSTEM, at=NOON, data=offer_data(**wrong))

    def test_refuses_those_who_may_not(self) -> None:
        with pytest.raises(NotAllowed):
            save_offer(actor=VISITOR, at=NOON, data=offer_data())

    def test_a_local_administrator_keeps_to_their_own_municipality(self) -> None:
        here, there = MunicipalityFactory.create(), MunicipalityFactory.create()
        local = Actor(kind=ActorKind.USER, permissions=EDITING, municipality_codes=frozenset({here.code}))
        data = offer_data(is_national=False, municipality_codes=frozenset({here.code}))
        save_offer(actor=local, at=NOON, data=data)

        for elsewhere in (replace(data, municipality_codes=frozenset({there.code})), replace(data, is_national=True)):
            with pytest.raises(NotAllowed):
                save_offer(actor=local, at=NOON, data=elsewhere)


class TestSteps:
    def test_an_offer_is_found_while_it_is_shown(self) -> None:
        offer = published()
        assert IndexedDocument.objects.count() == 1

        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        assert IndexedDocument.objects.count() == 0

        publish_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        assert IndexedDocument.objects.count() == 0
        assert reopen_offer(actor=SYSTEM, offer_id=offer.id, at=NOON).status == Status.DRAFT

    def test_each_step_is_a_line_in_the_book(self) -> None:
        offer = published()

        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        assert Entry.objects.newest_first()[0].changes == {"status": ["published", "hidden"]}

    def test_refuses_a_step_that_is_not_in_the_table(self) -> None:
        offer = published()

        with pytest.raises(WrongStep):
            publish_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

    def test_a_visitor_sees_no_draft_and_may_not_hide(self) -> None:
        draft = save_offer(actor=SYSTEM, at=NOON, data=offer_data()).offer
        with pytest.raises(NotFound):
            publish_offer(actor=VISITOR, offer_id=draft.id, at=NOON)

        publish_offer(actor=SYSTEM, offer_id=draft.id, at=NOON)
        with pytest.raises(NotAllowed):
            hide_offer(actor=VISITOR, offer_id=draft.id, at=NOON)


class TestConfirmOffer:
    def test_says_when_and_when_to_look_again(self) -> None:
        offer = published()

        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON, by_label="foreningen selv")

        offer.refresh_from_db()
        assert (offer.assured_on, offer.next_check_on) == (date(2026, 11, 22), date(2027, 3, 22))
        assert '"2026-11-22"' in IndexedDocument.objects.get().content
        assert Entry.objects.newest_first()[0].act == "curation.offer.assured"

    def test_a_draft_is_confirmed_but_not_found(self) -> None:
        draft = save_offer(actor=SYSTEM, at=NOON, data=offer_data()).offer

        confirm_offer(actor=SYSTEM, offer_id=draft.id, at=NOON, by_label="redaktionen")

        assert not IndexedDocument.objects.exists()

    def test_an_organisation_confirms_its_own_only(self) -> None:
        offer = published()
        own = Actor(
            kind=ActorKind.LINK,
            own_permissions=EDITING,
            organisation_ids=frozenset({offer.organisation_id}),
            only_on=offer.id,
        )
        other = replace(own, organisation_ids=frozenset({uuid4()}))
        elsewhere = replace(own, only_on=uuid4())

        confirm_offer(actor=own, offer_id=offer.id, at=NOON, by_label="foreningen")
        with pytest.raises(NotAllowed):
            confirm_offer(actor=other, offer_id=offer.id, at=NOON, by_label="foreningen")
        with pytest.raises(NotAllowed):
            confirm_offer(actor=elsewhere, offer_id=offer.id, at=NOON, by_label="foreningen")
        with pytest.raises(NotFound):
            confirm_offer(actor=own, offer_id=uuid4(), at=NOON, by_label="foreningen")


class TestSetCapacity:
    def test_counts_for_sixty_days(self) -> None:
        offer = published()

        set_capacity(actor=SYSTEM, offer_id=offer.id, status="waiting", wait_weeks=6, at=NOON)

        capacity = Offer.objects.get().capacity
        assert capacity.expires_at == NOON + timedelta(days=60)
        assert '"waiting"' in IndexedDocument.objects.get().content

    def test_the_same_answer_is_news_only_when_the_old_one_is_out(self) -> None:
        offer = published()
        for days in (0, 1, 61):
            set_capacity(actor=SYSTEM, offer_id=offer.id, status="free", at=NOON + timedelta(days=days))

        assert Entry.objects.filter(act="directory.offer.capacity_set").count() == 2

    def test_a_draft_has_room_too(self) -> None:
        draft = save_offer(actor=SYSTEM, at=NOON, data=offer_data()).offer

        set_capacity(actor=SYSTEM, offer_id=draft.id, status="free", expires_at=NOON + timedelta(days=3), at=NOON)

        assert not IndexedDocument.objects.exists()

    def test_refuses_an_answer_that_is_out_already(self) -> None:
        offer = published()

        with pytest.raises(OfferInvalid):
            set_capacity(actor=SYSTEM, offer_id=offer.id, status="free", expires_at=NOON, at=NOON)


class TestRepublishAll:
    def test_hands_over_shown_offers_only(self) -> None:
        OfferFactory.create()
        OfferFactory.create(status=Status.HIDDEN)

        assert republish_all(actor=SYSTEM, at=datetime(2026, 11, 23, tzinfo=UTC)) == 1
        assert IndexedDocument.objects.count() == 1

    def test_is_the_operators_act(self) -> None:
        with pytest.raises(NotAllowed):
            republish_all(actor=VISITOR, at=NOON)
