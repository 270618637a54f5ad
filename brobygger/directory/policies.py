"""Rules: who may change and show which offer. Lists ask the same of ``OfferQuerySet.within_reach``."""

from collections.abc import Collection
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


def may_edit(
    actor: Actor,
    *,
    organisation_id: UUID,
    is_national: bool,
    municipality_codes: Collection[str],
    offer_id: UUID | None = None,
) -> bool:
    """Test whether the actor may change an offer: any, their organisation's, or one in their municipality.

    One for the whole country is no single municipality's.
    """
    return reach_of(actor, Permission.OFFER_EDIT).covers(
        subject_id=offer_id,
        organisation_id=organisation_id,
        municipality_codes=() if is_national else municipality_codes,
    )


def may_write_for(actor: Actor, *, organisation_id: UUID, municipality_code: str | None) -> bool:
    """Test whether the actor may begin something new for an organisation: their own, or one of their municipality."""
    codes = (municipality_code,) if municipality_code else ()
    reach = reach_of(actor, Permission.OFFER_EDIT)
    return reach.only_on is None and reach.covers(organisation_id=organisation_id, municipality_codes=codes)


def may_write_for_others(actor: Actor) -> bool:
    """Test whether the actor writes for associations without belonging to them: a municipality's, or anybody's."""
    reach = reach_of(actor, Permission.OFFER_EDIT)
    return reach.is_everywhere or bool(reach.municipality_codes)


def may_decide_locally(actor: Actor, *, municipality_code: str) -> bool:
    """Test whether the actor decides what is shown in a municipality."""
    return reach_of(actor, Permission.REVIEW_LOCAL).covers(municipality_codes=(municipality_code,))


def may_load(actor: Actor) -> bool:
    """Test whether the actor may load files and refresh the whole register: only the operator, by command."""
    return actor.is_system


def may_show_at_once(actor: Actor, *, organisation_id: UUID, municipality_codes: Collection[str]) -> bool:
    """Test whether what the actor puts in is shown before it is looked at: a municipality's team's, in their own town.

    Nobody's own association's offers: these are looked at by others first.
    """
    if organisation_id in actor.organisation_ids:
        return False
    reach = reach_of(actor, Permission.OFFER_EDIT)
    return reach.only_on is None and reach.covers(municipality_codes=municipality_codes)
