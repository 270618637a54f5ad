"""What this room's tests share: Denmark, the concepts, and a way to publish."""

from collections.abc import Callable
from datetime import datetime

import pytest

from brobygger.kernel.actors import SYSTEM
from brobygger.places.models import Municipality
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory, RegionFactory
from brobygger.search.documents import Document
from brobygger.search.services import publish_many
from brobygger.search.tests.factories import concept_book
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.taxonomy.services import load_concepts
from tests.snapshot import load_once

Publish = Callable[..., None]


@pytest.fixture(scope="session")
def concepts() -> ConceptBook:
    """The real concepts, without a database."""
    return concept_book()


@pytest.fixture
def denmark(db: None, noon: datetime) -> None:
    """Three municipalities, of which two are neighbours, and all concepts."""
    load_once("search", lambda: _make_denmark(noon))


def _make_denmark(noon: datetime) -> None:
    odense = MunicipalityFactory(code="0461", name="Odense", lat=55.396, lon=10.388)
    MunicipalityFactory(code="0450", name="Nyborg", lat=55.312, lon=10.790)
    Municipality.objects.get(code="0461").neighbours.add("0450")
    north = RegionFactory(code="1081", name="Nordjylland")
    MunicipalityFactory(code="0813", name="Frederikshavn", region=north, lat=57.44, lon=10.53)
    PostcodeFactory(code="5000", name="Odense C", municipality=odense, lat=55.396, lon=10.388)
    load_concepts(actor=SYSTEM, at=noon)


@pytest.fixture
def publish(denmark: None, noon: datetime) -> Publish:
    """Publish documents in a Denmark that is all there."""

    def publish_documents(*documents: Document) -> None:
        publish_many(documents=documents, at=noon)

    return publish_documents
