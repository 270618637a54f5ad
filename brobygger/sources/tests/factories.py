"""Sources, feeds and services for tests."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

import factory

from brobygger.sources.models import Rhythm, Run, RunState, Source, Thing, Trust
from brobygger.sources.reading import FeedRefused, Found, Reason, Report

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


class SourceFactory(factory.django.DjangoModelFactory[Source]):
    """The nation's source, trusted to be shown at once, read when somebody asks."""

    class Meta:
        model = Source

    key = factory.Sequence(lambda number: f"kilde-{number}")
    name = factory.Sequence(lambda number: f"Kilde {number}")
    address = "https://kilde.example/hsds"
    trust = Trust.SHOWN
    rhythm = Rhythm.NEVER
    created_at = NOON
    changed_at = NOON


class RunFactory(factory.django.DjangoModelFactory[Run]):
    """A dry reading that waits for somebody to say yes."""

    class Meta:
        model = Run

    source = factory.SubFactory(SourceFactory)
    is_dry = True
    state = RunState.READ
    started_at = NOON


class ThingFactory(factory.django.DjangoModelFactory[Thing]):
    """What a source said last of something that is an offer here."""

    class Meta:
        model = Thing

    source = factory.SubFactory(SourceFactory)
    foreign_id = factory.Sequence(lambda number: f"post-{number}")
    thing_id = factory.LazyAttribute(lambda thing: uuid5(NAMESPACE_URL, thing.foreign_id))
    said = factory.LazyFunction(lambda: {"name": "Café", "alert": "Lukket i uge 7"})
    said_at = factory.LazyFunction(lambda: {"name": NOON.isoformat(), "alert": NOON.isoformat()})
    first_seen_at = NOON
    changed_at = NOON


def service(number: int | str = 1, **values: Any) -> dict[str, Any]:
    """Return a small service of an organisation, as a register would tell it; None leaves a key out."""
    whole = {
        "id": str(uuid5(NAMESPACE_URL, f"service {number}")),
        "name": f"Torsdagscafé {number}",
        "status": "active",
        "description": "Kaffe og snak. Alle er velkomne.",
        "organization": {
            "id": str(uuid5(NAMESPACE_URL, "håbet")),
            "name": "Håbet",
            "description": "En forening.",
        },
        "service_areas": [{"id": str(uuid5(NAMESPACE_URL, f"area {number}")), "name": "Odense"}],
        "phones": [{"id": str(uuid5(NAMESPACE_URL, f"phone {number}")), "number": "12 34 56 78"}],
        **values,
    }
    return {name: value for name, value in whole.items() if value is not None}


def found(thing: dict[str, Any], *, kind: Any = "service", is_brief: bool = False) -> Found:
    """Return a thing as the reader hands it on."""
    return Found(kind=kind, thing=thing, foreign_id=str(thing["id"]), is_brief=is_brief)


class ListedFeed:
    """A feed that says what a test wants it to; with ``breaks_after`` it breaks off there."""

    def __init__(
        self,
        things: Sequence[Found],
        *,
        breaks_after: int | None = None,
        is_unchanged: bool = False,
        is_whole: bool = True,
    ) -> None:
        self.found, self.breaks_after = things, breaks_after
        self.report = Report(is_whole=is_whole, is_short=not is_whole, etag="etag-1", is_unchanged=is_unchanged)

    def things(self) -> Iterator[Found]:
        """Yield what there is."""
        for number, thing in enumerate(self.found):
            if number == self.breaks_after:
                raise FeedRefused(Reason.BROKEN_OFF)
            yield thing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        """Nothing to close."""
