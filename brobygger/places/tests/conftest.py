"""What the room's tests share."""

from datetime import datetime

import pytest
from django.core.cache import caches

from brobygger.kernel.actors import SYSTEM
from brobygger.places.services import load_places
from tests.snapshot import load_once


@pytest.fixture(autouse=True)
def _no_remembered_borders() -> None:
    """Forget which borders the test before had."""
    caches["memory"].clear()


@pytest.fixture
def denmark(db: None, noon: datetime) -> None:
    """The whole country as the package has it."""
    load_once("places", lambda: load_places(actor=SYSTEM, at=noon))
