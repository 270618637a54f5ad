"""What came from elsewhere goes out as it came."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.directory.events import told_together
from brobygger.directory.models import Offer
from brobygger.directory.services import hide_offer, save_offer
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import NotFound
from brobygger.opendata.models import Kind, Origin, Record
from brobygger.opendata.selectors.verifying import compare
from brobygger.opendata.services import drop_origin, keep_origin
from brobygger.opendata.tests.judges import EXAMPLES
from brobygger.opendata.tests.rich import LATER, NOON, everything, shown
from brobygger.organisations.services import save_organisation
from brobygger.organisations.services.organisations import OrganisationData

pytestmark = pytest.mark.django_db
SOURCE = uuid4()


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    return found


def keep(subject_id: UUID, raw: dict[str, Any], *, kind: Kind = Kind.SERVICE, **values: Any) -> Origin:
    given: dict[str, Any] = {"thing_id": UUID(raw["id"]), "source_id": SOURCE, "foreign_id": raw["id"], "at": LATER}
    return keep_origin(actor=SYSTEM, kind=kind, subject_id=subject_id, raw=raw, **{**given, **values})


def published(kind: Kind, thing_id: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Record.objects.get(kind=kind, thing_id=thing_id).full)
    return found


@pytest.fixture
def offer() -> Offer:
    return shown()


class TestKeepOrigin:
    def test_the_example_of_the_standard_goes_out_as_it_came(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.organisation_id, raw["organization"], kind=Kind.ORGANIZATION)
        keep(offer.id, raw)

        ours = published(Kind.SERVICE, raw["id"])

        ours["attributes"] = [each for each in ours["attributes"] if each["link_type"] == "link_type"]
        assert ours == raw
        assert compare(at=LATER).is_well

    def test_so_does_an_organisation(self, offer: Offer) -> None:
        raw = example("organization_full.json")
        keep(offer.organisation_id, raw, kind=Kind.ORGANIZATION)

        assert published(Kind.ORGANIZATION, raw["id"]) == raw
        assert published(Kind.SERVICE, offer.id)["organization"] == raw
        assert compare(at=LATER).is_well

    def test_its_places_are_the_sources(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)

        (part,) = Record.objects.of_kind(Kind.SERVICE_AT_LOCATION).here()

        assert part.thing_id == UUID(raw["service_at_locations"][0]["id"])
        assert json.loads(part.full)["service"]["funding"] == raw["funding"]

    def test_the_rows_own_id_leads_to_the_new_one(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)

        assert Record.objects.get(kind=Kind.SERVICE, thing_id=offer.id).moved_to == UUID(raw["id"])

    def test_what_is_changed_here_is_published_beside_what_we_have_no_field_for(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)
        at = LATER + timedelta(days=1)
        save_offer(actor=SYSTEM, at=at, data=everything(name="Café Nyt"))

        ours = published(Kind.SERVICE, raw["id"])

        assert (ours["name"], ours["funding"]) == ("Café Nyt", raw["funding"])
        assert ours["last_modified"] == "2026-11-24T11:00:00.000Z"
        assert compare(at=at).is_well

    def test_an_id_that_is_anothers_is_not_taken(self, offer: Offer) -> None:
        other = shown(key="anden")
        raw = {"id": str(other.id), "name": "Café", "status": "active"}

        origin = keep(offer.id, raw, foreign_id="1")

        assert origin.thing_id not in (other.id, offer.id)
        assert published(Kind.SERVICE, other.id)["dk_key"] == "anden"

    def test_two_sources_with_one_id_are_two_things(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)
        other = keep(shown(key="anden").id, raw, source_id=uuid4())

        assert other.thing_id != UUID(raw["id"])
        assert Record.objects.of_kind(Kind.SERVICE).here().count() == 2

    def test_places_without_an_id_are_no_things(self, offer: Offer) -> None:
        keep(offer.id, {**example("service_full.json"), "service_at_locations": [{"id": "7"}]})

        assert not Record.objects.of_kind(Kind.SERVICE_AT_LOCATION).here().exists()

    def test_the_same_again_writes_nothing(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)
        before = list(Record.objects.values_list("thing_id", "sequence"))

        keep(offer.id, raw, at=LATER + timedelta(days=1))

        assert list(Record.objects.values_list("thing_id", "sequence")) == before

    def test_in_a_batch_is_mapped_once_when_the_batch_is_told(self, offer: Offer) -> None:
        raw = example("service_full.json")

        with told_together(at=LATER):
            assert keep(offer.id, raw).mapped == {}

        assert Origin.objects.get().mapped["name"] == offer.name
        assert compare(at=LATER).is_well

    def test_what_nobody_sees_is_mapped_at_once(self, offer: Offer) -> None:
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        with told_together(at=LATER):
            assert keep(offer.id, example("service_full.json")).mapped["name"] == offer.name

    def test_needs_a_row(self) -> None:
        with pytest.raises(NotFound):
            keep(uuid4(), example("service_full.json"))


class TestDropOrigin:
    def test_publishes_our_own_words_under_our_own_id(self, offer: Offer) -> None:
        raw = example("service_full.json")
        keep(offer.id, raw)
        drop_origin(actor=SYSTEM, kind=Kind.SERVICE, subject_id=offer.id, at=LATER)

        assert published(Kind.SERVICE, offer.id)["name"] == "Café Håb"
        assert Record.objects.get(kind=Kind.SERVICE, thing_id=raw["id"]).moved_to == offer.id
        assert compare(at=LATER).is_well

    def test_of_what_has_none_does_nothing(self, offer: Offer) -> None:
        drop_origin(actor=SYSTEM, kind=Kind.SERVICE, subject_id=offer.id, at=LATER)

        assert Record.objects.here().count() == 4

    def test_of_one_that_kept_its_id_leads_nowhere_else(self, offer: Offer) -> None:
        keep(offer.id, {**example("service_full.json"), "id": str(offer.id)})
        drop_origin(actor=SYSTEM, kind=Kind.SERVICE, subject_id=offer.id, at=LATER)

        assert published(Kind.SERVICE, offer.id)["name"] == "Café Håb"

    def test_of_an_organisation_too(self, offer: Offer) -> None:
        keep(offer.organisation_id, example("organization_full.json"), kind=Kind.ORGANIZATION)
        drop_origin(actor=SYSTEM, kind=Kind.ORGANIZATION, subject_id=offer.organisation_id, at=LATER)

        assert published(Kind.SERVICE, offer.id)["organization"]["name"] == "Håbet"
        assert compare(at=LATER).is_well


class TestOrganisationsOfSources:
    def test_without_an_offer_are_not_published(self) -> None:
        data = OrganisationData(key="tom", name="Tom", kind="association")
        saved = save_organisation(actor=SYSTEM, at=NOON, data=data)
        keep(saved.organisation.id, example("organization_full.json"), kind=Kind.ORGANIZATION)

        assert not Record.objects.of_kind(Kind.ORGANIZATION).exists()
