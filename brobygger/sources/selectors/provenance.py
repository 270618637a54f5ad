"""Reads: where each field of an offer comes from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.directory.differences import field_label
from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of
from brobygger.sources.merging import plain
from brobygger.sources.models import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOrigin:
    """One field: which source said it and when; ``is_changed_here``: it says something else here now."""

    name: str
    label: str
    source_name: str
    said_at: datetime
    is_changed_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an offer comes from, with how its source wants to be named."""

    source_key: str
    source_name: str
    licence: str
    attribution: str
    foreign_id: str
    missing_since: datetime | None
    fields: tuple[FieldOrigin, ...]


def provenance_of(*, offer_id: UUID) -> Provenance | None:
    """Return where an offer and each of its fields come from; None for one that was written here."""
    thing = Thing.objects.of_offer(offer_id).select_related("source").first()
    if thing is None:
        return None
    here = plain(data_of(Offer.objects.for_page().get(id=offer_id)))
    fields = tuple(
        FieldOrigin(
            name=name,
            label=field_label(name),
            source_name=thing.source.name,
            said_at=datetime.fromisoformat(said_at),
            is_changed_here=here.get(name) != thing.said.get(name),
        )
        for name, said_at in thing.said_at.items()
        if name != "capacity"
    )
    return Provenance(
        source_key=thing.source.key,
        source_name=thing.source.name,
        licence=thing.source.licence,
        attribution=thing.source.attribution,
        foreign_id=thing.foreign_id,
        missing_since=thing.missing_since,
        fields=fields,
    )
