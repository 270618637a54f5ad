"""Rules: who keeps a source, and what the machine may write for it."""

from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.sources.models import Source

_WRITES = frozenset({str(Permission.OFFER_EDIT), str(Permission.ORGANISATION_EDIT), str(Permission.CAPACITY_SET)})


def may_keep(actor: Actor, *, municipality_code: str | None, organisation_id: UUID | None) -> bool:
    """Test whether the actor decides about a source: a municipality's own, or (everywhere) any."""
    reach = reach_of(actor, Permission.SOURCES_KEEP)
    if reach.only_on is not None:
        return False
    codes = (municipality_code,) if municipality_code and organisation_id is None else ()
    return reach.is_everywhere or reach.covers(municipality_codes=codes)


def may_keep_any(actor: Actor) -> bool:
    """Test whether the actor keeps sources at all."""
    reach = reach_of(actor, Permission.SOURCES_KEEP)
    return reach.only_on is None and (reach.is_everywhere or bool(reach.municipality_codes))


def machine_of(source: Source) -> Actor:
    """Return who writes what a source says: nobody's account, and nothing beyond the source's owner."""
    if source.organisation_id is not None:
        return Actor(
            kind=ActorKind.CLIENT,
            id=source.id,
            own_permissions=_WRITES,
            organisation_ids=frozenset({source.organisation_id}),
            administered_ids=frozenset({source.organisation_id}),
        )
    if source.municipality_id is not None:
        codes = frozenset({source.municipality_id})
        return Actor(kind=ActorKind.CLIENT, id=source.id, permissions=_WRITES, municipality_codes=codes)
    return Actor(kind=ActorKind.CLIENT, id=source.id, permissions=_WRITES | {str(Permission.EVERYWHERE)})
