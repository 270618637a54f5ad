"""Reads: where each field of an offer comes from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import capfirst

from brobygger.accounts.permissions import Permission
from brobygger.directory.differences import field_label
from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.sources.merging import plain
from brobygger.sources.models import Source, Thing


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

    offer_name: str
    source_id: UUID
    source_key: str
    source_name: str
    licence: str
    attribution: str
    foreign_id: str
    missing_since: datetime | None
    fields: tuple[FieldOrigin, ...]

    @property
    def changed_here(self) -> int:
        """How many fields say something else here than at the source."""
        return sum(field.is_changed_here for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProvenance:
    """Where an offer comes from, for somebody who may see it, and whether that somebody keeps its source."""

    provenance: Provenance
    keeps_source: bool


def open_provenance(*, actor: Actor, offer_id: UUID) -> OpenProvenance:
    """Return where an offer comes from, to those who may edit the offer or keep its source.

    Raises ``NotFound`` for all others, and for what was written here.
    """
    found = provenance_of(offer_id=offer_id)
    if found is None:
        raise NotFound
    keeps_source = Source.objects.visible_to(actor).with_id(found.source_id).exists()
    offers = Offer.objects.within_reach(actor, Permission.OFFER_EDIT).with_id(offer_id)
    if not keeps_source and not offers.exists():
        raise NotFound
    return OpenProvenance(provenance=found, keeps_source=keeps_source)


def provenance_of(*, offer_id: UUID) -> Provenance | None:
    """Return where an offer and each of its fields come from; None for one that was written here."""
    thing = Thing.objects.of_offer(offer_id).select_related("source").first()
    if thing is None:
        return None
    offer = Offer.objects.for_page().get(id=offer_id)
    here = plain(data_of(offer))
    fields = tuple(
        FieldOrigin(
            name=name,
            label=_label(name),
            source_name=thing.source.name,
            said_at=datetime.fromisoformat(said_at),
            is_changed_here=here.get(name) != thing.said.get(name),
        )
        for name, said_at in thing.said_at.items()
        if name != "capacity"
    )
    return Provenance(
        offer_name=offer.name,
        source_id=thing.source_id,
        source_key=thing.source.key,
        source_name=thing.source.name,
        licence=thing.source.licence,
        attribution=thing.source.attribution,
        foreign_id=thing.foreign_id,
        missing_since=thing.missing_since,
        fields=fields,
    )


def _label(name: str) -> str:
    """Return what a field is called; what no reviewer reads about, the register still has a name for."""
    label = field_label(name)
    return label if label != name else capfirst(getattr(Offer._meta.get_field(name), "verbose_name", name))
