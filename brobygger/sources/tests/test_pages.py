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
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.models import Municipality
from brobygger.sources.models import Rhythm, Run, RunState, Source, SourceFile, TermMapping, Trust
from brobygger.sources.services import work_on_run
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, SourceFactory, service

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
