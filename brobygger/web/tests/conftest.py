"""What this room's tests share: Denmark, the concepts, and a few real offers, loaded as an operator loads them."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from brobygger.directory.services import load_offers
from brobygger.kernel.actors import SYSTEM
from brobygger.places.services import load_places
from brobygger.taxonomy.services import load_concepts
from tests.snapshot import load_once

DEMO_OFFERS = Path(settings.PACKAGE) / "directory" / "data" / "real_offers.jsonl"
FEW = (
    "aeldresagen-odense-besoegsven",
    "rk-odense-besoegsven",
    "ventilen-odense",
    "selvhj-odense-sorg",
    "selvhj-odense-grupper",
    "selvhj-odense-samtale",
    "nyborg-sorg-aegtefaelle",
    "nyborg-sorg-boern",
    "kolding-selvhj-mentor",
    "livslinien-telefon",
    "livslinien-skriv",
    "luv-1888",
    "boernetelefonen",
    "aeldretelefonen",
    "alanon-telefon",
)


@pytest.fixture
def denmark(db: None, noon: datetime) -> None:
    """All places and all concepts."""
    load_once("denmark", lambda: _load_denmark(noon))


def _load_denmark(noon: datetime) -> None:
    load_places(actor=SYSTEM, at=noon)
    load_concepts(actor=SYSTEM, at=noon)


@pytest.fixture
def register(db: None, noon: datetime, tmp_path: Path) -> None:
    """Fifteen real offers: in Odense, in Nyborg next to it, in Kolding, and for the whole country."""
    lines = DEMO_OFFERS.read_text(encoding="utf-8").splitlines()
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(line for line in lines if any(f'"id": "{key}"' in line for key in FEW)), encoding="utf-8")

    def load() -> None:
        _load_denmark(noon)
        load_offers(actor=SYSTEM, at=noon, path=few)

    load_once("register", load)
