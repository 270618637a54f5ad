"""Handing what a source said to open data, so that what came in goes out (ADR 14): gathered, and handed on together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from brobygger.kernel.actors import Actor
from brobygger.opendata.models import Kind
from brobygger.opendata.services.many_origins import Told, keep_origins
from brobygger.sources.models import Source


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What a handful of things said, of offers and of organisations, by our ids of them."""

    source: Source
    services: dict[UUID, Told] = field(default_factory=dict)
    organizations: dict[UUID, Told] = field(default_factory=dict)

    def add(self, kind: Kind, told: Told) -> None:
        """Keep what was said until it is handed on; the last word counts."""
        found = self.services if kind == Kind.SERVICE else self.organizations
        found[told.subject_id] = told

    def hand_on(self, *, actor: Actor, at: datetime) -> None:
        """Hand everything to open data, organisations first: offers name them."""
        for kind, found in ((Kind.ORGANIZATION, self.organizations), (Kind.SERVICE, self.services)):
            if found:
                keep_origins(actor=actor, kind=kind, source_id=self.source.id, told=list(found.values()), at=at)
            found.clear()


def thing_id_for(*, source: Source, raw: Mapping[str, Any], foreign_id: str) -> UUID:
    """Return the id of a thing in open data: the source's own when it is a UUID."""
    try:
        return UUID(str(raw.get("id")))
    except ValueError:
        return uuid5(uuid5(NAMESPACE_URL, f"brobygger:source:{source.id}"), foreign_id)
