"""The examples on the page for developers, run as somebody would run them who has just copied them."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest
from pytest_django.live_server_helper import LiveServer

from brobygger.api.examples_shown import FOLDER
from brobygger.directory.models import Offer
from brobygger.directory.services import load_offers
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.models import Record
from brobygger.opendata.services import keep_in_step, rebuild
from brobygger.places.services import load_places
from brobygger.taxonomy.services import load_concepts
from brobygger.web.tests.conftest import DEMO_OFFERS, FEW

WRITTEN_FOR = "http://localhost:8000"


@pytest.fixture
def portal(transactional_db: None, live_server: LiveServer, noon: datetime, tmp_path: Path) -> str:
    """A portal with a few real offers, all of them published; return its address.

    Loaded anew each time: rows that other tests put back are not whole enough to be committed.
    """
    load_places(actor=SYSTEM, at=noon)
    load_concepts(actor=SYSTEM, at=noon)
    lines = DEMO_OFFERS.read_text(encoding="utf-8").splitlines()
    (tmp_path / "few.jsonl").write_text("\n".join(line for line in lines if any(f'"{key}"' in line for key in FEW)))
    load_offers(actor=SYSTEM, at=noon, path=tmp_path / "few.jsonl")
    rebuild(actor=SYSTEM, at=noon)
    return str(live_server.url)


def run(*command: str, base: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, "BROBYGGER": base}, text=True, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def names() -> set[str]:
    return set(Offer.objects.published().values_list("name", flat=True))


@pytest.fixture
def client_module() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("brobygger_client", FOLDER / "brobygger_client.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["brobygger_client"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["brobygger_client"]


class TestExamples:
    def test_give_what_they_say(self, portal: str, tmp_path: Path) -> None:
        script = tmp_path / "services.sh"
        script.write_text((FOLDER / "services.sh").read_text().replace(WRITTEN_FOR, portal))
        client = [sys.executable, str(FOLDER / "brobygger_client.py"), "--base", portal]

        page = json.loads(run("bash", str(script), base=portal))
        python = run(sys.executable, str(FOLDER / "services.py"), base=portal).splitlines()
        javascript = run("node", str(FOLDER / "services.mjs"), base=portal).splitlines()
        listed = run(*client, "services", "--search", "besøgsven", base=portal)
        followed = run(*client, "follow", str(tmp_path / "copy.json"), base=portal)

        assert 0 < page["size"] <= 3
        assert page["contents"][0]["organization"]["name"]
        assert {line.split(" · ")[0] for line in python} == names()
        assert python == javascript
        assert "esøgs" in listed
        assert f"{Record.objects.here().count()} things" in followed


class TestClient:
    def test_walks_every_page_and_keeps_exactly_what_is_published(
        self, portal: str, client_module: ModuleType, tmp_path: Path, noon: datetime
    ) -> None:
        client, path = client_module.Client(portal), tmp_path / "copy.json"

        found = list(client.services(per_page=4))
        assert len(found) == len({each["id"] for each in found}) == Offer.objects.published().count()
        assert client.service(found[0]["id"])["name"] == found[0]["name"]

        first = client_module.Copy(path).follow(client)
        publish_anew("ventilen-odense", noon, name="Et nyt navn")
        publish_anew("alanon-telefon", noon, status="hidden")
        copy = client_module.Copy(path)
        assert 0 < copy.follow(client) < first
        assert copy.things == published()
        assert client_module.Copy(path).follow(client) == 0

        path.write_text(json.dumps({"next": 10**9, "things": {"service/findes-ikke": {}}}))
        copy = client_module.Copy(path)
        copy.follow(client)
        assert copy.things == published()


def publish_anew(key: str, at: datetime, **values: str) -> None:
    offer = Offer.objects.get(key=key)
    Offer.objects.with_id(offer.id).update(**values)
    keep_in_step(actor=SYSTEM, offer_ids=[offer.id], organisation_ids=[], at=at)


def published() -> dict[str, object]:
    return {f"{row.kind}/{row.thing_id}": json.loads(row.full) for row in Record.objects.here()}
