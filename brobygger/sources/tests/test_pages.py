"""The pages of sources: put one down, try it, see what would happen, say yes; and nobody else's door."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.directory.models import Offer
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory
from brobygger.places.models import Municipality
from brobygger.sources.merging import FIELD_NAMES
from brobygger.sources.models import Rhythm, Run, RunState, Source, SourceFile, TermMapping, Thing, Trust
from brobygger.sources.services import work_on_run
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, SourceFactory, ThingFactory, service

pytestmark = pytest.mark.django_db

TERM = {"id": str(uuid4()), "taxonomy_term": {"id": str(uuid4()), "name": "Netværk", "code": "N1", "taxonomy": "Deres"}}


def browser(role: Role, *codes: str) -> Client:
    client = Client()
    sign_in(client, UserFactory.create(role=role, municipality_codes=list(codes)))
    return client


@pytest.fixture
def national(odense: Municipality) -> Client:
    return browser(Role.NATIONAL_ADMINISTRATOR)


@pytest.fixture
def local(odense: Municipality) -> Client:
    return browser(Role.LOCAL_ADMINISTRATOR, "0461")


def filled(**values: Any) -> dict[str, Any]:
    return {
        "name": "Frivilligcentret", "trust": "shown", "edits": "ours", "rhythm": "never", "grace_days": "14",
        "address": "https://kilde.example/", **values,
    }  # fmt: skip


class TestNew:
    def test_makes_a_source_of_ones_own_town(self, local: Client) -> None:
        assert "Frederiksberg" not in local.get(reverse("sources:new")).content.decode()

        local.post(reverse("sources:new"), filled(owner="0461"))

        source = Source.objects.get()
        assert (source.key, source.municipality_id, source.trust) == ("frivilligcentret", "0461", Trust.SHOWN)
        assert source.name in local.get(reverse("sources:sources")).content.decode()

    def test_the_nation_is_not_a_towns(self, local: Client) -> None:
        assert local.post(reverse("sources:new"), filled(owner="")).status_code == 404
        assert not Source.objects.exists()

    def test_takes_a_file_and_an_organisation(self, national: Client) -> None:
        organisation = OrganisationFactory.create(key="haabet")
        file = SimpleUploadedFile("tilbud.json", b"{}")

        national.post(reverse("sources:new"), filled(owner="", organisation="haabet", address="", file=file))

        source = Source.objects.get()
        assert source.organisation_id == organisation.id
        assert bytes(SourceFile.objects.get(source=source).content) == b"{}"
        assert "tilbud.json" in national.get(reverse("sources:source", args=[source.key])).content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"address": "ftp://x"}, {"organisation": "findes-ikke"}, {"grace_days": "400"}]
    )
    def test_says_what_is_missing(self, national: Client, wrong: dict[str, Any]) -> None:
        answer = national.post(reverse("sources:new"), filled(owner="", **wrong))

        assert answer.status_code == 422
        assert not Source.objects.exists()


class TestChange:
    def test_keeps_what_is_chosen(self, national: Client, source: Source) -> None:
        address = reverse("sources:change", args=[source.key])
        assert source.name in national.get(address).content.decode()

        national.post(address, filled(rhythm="daily", edits="theirs_except", our_fields=["name"], is_paused="on"))

        changed = Source.objects.get()
        assert (changed.rhythm, changed.our_fields, changed.is_paused) == (Rhythm.DAILY, ["name"], True)
        assert national.post(address, filled(name="")).status_code == 422
        assert national.post(address, filled(address="ftp://x")).status_code == 422


class TestRun:
    def test_shows_what_would_happen_and_then_does_it(self, national: Client, source: Source, read: Reader) -> None:
        read(service(1), service(2, name=""), is_dry=True)
        begun = national.post(reverse("sources:read", args=[source.key]))
        assert "Vi læser kilden" in national.get(begun["Location"]).content.decode()
        again = national.post(reverse("sources:read", args=[source.key]))
        assert again.status_code == 409

        run = Run.objects.get(state=RunState.READING)
        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)
        page = national.get(begun["Location"]).content.decode()
        assert "Torsdagscafé 1" in page
        assert "Læg én ændring ind" in page
        assert "Tilbuddet har ikke noget navn." in page

        go = reverse("sources:act_on_run", args=[run.id])
        national.post(go, {"go": "laeg-ind"})
        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)

        assert Offer.objects.get().name == "Torsdagscafé 1"
        assert "lagt ind 1" in national.get(begun["Location"] + "?vis=lagt-ind&side=1").content.decode()
        assert national.post(go, {"go": "laeg-ind"}).status_code == 409
        assert national.post(go, {"go": "hvad som helst"}).status_code == 302

    def test_may_be_left(self, national: Client, source: Source, read: Reader) -> None:
        run, _ = read(service(1), is_dry=True)

        national.post(reverse("sources:act_on_run", args=[run.id]), {"go": "drop"})

        assert Run.objects.get().state == RunState.DROPPED

    def test_has_pages(self, national: Client, read: Reader) -> None:
        run, _ = read(*(service(number) for number in range(60)), is_dry=True)
        address = reverse("sources:run", args=[run.id])

        assert "vis=&amp;side=2" in national.get(address).content.decode()
        assert "side=1" in national.get(address + "?side=2").content.decode()


class TestTerms:
    def test_are_chosen(self, national: Client, source: Source, read: Reader) -> None:
        assert "ingen fremmede ord" in national.get(reverse("sources:terms", args=[source.key])).content.decode()
        read(service(1, attributes=[TERM]), is_dry=True)
        address = reverse("sources:terms", args=[source.key])
        assert "Netværk" in national.get(address).content.decode()

        term = TermMapping.objects.get()
        assert national.post(address, {f"ord-{term.id}": "findes-ikke"}).status_code == 422
        national.post(address, {f"ord-{term.id}": "-", "ord-x": "-"})

        assert TermMapping.objects.get().state == "left_out"


def at_offer(offer: Offer) -> str:
    return reverse("sources:offer", args=[offer.id])


class TestOffer:
    @pytest.fixture
    def offer(self, source: Source) -> Offer:
        offer = published(key="cafe", name="Café")
        ThingFactory.create(source=source, offer=offer)
        return offer

    def test_says_which_source_said_each_field_and_what_was_changed_here(self, national: Client, offer: Offer) -> None:
        page = national.get(at_offer(offer)).content.decode()

        assert "Tilbuddet kommer fra Frivilligjob." in page
        assert "Ét felt er rettet her siden." in page
        assert page.count("Frivilligjob, 22. november 2026") == 2
        assert "rettet her siden</span>" in page

    def test_calls_every_field_by_a_name_people_read(self, national: Client, source: Source) -> None:
        offer = published(key="klub")
        ThingFactory.create(source=source, offer=offer, said_at=dict.fromkeys(sorted(FIELD_NAMES), NOON.isoformat()))

        page = national.get(at_offer(offer)).content.decode()

        assert "<dt>Kildens egne ord</dt>" in page
        assert "<dt>Kildens år</dt>" in page
        assert not [name for name in FIELD_NAMES if f"<dt>{name}</dt>" in page]

    def test_names_the_source_to_everybody_as_it_wants_to_be_named(self, source: Source, offer: Offer) -> None:
        address = reverse("web:offer", args=[offer.key])
        by_name = Client().get(address).content.decode()
        Source.objects.update(attribution="Frivilligjob.dk, frit til brug", licence="CC BY 4.0")

        assert "Oplysningerne kommer fra Frivilligjob." in by_name
        said = Client().get(f"{address}?igen").content.decode()
        assert "Oplysningerne kommer fra Frivilligjob.dk, frit til brug (CC BY 4.0)." in said
        assert (
            "Oplysningerne kommer fra"
            not in Client().get(reverse("web:offer", args=[published(key="vores").key])).content.decode()
        )

    def test_is_led_to_from_what_a_reading_came_to(self, national: Client, read: Reader) -> None:
        run, _ = read(service(1))
        address = at_offer(Offer.objects.get())

        assert address in national.get(reverse("sources:run", args=[run.id])).content.decode()
        assert "Her står det samme som hos kilden." in national.get(address).content.decode()

    def test_says_since_when_it_is_gone_at_its_source(self, national: Client, offer: Offer) -> None:
        Thing.objects.update(missing_since=NOON)

        assert "ikke været hos kilden siden 22. november 2026" in national.get(at_offer(offer)).content.decode()

    def test_is_open_to_the_association_and_leads_it_home(self, offer: Offer) -> None:
        client = Client()
        sign_in(client, MembershipFactory.create(organisation=offer.organisation).user)

        page = client.get(at_offer(offer)).content.decode()

        assert "Frivilligjob" in page
        assert reverse("organisations:mine") in page
        assert reverse("sources:source", args=["frivilligjob"]) not in page

    def test_is_open_to_those_who_keep_the_source_alone(self, odense: Municipality, local: Client) -> None:
        offer = published(key="landsdaekkende", is_national=True, municipality_codes=frozenset())
        ThingFactory.create(source__municipality=odense, offer=offer)

        assert local.get(at_offer(offer)).status_code == 200

    def test_is_not_there_for_others_nor_for_what_was_written_here(self, national: Client, offer: Offer) -> None:
        stranger = Client()
        sign_in(stranger, MembershipFactory.create().user)

        assert stranger.get(at_offer(offer)).status_code == 404
        assert national.get(at_offer(published(key="vores-eget"))).status_code == 404
        assert national.get(reverse("sources:offer", args=[uuid4()])).status_code == 404


class TestIsolation:
    @pytest.mark.parametrize("door", ["source", "change", "terms", "read"])
    def test_another_towns_source_is_not_there(self, local: Client, door: str) -> None:
        aalborg = Municipality.objects.create(
            code="0851", name="Aalborg", slug="aalborg", region=Municipality.objects.get().region, population=1,
            population_year=2026, lat=57, lon=9.9,
        )  # fmt: skip
        other = SourceFactory.create(key="andres", municipality=aalborg)

        address = reverse(f"sources:{door}", args=[other.key])

        assert (local.post if door == "read" else local.get)(address).status_code == 404

    def test_associations_keep_none(self, odense: Municipality) -> None:
        client = browser(Role.ASSOCIATION_MEMBER)

        assert client.get(reverse("sources:sources")).status_code == 404
        assert client.get(reverse("sources:new")).status_code == 404
        assert client.get(reverse("sources:run", args=[uuid4()])).status_code == 404


class TestDesk:
    def test_leads_to_the_sources_and_those_that_cannot_be_read(
        self, national: Client, read: Callable[..., Any]
    ) -> None:
        read(service(1), breaks_after=0)

        assert "Kan ikke læses lige nu." in national.get(reverse("accounts:home")).content.decode()
