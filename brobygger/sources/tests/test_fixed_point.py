"""What comes in goes out: the standard's examples, our own register in a fresh installation, and offers of any kind."""

import json
import zipfile
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.tests.shared import SHARED
from brobygger.opendata.models import Kind, Origin, Record
from brobygger.opendata.tests.rich import shown
from brobygger.organisations.models import Organisation
from brobygger.sources.models import Outcome, Run, RunState, Source, Thing
from brobygger.sources.reading import open_feed
from brobygger.sources.selectors.runs import Counts
from brobygger.sources.services import run_source
from brobygger.sources.tests.factories import NOON

pytestmark = pytest.mark.django_db
EXAMPLES = SHARED / "standards" / "hsds"


def published(kind: Kind = Kind.SERVICE) -> dict[str, dict[str, Any]]:
    return {str(one.thing_id): json.loads(one.full) for one in Record.objects.of_kind(kind).here()}


def take_in(source: Source, path: Path, *, days: int = 0) -> tuple[Run, Counts]:
    return run_source(actor=SYSTEM, source_id=source.id, at=NOON + timedelta(days=days), is_dry=False, path=path)


def told_by(source: Source, path: Path) -> dict[str, dict[str, Any]]:
    with open_feed(path, namespace=str(source.id)) as feed:
        return {found.thing["id"]: found.thing for found in feed.things() if found.kind == "service"}


def forget_everything() -> None:
    for rows in (Record, Origin, Thing, Outcome, Offer, Organisation):
        rows.objects.all().delete()


class TestTheStandardsExamples:
    @pytest.mark.parametrize("version", ["3.0", "3.1", "uk-3.0"])
    def test_come_out_equal(self, source: Source, version: str) -> None:
        path = EXAMPLES / version / "examples" / "service_full.json"
        told = json.loads(path.read_text(encoding="utf-8"))

        run, counts = take_in(source, path)

        assert (run.state, counts.done) == (RunState.WRITTEN, 1)
        assert published()[told["id"]] == told_by(source, path)[told["id"]] == told
        assert take_in(source, path, days=1)[1].to_write == 0

    @pytest.mark.parametrize("version", ["3.0", "3.1", "uk-3.0"])
    def test_come_out_of_tables_as_the_reader_told_them(self, source: Source, tmp_path: Path, version: str) -> None:
        path = tmp_path / "tables.zip"
        with zipfile.ZipFile(path, "w") as package:
            for table in (EXAMPLES / version / "examples" / "csv").iterdir():
                package.write(table, table.name)

        _, counts = take_in(source, path)

        told = told_by(source, path)
        assert counts.failed == counts.left_out == 0
        assert told
        assert published() == told
        assert take_in(source, path, days=1)[1].to_write == 0

    @pytest.mark.parametrize("version", ["3.0", "3.1", "uk-3.0"])
    def test_of_an_organization_comes_in(self, source: Source, version: str) -> None:
        path = EXAMPLES / version / "examples" / "organization_full.json"

        _, counts = take_in(source, path)

        assert counts.failed == counts.left_out == 0
        assert Origin.objects.from_source(source.id).filter(kind=Kind.ORGANIZATION).exists()


class TestOurOwnRegister:
    def test_comes_out_of_a_fresh_installation_equal(self, source: Source, tmp_path: Path) -> None:
        for number in range(3):
            shown(key=f"cafe-{number}", name=f"Café {number}")
        before = published()
        path = tmp_path / "register.ndjson"
        path.write_text("\n".join(json.dumps(one) for one in before.values()), encoding="utf-8")
        forget_everything()

        _, counts = take_in(source, path)

        assert counts.done == 3
        assert published() == before
        assert take_in(source, path, days=1)[1].to_write == 0

    def test_is_left_alone_where_it_came_from(self, source: Source, tmp_path: Path) -> None:
        shown()
        path = tmp_path / "register.ndjson"
        path.write_text("\n".join(json.dumps(one) for one in published().values()), encoding="utf-8")

        _, counts = take_in(source, path)

        assert (counts.left_out, counts.done) == (1, 0)

    def test_says_here_what_it_said_there(self, source: Source, tmp_path: Path) -> None:
        offer = data_of(Offer.objects.for_page().get(id=shown().id))
        path = tmp_path / "register.ndjson"
        path.write_text("\n".join(json.dumps(one) for one in published().values()), encoding="utf-8")
        forget_everything()

        take_in(source, path)
        before, after = asdict(offer), asdict(data_of(Offer.objects.for_page().get()))
        other = {name for name, value in before.items() if after[name] != value}
        # Its own key and owner; what the standard writes otherwise; and nobody's name.
        assert other <= {
            "key", "organisation_id", "contacts", "schedules", "links", "price_note", "source_url", "capacity",
            "locations",
        }  # fmt: skip
