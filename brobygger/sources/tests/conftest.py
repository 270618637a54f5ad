"""A town, and a source that says what a test wants it to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from brobygger.kernel.actors import SYSTEM
from brobygger.places.models import Municipality
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.sources.models import Run, Source
from brobygger.sources.selectors.runs import Counts
from brobygger.sources.services import run_source, running
from brobygger.sources.tests.factories import NOON, ListedFeed, SourceFactory, found

Reader = Callable[..., tuple[Run, Counts]]


@pytest.fixture
def odense(db: None) -> Municipality:
    town = MunicipalityFactory.create(code="0461", name="Odense", slug="odense")
    PostcodeFactory(code="5000", name="Odense C", municipality=town, lat=55.39, lon=10.38)
    return town


@pytest.fixture
def source(odense: Municipality) -> Source:
    return SourceFactory.create(key="frivilligjob", name="Frivilligjob")


@pytest.fixture
def read(source: Source, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Read a source that hands out some things; ``is_dry=False`` puts them in."""

    def run(*things: dict[str, Any], at: datetime = NOON, is_dry: bool = False, **feed: Any) -> tuple[Run, Counts]:
        given = [found(**thing) if "thing" in thing else found(thing) for thing in things]
        monkeypatch.setattr(running, "feed_of", lambda _source, **_options: ListedFeed(given, **feed))
        return run_source(actor=SYSTEM, source_id=source.id, at=at, is_dry=is_dry)

    return run
