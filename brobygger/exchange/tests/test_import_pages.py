"""The pages of an import: a file in, its columns, every row's outcome, put in, undone; and nobody else's door."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.models import User
from brobygger.accounts.tests.factories import sign_in
from brobygger.directory.models import Draft, Offer
from brobygger.exchange.models import Import, ImportStatus
from brobygger.exchange.owners import Owner
from brobygger.exchange.services.imports import choose_columns, start_import
from brobygger.exchange.tasks import are_files_waiting
from brobygger.exchange.tests.importing import CAFE, association_person, local_person, table
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory

pytestmark = pytest.mark.django_db

CSV = """Navn;Kort fortalt;Adresse;Postnr;Tlf
Torsdagscafé;Kaffe og snak.;Torvet 1;5000;12 34 56 78
;Uden navn;Torvet 1;9999;
"""


@pytest.fixture
def organisation() -> Organisation:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    PostcodeFactory(code="5000", name="Odense C", municipality=odense)
    return OrganisationFactory.create(name="Håbet", key="haabet", municipality=odense)


@pytest.fixture
def person(organisation: Organisation) -> User:
    return association_person(organisation)


@pytest.fixture
def client(person: User) -> Client:
    return browser_of(person)


def browser_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def upload(client: Client, content: bytes | str, *, name: str = "tilbud.csv", to: str = "") -> object:
    data = content.encode() if isinstance(content, str) else content
    address = to or reverse("exchange:imports", args=["forening", "haabet"])
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def mapped(client: Client) -> Import:
    """Send a file and say that the columns are guessed right."""
    upload(client, CSV)
    imported = Import.objects.get()
    client.post(reverse("exchange:import_columns", args=[imported.id]), {"kolonne": imported.mapping})
    return Import.objects.get()


def act(client: Client, imported: Import, go: str) -> object:
    return client.post(reverse("exchange:act_on_import", args=[imported.id]), {"go": go}, follow=True)


def page(client: Client, imported: Import, query: str = "") -> str:
    return client.get(reverse("exchange:import", args=[imported.id]) + query).content.decode()


class TestUpload:
    def test_leads_to_the_columns_with_a_guess(self, client: Client) -> None:
        answer = upload(client, CSV)

        imported = Import.objects.get()
        assert answer.url == reverse("exchange:import_columns", args=[imported.id])  # type: ignore[attr-defined]
        assert imported.mapping == ["name", "summary", "places-0-address", "places-0-postcode", "contacts-0-phone"]
        shown = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
        assert "»Torsdagscafé«" in shown
        assert client.get(reverse("exchange:import", args=[imported.id])).status_code == 302

    @pytest.mark.parametrize("content", [b"", b"MZ\x90\x00\x03\x00\x00", b"PK\x03\x04i stykker", b"Navn\r\n"])
    def test_says_kindly_what_it_does_not_take(self, client: Client, content: bytes) -> None:
        answer = upload(client, content, name="program.exe")

        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert not Import.objects.exists()

    def test_refuses_what_is_too_large(self, client: Client) -> None:
        assert upload(client, b"x" * (20 * 1024 * 1024 + 1)).status_code == 422  # type: ignore[attr-defined]

    def test_asks_for_a_file(self, client: Client) -> None:
        answer = client.post(reverse("exchange:imports", args=["forening", "haabet"]))

        assert "Vælg en fil" in answer.content.decode()

    def test_shows_what_was_sent_before(self, client: Client) -> None:
        upload(client, CSV)

        assert "tilbud.csv" in client.get(reverse("exchange:imports", args=["forening", "haabet"])).content.decode()

    def test_has_an_empty_sheet_to_begin_with(self, client: Client) -> None:
        lines = client.get(reverse("exchange:import_template")).content.decode("utf-8-sig")

        assert lines.startswith("Id;Forening;Navn;")


class TestColumns:
    def test_are_asked_for_again_when_they_make_no_sense(self, client: Client) -> None:
        upload(client, CSV)
        address = reverse("exchange:import_columns", args=[Import.objects.get().id])

        answer = client.post(address, {"kolonne": ["name", "name"]})

        assert answer.status_code == 422
        assert "kan ikke begge være »Navn«" in answer.content.decode()

    def test_of_a_wide_file_are_read_as_far_as_they_are_asked_about(self, client: Client) -> None:
        names = ";".join(f"Kolonne nr. {number}" for number in range(160))
        upload(client, f"{names}\n{names}\n")

        answer = client.get(reverse("exchange:import_columns", args=[Import.objects.get().id]))

        assert answer.content.decode().count("<select") == 150
        assert "De sidste 10 kolonner" in answer.content.decode()

    def test_can_be_chosen_again_until_it_is_put_in(self, client: Client) -> None:
        imported = mapped(client)
        address = reverse("exchange:import_columns", args=[imported.id])

        assert client.get(address).status_code == 200
        act(client, imported, "laeg-ind")
        assert client.get(address).status_code == 302


class TestRows:
    def test_are_shown_with_what_they_come_to_and_what_is_wrong_where(self, client: Client) -> None:
        imported = mapped(client)

        shown = page(client, imported)

        assert imported.status == ImportStatus.CHECKED
        assert "Læg én række ind" in shown
        assert "Kolonne »Postnr«:" in shown
        assert "Torsdagscafé" not in page(client, imported, "?vis=fejl")
        assert "Torsdagscafé" in page(client, imported, "?vis=nye&side=1")
        assert page(client, imported, "?vis=findes-ikke&side=x").count("<li") > 1
        assert not Draft.objects.exists()

    def test_with_errors_can_be_taken_home_as_a_file(self, client: Client) -> None:
        answer = client.get(reverse("exchange:import_errors", args=[mapped(client).id]))

        assert "3;;Postnr;" in answer.content.decode("utf-8-sig")
        assert answer["Content-Type"].startswith("text/csv")

    def test_are_put_in_and_undone(self, client: Client) -> None:
        imported = mapped(client)

        done = act(client, imported, "laeg-ind").content.decode()  # type: ignore[attr-defined]
        assert "Ét tilbud er sendt til godkendelse" in done
        assert Draft.objects.under_way().count() == 1  # type: ignore[attr-defined]

        undone = act(client, imported, "fortryd").content.decode()  # type: ignore[attr-defined]
        assert "taget tilbage" in undone
        assert not Draft.objects.under_way().exists()  # type: ignore[attr-defined]

    def test_are_many_pages_of_a_long_file(self, client: Client) -> None:
        lines = "\n".join(f"Café {number};Kaffe." for number in range(60))
        upload(client, f"Navn;Kort fortalt\n{lines}\n")
        imported = Import.objects.get()
        client.post(reverse("exchange:import_columns", args=[imported.id]), {"kolonne": imported.mapping})

        assert "Café 59" not in page(client, imported)
        assert "Næste rækker" in page(client, imported)
        assert "Café 59" in page(client, imported, "?vis=nye&side=2")

    def test_are_thrown_away(self, client: Client) -> None:
        act(client, mapped(client), "smid-vaek")

        assert not Import.objects.exists()

    def test_are_not_put_in_twice(self, client: Client) -> None:
        imported = mapped(client)
        act(client, imported, "laeg-ind")

        answer = client.post(reverse("exchange:act_on_import", args=[imported.id]), {"go": "laeg-ind"})

        assert answer.status_code == 409
        assert Draft.objects.count() == 1


class TestWorkThatIsLeft:
    def test_is_shown_and_done_by_the_worker(self, client: Client, person: User, organisation: Organisation) -> None:
        at, owner = timezone.now(), Owner(organisation=organisation)
        imported = start_import(actor=acting_as(person), owner=owner, table=table(CAFE), file_name="x.csv", at=at)
        assert not are_files_waiting()
        choose_columns(actor=acting_as(person), import_id=imported.id, mapping=imported.mapping, at=at)

        assert are_files_waiting()
        assert "0 af 1 rækker" in page(client, imported)
        said = io.StringIO()
        call_command("imports", "--json", stdout=said)

        assert said.getvalue().strip() == '{"files": 1}'
        assert Import.objects.get().status == ImportStatus.CHECKED
        assert not are_files_waiting()

    def test_goes_on_after_whoever_did_it_was_killed(
        self, client: Client, person: User, organisation: Organisation
    ) -> None:
        at = timezone.now()
        imported = start_import(
            actor=acting_as(person), owner=Owner(organisation=organisation), table=table(CAFE), file_name="x", at=at
        )
        choose_columns(actor=acting_as(person), import_id=imported.id, mapping=imported.mapping, at=at)
        Import.objects.update(leased_until=at + timedelta(hours=1))
        call_command("imports", stdout=io.StringIO())
        assert Import.objects.get().status == ImportStatus.CHECKING

        Import.objects.update(leased_until=at - timedelta(seconds=1))
        act(client, imported, "videre")

        assert Import.objects.get().status == ImportStatus.CHECKED


class TestOthers:
    def test_find_nothing_here(self, client: Client, noon: datetime) -> None:
        imported = mapped(client)
        doors = [
            reverse("exchange:imports", args=["forening", "haabet"]),
            reverse("exchange:imports", args=["kommune", "0461"]),
            reverse("exchange:imports", args=["forening", "findes-ikke"]),
            reverse("exchange:import", args=[imported.id]),
            reverse("exchange:import_columns", args=[imported.id]),
            reverse("exchange:import_errors", args=[imported.id]),
        ]
        MunicipalityFactory(code="0751", name="Aarhus", slug="aarhus")
        for stranger in (association_person(OrganisationFactory.create()), local_person("0751")):
            other = browser_of(stranger)

            assert {other.get(door).status_code for door in doors} == {404}
            assert {other.post(door).status_code for door in doors} <= {404, 405}
            assert act(other, imported, "laeg-ind").status_code == 404  # type: ignore[attr-defined]

        assert not Offer.objects.exists()
        assert Import.objects.get().status == ImportStatus.CHECKED

    def test_with_a_municipality_put_in_for_it(self, organisation: Organisation) -> None:
        local = browser_of(local_person("0461"))
        content = "Forening;Navn;Kort fortalt;Adresse;Postnr\nHåbet;Torsdagscafé;Kaffe;Torvet 1;5000\n"
        upload(local, content, to=reverse("exchange:imports", args=["kommune", "0461"]))
        imported = Import.objects.get()
        local.post(reverse("exchange:import_columns", args=[imported.id]), {"kolonne": imported.mapping})

        assert "Ét tilbud vises nu" in act(local, imported, "laeg-ind").content.decode()  # type: ignore[attr-defined]
        assert Offer.objects.get().name == "Torsdagscafé"
