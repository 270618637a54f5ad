"""What goes out: everything of one's own and nothing of others', harmless in a spreadsheet, and the same back in."""

import csv
import io
import json
import zipfile
from datetime import date, datetime, time

import pytest
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.models import Entry, Reading
from brobygger.curation.models import Decision
from brobygger.curation.tests.factories import ReviewFactory
from brobygger.directory.models import DailyCount, Offer
from brobygger.directory.services import remove_offer
from brobygger.directory.services.drafts import start_draft
from brobygger.directory.tests.factories import published
from brobygger.directory.values import ContactData, LocationData, ScheduleData
from brobygger.exchange.cells import plain
from brobygger.exchange.columns import COLUMNS
from brobygger.exchange.owners import Owner
from brobygger.exchange.reading import read_table
from brobygger.exchange.selectors import exports
from brobygger.exchange.services.exports import note_export
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import MemberRole
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory

pytestmark = pytest.mark.django_db

ORDERS = ("=1+1", "+45 12 34 56 78", "-cmd", "@SUM(A1)", "'=1", "＝1")
_ALL = {"tilbud.csv", "tilbud.xlsx", "tilbud.jsonl", "alt.zip"}


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    caches["throttle"].clear()


@pytest.fixture
def owner() -> Owner:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return Owner(organisation=OrganisationFactory.create(key="sorg", name="=Sorg"))


@pytest.fixture
def town(owner: Owner) -> Owner:
    return Owner(municipality=MunicipalityFactory._meta.model.objects.get(code="0461"))


@pytest.fixture
def offer(owner: Owner, noon: datetime) -> Offer:
    PostcodeFactory(code="5000", name="Odense C")
    return published(
        key="cafe",
        organisation_id=owner.organisation.id,  # type: ignore[union-attr]
        name="=HYPERLINK(1)",
        summary="+45 er ikke et tal",
        description='Linje 1\nLinje; 2 "med tegn"',
        age_min=18,
        is_national=False,
        municipality_codes=frozenset({"0461"}),
        locations=(LocationData(name="@Huset", address="Vej 1", postcode_id="5000", municipality_id="0461"),),
        schedules=(ScheduleData(starts_on=date(2026, 11, 24), starts_at=time(14), rrule="FREQ=WEEKLY"),),
        contacts=(
            ContactData(function="Vagten", person_name="Bo Jensen", person_consented_at=noon, phone="+45 12 34 56 78"),
        ),
    )


def member_of(owner: Owner) -> Actor:
    return acting_as(MembershipFactory.create(organisation=owner.organisation, role=MemberRole.MEMBER).user)


def local(code: str = "0461") -> Actor:
    return acting_as(UserFactory(municipality_codes=[code]))


def content(response: object) -> bytes:
    return b"".join(response.streaming_content) if isinstance(response, StreamingHttpResponse) else b""  # type: ignore[arg-type]


class TestOffersToExport:
    def test_are_ones_own_and_no_others(self, owner: Owner, town: Owner, offer: Offer) -> None:
        published(key="andres", is_national=False, municipality_codes=frozenset({"0461"}))
        published(key="landet", organisation_id=owner.organisation.id)  # type: ignore[union-attr]

        def keys(actor: Actor, whose: Owner) -> set[str]:
            return {row.key for row in exports.offers_to_export(actor=actor, owner=whose)}

        assert keys(member_of(owner), owner) == {"cafe", "landet"}
        assert keys(local(), town) == {"cafe", "andres"}

    def test_are_found_by_nobody_else(self, owner: Owner, town: Owner, offer: Offer) -> None:
        stranger = member_of(Owner(organisation=OrganisationFactory.create()))
        for actor, whose in ((VISITOR, owner), (stranger, owner), (local("0751"), town), (member_of(owner), town)):
            with pytest.raises(NotFound):
                exports.offers_to_export(actor=actor, owner=whose)

    def test_are_not_an_associations_for_the_town_it_is_at_home_in(self, owner: Owner) -> None:
        with pytest.raises(NotFound):
            exports.offers_to_export(actor=local(), owner=owner)


class TestOfferRows:
    def test_say_what_the_import_understands(self, owner: Owner, offer: Offer) -> None:
        (row,) = exports.offer_rows(actor=member_of(owner), owner=owner)

        said = dict(zip(exports.HEADER, row, strict=True))
        assert (said["Id"], said["Forening"], said["Navn"]) == ("cafe", "=Sorg", "=HYPERLINK(1)")
        assert (said["Fra alder"], said["Telefon"], said["Kommuner"]) == ("18", "+45 12 34 56 78", "Odense")
        assert "Bo Jensen" not in row

    def test_leave_out_what_is_taken_down(self, owner: Owner, offer: Offer, noon: datetime) -> None:
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        assert not list(exports.offer_rows(actor=member_of(owner), owner=owner))
        assert [row["status"] for row in exports.offer_objects(actor=member_of(owner), owner=owner)] == ["removed"]


class TestOfferObjects:
    def test_name_persons_only_to_those_who_said_their_names(self, owner: Owner, town: Owner, offer: Offer) -> None:
        (own,) = exports.offer_objects(actor=member_of(owner), owner=owner)
        (towns,) = exports.offer_objects(actor=local(), owner=town)

        assert own["contacts"][0]["person_name"] == "Bo Jensen"
        assert towns["contacts"] == [{"function": "Vagten", "phone": "+45 12 34 56 78", "email": "", "hours": ""}]

    def test_come_some_at_a_time(self, owner: Owner, offer: Offer) -> None:
        published(key="dans", organisation_id=owner.organisation.id)  # type: ignore[union-attr]

        def keys(after: str) -> list[str]:
            found = exports.offer_objects_page(actor=member_of(owner), owner=owner, after=after, most=1)
            return [row["key"] for row in found]

        assert [keys(""), keys("cafe"), keys("dans")] == [["cafe"], ["dans"], []]

    def test_are_found_by_their_key(self, owner: Owner, offer: Offer) -> None:
        assert exports.offer_to_export(actor=member_of(owner), owner=owner, key="cafe") == offer.id
        with pytest.raises(NotFound):
            exports.offer_to_export(actor=member_of(owner), owner=owner, key="dans")


class TestWhatBelongsToOffers:
    def test_is_told_row_by_row(self, owner: Owner, town: Owner, offer: Offer, noon: datetime) -> None:
        DailyCount.objects.create(offer=offer, on=date(2026, 11, 21), shown=5, opened=2)
        actor, of = member_of(owner), {"actor": SYSTEM, "owner": owner}

        assert list(exports.place_rows(**of))[1:] == [
            ["cafe", "1", "physical", "@Huset", "Vej 1", "5000", "0461", "", ""]
        ]  # fmt: skip
        assert list(exports.time_rows(**of))[1:] == [["cafe", "2026-11-24", "14:00:00", "", "FREQ=WEEKLY", "", ""]]
        assert list(exports.contact_rows(**of))[1:] == [["cafe", "Vagten", "Bo Jensen", "+45 12 34 56 78", "", ""]]
        assert list(exports.contact_rows(actor=local(), owner=town))[1][2] == ""
        assert list(exports.count_rows(**of))[1:] == [["cafe", "2026-11-21", "5", "2"]]
        acts = [row[2] for row in exports.history_rows(**of)][1:]
        assert acts == ["directory.offer.created", "directory.offer.published"]
        assert [row[1] for row in exports.member_rows(actor=actor, owner=owner)][1:] != []

    def test_is_reviews_too(self, owner: Owner, town: Owner, noon: datetime) -> None:
        of_owner = {"organisation_id": owner.organisation.id}  # type: ignore[union-attr]
        ReviewFactory.create(**of_owner)
        decided = ReviewFactory.create(**of_owner, status="refused")
        Decision.objects.create(review=decided, outcome="refused", text="=Nej", decided_at=noon)

        rows = list(exports.review_rows(actor=member_of(owner), owner=owner))

        assert sorted((row[4] != "", row[6]) for row in rows[1:]) == [(False, ""), (True, "=Nej")]
        assert len(list(exports.review_rows(actor=local(), owner=town))) == 1

    def test_is_drafts_to_those_who_write_them(self, owner: Owner, town: Owner, offer: Offer, noon: datetime) -> None:
        actor = member_of(owner)
        start_draft(actor=actor, organisation_id=owner.organisation.id, at=noon)  # type: ignore[union-attr]
        start_draft(actor=actor, organisation_id=owner.organisation.id, offer_id=offer.id, at=noon)  # type: ignore[union-attr]

        drafts = list(exports.draft_objects(actor=actor, owner=owner))

        assert {draft["offer"] for draft in drafts} == {"", "cafe"}
        assert not list(exports.draft_objects(actor=local(), owner=town))
        assert len(list(exports.member_rows(actor=local(), owner=town))) == 1


class TestNoteExport:
    def test_is_in_the_book(self, owner: Owner, town: Owner, offer: Offer, noon: datetime) -> None:
        note_export(actor=member_of(owner), owner=owner, what="alt.zip", has_persons=True, at=noon)
        note_export(actor=local(), owner=town, what="alt.zip", has_persons=True, at=noon)

        noted = Entry.objects.filter(act="exchange.offers.exported").order_by("number")
        assert [(row.subject_kind, row.changes["offers"]) for row in noted] == [
            ("organisation", 1),
            ("municipality", 1),
        ]
        assert Reading.objects.get().subject_kind == "organisation"


class TestFiles:
    @pytest.fixture
    def client(self, owner: Owner, offer: Offer) -> Client:
        client = Client()
        sign_in(client, MembershipFactory.create(organisation=owner.organisation).user)
        return client

    def get(self, client: Client, name: str, kind: str = "forening", key: str = "sorg") -> HttpResponse:
        return client.get(reverse("exchange:export_file", args=[kind, key, name]))  # type: ignore[return-value]

    def test_run_nothing_in_a_spreadsheet(self, client: Client) -> None:
        response = self.get(client, "tilbud.csv")
        text = content(response)

        assert text.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
        assert rows[0] == [column.label for column in COLUMNS]
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert response["Content-Disposition"].startswith('attachment; filename="brobygger-sorg-')
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("name", ["tilbud.csv", "tilbud.xlsx"])
    def test_come_back_as_they_went(self, client: Client, owner: Owner, name: str) -> None:
        table = read_table(content(self.get(client, name)))
        (row,) = exports.offer_rows(actor=SYSTEM, owner=owner)

        assert list(table.header) == exports.HEADER
        assert [plain(cell) for cell in table.rows[0]] == row

    def test_have_no_formulas_in_excel(self, client: Client) -> None:
        with zipfile.ZipFile(io.BytesIO(content(self.get(client, "tilbud.xlsx")))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")

        assert b"<f>" not in sheet
        assert b"=HYPERLINK(1)" in sheet

    def test_hold_everything_in_one(self, client: Client) -> None:
        with zipfile.ZipFile(io.BytesIO(content(self.get(client, "alt.zip")))) as package:
            names, said = set(package.namelist()), json.loads(package.read("tilbud.jsonl"))
            contacts, members = package.read("kontakter.csv").decode(), package.read("medlemmer.csv").decode()

        assert {
            "laes-mig.txt",
            "tilbud.csv",
            "steder.csv",
            "tider.csv",
            "sager.csv",
            "historik.csv",
            "tal.csv",
        } <= names
        assert "kladder.jsonl" in names
        assert said["name"] == "=HYPERLINK(1)"
        assert ";'+45 12 34 56 78;" in contacts
        assert "@brobygger.example" in members

    def test_hold_no_persons_for_a_municipality(self, owner: Owner, offer: Offer) -> None:
        client = Client()
        sign_in(client, UserFactory(municipality_codes=["0461"]))

        for name in _ALL:
            sent = content(self.get(client, name, "kommune", "0461"))
            parts = [sent]
            if name in {"alt.zip", "tilbud.xlsx"}:
                with zipfile.ZipFile(io.BytesIO(sent)) as package:
                    parts = [package.read(part) for part in package.namelist()]
            assert parts
            assert not [part for part in parts if b"Bo Jensen" in part]

    def test_are_nobody_elses(self, owner: Owner, offer: Offer) -> None:
        for person in (
            MembershipFactory.create().user,
            UserFactory(municipality_codes=["0461"]),
            UserFactory(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"]),
            UserFactory(role=Role.GRANT_OWNER),
        ):
            client = Client()
            sign_in(client, person)
            for name in _ALL:
                assert self.get(client, name).status_code == 404
            assert client.get(reverse("exchange:export", args=["forening", "sorg"])).status_code == 404
        assert not Entry.objects.filter(act="exchange.offers.exported").exists()

    def test_are_only_the_four(self, client: Client) -> None:
        assert self.get(client, "tilbud.exe").status_code == 404

    @pytest.mark.usefixtures("still_clock")
    def test_are_not_made_without_end(self, client: Client) -> None:
        for _ in range(20):
            content(self.get(client, "tilbud.csv"))

        response = self.get(client, "tilbud.csv")
        assert response.status_code == 429
        assert "Vent ti minutter" in response.content.decode()


class TestExportPage:
    def test_leads_to_every_file(self, owner: Owner, offer: Offer) -> None:
        client = Client()
        sign_in(client, MembershipFactory.create(organisation=owner.organisation).user)

        page = client.get(reverse("exchange:export", args=["forening", "sorg"])).content.decode()

        assert all(name in page for name in _ALL)
        assert reverse("exchange:keys", args=["forening", "sorg"]) in page

    def test_offers_no_keys_to_those_who_do_not_decide(self, owner: Owner) -> None:
        client = Client()
        sign_in(client, MembershipFactory.create(organisation=owner.organisation, role=MemberRole.MEMBER).user)

        page = client.get(reverse("exchange:export", args=["forening", "sorg"])).content.decode()

        assert "noegler" not in page
        assert client.get(reverse("exchange:keys", args=["forening", "sorg"])).status_code == 404
