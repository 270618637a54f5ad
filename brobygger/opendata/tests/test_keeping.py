"""Every act on offers and organisations is published at once, and nothing is written that is not new."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.directory.events import told_together
from brobygger.directory.models import Offer
from brobygger.directory.services import (
    confirm_offer,
    hide_offer,
    publish_offer,
    remove_offer,
    save_offer,
    set_capacity,
)
from brobygger.directory.services.visibility import set_local_visibility
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.models import Area, Kind, Place, Record, Term, Time
from brobygger.opendata.selectors.verifying import compare
from brobygger.opendata.services import keep_in_step
from brobygger.opendata.tests.rich import LATER, NOON, everything, shown
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import save_organisation
from brobygger.organisations.services.organisations import data_of

pytestmark = pytest.mark.django_db
OFFER_KINDS = (Kind.SERVICE, Kind.SERVICE_AT_LOCATION)


@pytest.fixture
def offer() -> Offer:
    return shown()


def record(kind: Kind, thing_id: UUID | None = None) -> Record:
    rows = Record.objects.of_kind(kind)
    return rows.get(thing_id=thing_id) if thing_id else rows.order_by("number")[0]


def service() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record(Kind.SERVICE).full)
    return found


class TestEveryAct:
    """Whatever changes what the public sees is published in the same transaction, and everything stays in step."""

    def test_showing(self, offer: Offer) -> None:
        assert record(Kind.SERVICE, offer.id).gone_at is None
        assert record(Kind.ORGANIZATION, offer.organisation_id).gone_at is None
        assert Record.objects.of_kind(Kind.SERVICE_AT_LOCATION).here().count() == 2
        assert compare(at=NOON).is_well

    def test_saving_a_draft_publishes_nothing(self) -> None:
        save_offer(actor=SYSTEM, at=NOON, data=everything())

        assert not Record.objects.exists()

    def test_changing(self, offer: Offer) -> None:
        save_offer(actor=SYSTEM, at=LATER, data=everything(name="Café Nyt Håb"))

        assert service()["name"] == "Café Nyt Håb"
        assert record(Kind.SERVICE).changed_at == LATER
        assert json.loads(record(Kind.SERVICE_AT_LOCATION).full)["service"]["name"] == "Café Nyt Håb"
        assert compare(at=LATER).is_well

    def test_answering_about_room(self, offer: Offer) -> None:
        set_capacity(actor=SYSTEM, offer_id=offer.id, status="free", at=LATER)

        assert service()["dk_room"] == "free"
        assert compare(at=LATER).is_well

    def test_confirming(self, offer: Offer) -> None:
        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=LATER, by_label="foreningen selv")

        assert service()["assured_date"] == "2026-11-23"

    @pytest.mark.parametrize("act", [hide_offer, remove_offer])
    def test_hiding_and_removing(self, offer: Offer, act: Any) -> None:
        act(actor=SYSTEM, offer_id=offer.id, at=LATER)

        for kind in (*OFFER_KINDS, Kind.ORGANIZATION):
            gone = record(kind)
            assert gone.gone_at == LATER
            assert gone.full == gone.brief == gone.digest == gone.folded == ""
        assert not any(model.objects.exists() for model in (Term, Place, Area, Time))
        assert compare(at=LATER).is_well

    def test_hiding_in_the_only_municipality(self, offer: Offer) -> None:
        set_local_visibility(
            actor=SYSTEM, offer_id=offer.id, municipality_code="0461", is_shown=False, reason="Nej", at=LATER
        )

        assert record(Kind.SERVICE).gone_at == LATER

    def test_changing_the_organisation(self, offer: Offer) -> None:
        organisation = Organisation.objects.get(id=offer.organisation_id)
        data = data_of(organisation)
        save_organisation(actor=SYSTEM, at=LATER, data=replace(data, name="Nyt Håb"))

        assert json.loads(record(Kind.ORGANIZATION).full)["name"] == "Nyt Håb"
        assert service()["organization"]["name"] == "Nyt Håb"
        assert service()["last_modified"] == "2026-11-23T11:00:00.000Z"
        assert compare(at=LATER).is_well

    def test_giving_the_offer_to_somebody_else(self, offer: Offer) -> None:
        old = offer.organisation_id
        data = data_of(Organisation.objects.get(id=old))
        other = save_organisation(actor=SYSTEM, at=NOON, data=replace(data, key="andre", name="B"))
        save_offer(actor=SYSTEM, at=LATER, data=everything(organisation_id=other.organisation.id))

        assert record(Kind.ORGANIZATION, old).gone_at == LATER
        assert record(Kind.ORGANIZATION, other.organisation.id).gone_at is None
        assert compare(at=LATER).is_well


def _ids(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["id"], each["location"]["id"]) for each in found["service_at_locations"]]


class TestIds:
    def test_of_parts_survive_a_change(self, offer: Offer) -> None:
        before = service()
        first, second = everything().locations
        save_offer(actor=SYSTEM, at=LATER, data=everything(locations=(first, replace(second, name="Nu")), alert=""))
        after = service()

        assert after["service_at_locations"][1]["location"]["name"] == "Nu"
        assert _ids(after) == _ids(before)
        assert after["contacts"] == before["contacts"]
        assert after["schedules"] == before["schedules"]

    def test_of_a_part_that_moves_go_with_it(self, offer: Offer) -> None:
        ids = [each["location"]["id"] for each in service()["service_at_locations"]]
        first, second = everything().locations
        save_offer(actor=SYSTEM, at=LATER, data=everything(locations=(second, first), schedules=()))

        assert [each["location"]["id"] for each in service()["service_at_locations"]] == ids[::-1]

    def test_of_a_part_that_goes_become_a_tombstone(self, offer: Offer) -> None:
        gone = service()["service_at_locations"][1]["id"]
        first, _second = everything().locations
        save_offer(actor=SYSTEM, at=LATER, data=everything(locations=(first,)))

        assert record(Kind.SERVICE_AT_LOCATION, UUID(gone)).gone_at == LATER
        assert compare(at=LATER).is_well


class TestKeepInStep:
    def test_writes_only_what_is_new(self, offer: Offer) -> None:
        before = list(Record.objects.values_list("number", "sequence", "changed_at", "digest"))

        written = keep_in_step(actor=SYSTEM, offer_ids=[offer.id], organisation_ids=[offer.organisation_id], at=LATER)

        assert written == 0
        assert list(Record.objects.values_list("number", "sequence", "changed_at", "digest")) == before

    def test_of_what_never_was_does_nothing(self) -> None:
        assert keep_in_step(actor=SYSTEM, offer_ids=[uuid4()], organisation_ids=[uuid4()], at=NOON) == 0

    def test_gives_a_change_a_new_place_in_the_feed_and_the_old_place_in_lists(self, offer: Offer) -> None:
        before = record(Kind.SERVICE)
        save_offer(actor=SYSTEM, at=LATER, data=everything(name="Nyt"))
        after = record(Kind.SERVICE)

        assert after.number == before.number
        assert after.sequence > before.sequence

    def test_gives_what_comes_back_its_old_place_while_lists_keep_it(self, offer: Offer) -> None:
        number = record(Kind.SERVICE).number
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=LATER)
        publish_offer(actor=SYSTEM, offer_id=offer.id, at=LATER + timedelta(hours=1))

        assert record(Kind.SERVICE).number == number
        assert record(Kind.SERVICE).gone_at is None

    def test_gives_what_comes_back_after_long_a_place_at_the_end(self, offer: Offer) -> None:
        last = max(Record.objects.values_list("number", flat=True))
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=LATER)
        publish_offer(actor=SYSTEM, offer_id=offer.id, at=LATER + timedelta(days=9))

        assert record(Kind.SERVICE, offer.id).number > last
        assert Record.objects.of_kind(Kind.SERVICE).count() == 1
        assert compare(at=LATER + timedelta(days=9)).is_well

    def test_writes_what_lists_filter_by(self, offer: Offer) -> None:
        row = record(Kind.SERVICE)

        assert (row.age_min, row.age_max, row.organization_id) == (18, 99, offer.organisation_id)
        assert "cafe hab" in row.folded
        assert list(Area.objects.filter(record=row).values_list("municipality_code", flat=True)) == ["0461"]
        assert list(Place.objects.filter(record=row).values_list("lat", "lon")) == [(55.4, 10.4)]
        assert {str(each.day) for each in Time.objects.filter(record=row)} == {"TU", ""}
        assert Term.objects.filter(record=row).count() == 2
        assert Term.objects.filter(record=record(Kind.ORGANIZATION)).count() == 2

    def test_keeps_the_terms_of_an_organisation_in_step(self, offer: Offer) -> None:
        save_offer(actor=SYSTEM, at=LATER, data=everything(concepts=frozenset()))

        assert Term.objects.filter(record=record(Kind.ORGANIZATION)).count() == 1

    def test_places_of_a_service_at_one_place_are_that_one(self, offer: Offer) -> None:
        physical, virtual = Record.objects.of_kind(Kind.SERVICE_AT_LOCATION).order_by("number")

        assert (physical.parent_id, physical.organization_id) == (offer.id, offer.organisation_id)
        assert Place.objects.filter(record=physical).count() == 1
        assert not Place.objects.filter(record=virtual).exists()


class TestToldTogether:
    def test_publishes_a_batch_once(self) -> None:
        with told_together(at=NOON):
            shown()
            assert not Record.objects.exists()

        assert compare(at=NOON).is_well
        assert Record.objects.of_kind(Kind.SERVICE).count() == 1

    def test_within_another_is_told_with_it(self) -> None:
        with told_together(at=NOON):
            with told_together(at=NOON):
                shown()
            assert not Record.objects.exists()
        assert Record.objects.exists()

    def test_of_nothing_tells_nothing(self) -> None:
        with told_together(at=NOON):
            pass
        assert not Record.objects.exists()
