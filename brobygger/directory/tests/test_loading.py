"""Files of offers: good lines load whole, bad lines say why, and the second run changes nothing."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from brobygger.directory import mapping
from brobygger.directory.jsonl import LONGEST_LINE, read_lines
from brobygger.directory.models import Offer, Status
from brobygger.directory.services import hide_offer, load_offers
from brobygger.directory.tests.factories import NOON
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory, RegionFactory
from brobygger.search.models import IndexedDocument
from brobygger.taxonomy.tests.factories import ConceptFactory

GOOD: dict[str, Any] = {
    "id": "cafe-odense",
    "organization": {"name": "Caféens Venner", "type": "forening", "website": "cafe.example", "cvr": None},
    "name": "Caféen",
    "summary": "Kaffe og snak.",
    "activities": ["café"],
    "challenges": ["ensomhed"],
    "target_groups": ["ældre", "voksne", "pårørende"],
    "roles_open": ["bruger"],
    "municipality": "Odense",
    "municipality_code": "0461",
    "postal_code": "5000",
    "address": "Gaden 1",
    "delivery": ["fremmøde"],
    "price": "gratis",
    "schedule": "Tirsdag kl. 10-12",
    "signup": "anonymt, mød op",
    "languages": ["da"],
    "accessibility": "lift til 1. sal",
    "source_url": "https://example.org/cafe",
    "source_year": 2019,
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(*records: Any) -> Path:
        path = tmp_path / "tilbud.jsonl"
        lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return _write


@pytest.fixture
def places(db: None) -> None:
    odense = MunicipalityFactory.create(code="0461", name="Odense", slug="odense")
    PostcodeFactory.create(code="5000", name="Odense C", municipality=odense)
    RegionFactory.create(code="1082", name="Midtjylland")
    for key, facet in (("moedested", "activity"), ("ensomhed", "need"), ("aeldre", "target")):
        ConceptFactory.create(key=key, facet=facet)


def load(path: Path, **options: Any) -> Any:
    return load_offers(actor=SYSTEM, at=NOON, path=path, **options)


class TestReadLines:
    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b"{", "ikke JSON"),
            (b"\xff\xfe", "UTF-8"),
            (b"[1]", "objekt"),
            (b"x" * (LONGEST_LINE + 1), "længere"),
            (b"[" * 60_000, "ikke JSON"),
            (json.dumps({**GOOD, "id": "Stor"}).encode(), "id: skal"),
            (json.dumps({**GOOD, "name": ""}).encode(), "name: mangler"),
            (json.dumps({**GOOD, "name": 7}).encode(), "name: skal være tekst"),
            (json.dumps({**GOOD, "name": "a\0b"}).encode(), "styretegn"),
            (json.dumps({**GOOD, "activities": "café"}).encode(), "liste"),
            (json.dumps({**GOOD, "lat": "nord"}).encode(), "et tal"),
            (json.dumps({**GOOD, "lat": float("nan")}).encode(), "et tal"),
            (json.dumps({**GOOD, "age_min": 1.5}).encode(), "helt tal"),
            (json.dumps({**GOOD, "postal_code": "50000"}).encode(), "fire cifre"),
            (json.dumps({**GOOD, "organization": "Caféen"}).encode(), "objekt med navn"),
        ],
    )
    def test_says_what_is_wrong_with_a_line(self, line: bytes, words: str) -> None:
        [read] = read_lines([line])

        assert read.record is None
        assert words in " ".join(read.errors)

    def test_tells_everything_that_is_wrong_at_once(self) -> None:
        [read] = read_lines([json.dumps({"id": "x"}).encode()])

        assert len(read.errors) == 3

    def test_tolerates_marks_blank_lines_and_lost_zeros(self) -> None:
        record = {**GOOD, "municipality_code": 461, "postal_code": "", "accessibility": ["a", "b"], "hest": 1}
        record["organization"] = {**GOOD["organization"], "cvr": 25300823, "ko": 1}

        [read] = read_lines([b"\xef\xbb\xbf" + json.dumps(record).encode(), b"  \n"])

        assert read.record
        assert read.record.municipality_code == "0461"
        assert (read.record.accessibility, read.record.organization.cvr) == ("a; b", "25300823")
        assert read.unknown_fields == ("hest", "organization.ko")

    def test_an_id_counts_once(self) -> None:
        line = json.dumps(GOOD).encode()

        assert "linje 1" in list(read_lines([line, line]))[1].errors[0]


@pytest.mark.usefixtures("places")
class TestLoadOffers:
    def test_makes_and_shows_an_offer_as_the_source_says(self, write: Write) -> None:
        report = load(write(GOOD))

        offer = Offer.objects.for_page().get()
        location = offer.at_locations.get().location
        assert (report.created, report.errors, report.unmapped[0].value) == (("cafe-odense",), (), "voksne")
        assert (offer.status, offer.price_kind, offer.signup) == (Status.PUBLISHED, "free", "drop_in")
        assert (offer.audience, offer.signup_note) == ("Ældre, voksne og pårørende", "anonymt, mød op")
        assert (location.address, location.point_precision) == ("Gaden 1", "postcode")
        assert offer.organisation.website == "https://cafe.example"
        assert offer.organisation.municipality_id == "0461"
        assert {concept.key for concept in offer.concepts.all()} == {"moedested", "ensomhed", "aeldre"}
        assert offer.accessibility == ["lift"]
        assert IndexedDocument.objects.count() == 1

    def test_the_second_run_changes_nothing(self, write: Write) -> None:
        load(write(GOOD))

        report = load(write(GOOD))

        assert (report.created, report.changed, report.unchanged) == ((), (), ("cafe-odense",))

    def test_a_changed_line_changes_the_offer_but_not_what_a_curator_said_of_the_organisation(
        self, write: Write
    ) -> None:
        load(write(GOOD))
        row = Organisation.objects.get()
        save_organisation(
            actor=SYSTEM,
            at=NOON,
            data=OrganisationData(key=row.key, name=row.name, kind="church", municipality_id="0461"),
        )

        report = load(write({**GOOD, "name": "Den nye café"}))

        assert report.changed == ("cafe-odense",)
        row.refresh_from_db()
        assert (row.kind, row.website) == ("church", "https://cafe.example")

    def test_a_hidden_offer_stays_hidden(self, write: Write) -> None:
        load(write(GOOD))
        hide_offer(actor=SYSTEM, offer_id=Offer.objects.get().id, at=NOON)

        load(write({**GOOD, "name": "Ny"}))

        assert Offer.objects.get().status == Status.HIDDEN

    def test_a_bad_line_does_not_stop_the_good_ones(self, write: Write) -> None:
        bad = {**GOOD, "id": "daarlig", "age_min": 40, "age_max": 20}
        steps: list[tuple[int, int]] = []

        report = load(write("{", bad, GOOD), progress=lambda done, total: steps.append((done, total)))

        assert [(error.line, error.key) for error in report.errors] == [(1, ""), (2, "daarlig")]
        assert report.created == ("cafe-odense",)
        assert steps[-1] == (3, 3)

    def test_a_dry_run_takes_it_all_back(self, write: Write) -> None:
        report = load(write(GOOD), is_dry_run=True)

        assert report.created == ("cafe-odense",)
        assert report.is_dry_run
        assert not Offer.objects.exists()
        assert not IndexedDocument.objects.exists()

    def test_words_no_rule_knows_are_told_and_kept(self, write: Write) -> None:
        strange = {
            **GOOD,
            "organization": {"name": "Klubben", "type": "klub"},
            "activities": ["drager"],
            "delivery": ["brevdue"],
            "price": "en sang",
            "schedule": "Når månen er fuld",
            "signup": "fløjt",
            "accessibility": "stige",
            "hest": 1,
        }

        report = load(write(strange))

        told = {(word.field, word.value) for word in report.unmapped}
        assert {("organization.type", "klub"), ("activities", "drager"), ("delivery", "brevdue"), ("price", "en sang"),
                ("schedule", "Når månen er fuld"), ("signup", "fløjt"), ("accessibility", "stige"),
                ("hest", "")} <= told  # fmt: skip
        offer = Offer.objects.get()
        assert "drager" in offer.tags
        assert (offer.price_note, offer.schedule_note, offer.signup_note) == ("en sang", "Når månen er fuld", "fløjt")

    @pytest.mark.parametrize(
        ("where", "national", "regions"),
        [({"address": None}, True, []), ({"address": "Region Midtjylland"}, False, ["1082"])],
    )
    def test_no_municipality_means_the_country_or_a_named_area(
        self, write: Write, where: dict[str, Any], national: bool, regions: list[str]
    ) -> None:
        nowhere = {"municipality": None, "municipality_code": None, "postal_code": None}

        load(write({**GOOD, **nowhere, **where, "signup": None, "price": None, "schedule": None, "accessibility": None,
                    "target_groups": ["ældre"]}))  # fmt: skip

        offer = Offer.objects.get()
        assert offer.is_national is national
        assert [region.code for region in offer.served_regions.all()] == regions
        assert not offer.at_locations.exists()

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"municipality_code": "0999"}, "0999"),
            ({"municipality": "Aarhus"}, "Aarhus"),
            ({"municipality_code": None}, "mangler"),
            ({"municipality": None, "municipality_code": None, "address": "Månen"}, "Månen"),
            ({"postal_code": "9999"}, "9999"),
        ],
    )
    def test_a_place_that_does_not_hang_together_is_refused(
        self, write: Write, wrong: dict[str, Any], words: str
    ) -> None:
        [error] = load(write({**GOOD, **wrong})).errors

        assert words in error.message

    @pytest.mark.parametrize(
        ("where", "precision"),
        [({"postal_code": None}, "municipality"), ({"lat": 55.39, "lon": 10.38}, "address")],
    )
    def test_a_point_is_never_better_than_the_source(self, write: Write, where: dict[str, Any], precision: str) -> None:
        load(write({**GOOD, **where}))

        assert Offer.objects.get().at_locations.get().location.point_precision == precision

    def test_is_the_operators_act(self, write: Write) -> None:
        with pytest.raises(NotAllowed):
            load_offers(actor=VISITOR, at=NOON, path=write(GOOD))


@pytest.mark.usefixtures("places")
class TestCommand:
    def test_tells_what_it_did(self, write: Write) -> None:
        out = StringIO()

        call_command("load-offers", str(write(GOOD)), stdout=out)
        call_command("load-offers", str(write(GOOD)), "--dry-run", stdout=out)

        assert "1 nye" in out.getvalue()
        assert "Intet er ændret" in out.getvalue()
        assert "voksne" in out.getvalue()

    def test_ends_with_an_error_when_a_line_failed(self, write: Write) -> None:
        out, err = StringIO(), StringIO()

        with pytest.raises(CommandError) as failed:
            call_command("load-offers", str(write("{", GOOD)), "--json", stdout=out, stderr=err)

        assert failed.value.returncode == 1
        assert json.loads(out.getvalue())["errors"][0]["line"] == 1

    def test_says_which_line(self, write: Write) -> None:
        err = StringIO()

        with pytest.raises(CommandError):
            call_command("load-offers", str(write("{")), stdout=StringIO(), stderr=err)

        assert "linje 1" in err.getvalue()

    def test_says_when_there_is_no_file(self) -> None:
        with pytest.raises(CommandError, match="findes ikke"):
            call_command("load-offers", "ingen.jsonl")

    def test_refreshes_the_search(self, write: Write) -> None:
        load(write(GOOD))
        out = StringIO()

        call_command("refresh-search", stdout=out)

        assert "1 tilbud" in out.getvalue()


class TestTheRulesAndTheRealOffers:
    def test_every_reason_is_a_quotation_from_the_record(self) -> None:
        _, values = mapping.read_tables()
        records = {line.record.id: line.record for line in _real_lines() if line.record}

        says = {key: limit["says"] for key, limit in values["gender_limits"].items()} | values["needs_sobriety"]

        for key, quotation in says.items():
            record = records[key]
            assert quotation in f"{record.name}\n{record.summary}\n{record.description}", key

    def test_every_real_line_is_read(self) -> None:
        lines = list(_real_lines())

        assert len(lines) == 384
        assert not [line for line in lines if line.errors or line.unknown_fields]


def _real_lines() -> Any:
    return read_lines((mapping.DATA / "real_offers.jsonl").read_bytes().splitlines())
