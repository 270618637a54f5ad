"""Rules: who may change, confirm and publish which offer."""

from collections.abc import Collection
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor


def may_edit(actor: Actor, *, organisation_id: UUID, is_national: bool, municipality_codes: Collection[str]) -> bool:
    """Test whether the actor may change an offer: any, their organisation's, or one in their municipality."""
    return actor.can(Permission.OFFER_EDIT) and _is_theirs(
        actor, organisation_id=organisation_id, is_national=is_national, municipality_codes=municipality_codes
    )


def may_confirm(actor: Actor, *, organisation_id: UUID, is_national: bool, municipality_codes: Collection[str]) -> bool:
    """Test whether the actor may say that an offer is still right."""
    return actor.can(Permission.OFFER_CONFIRM) and _is_theirs(
        actor, organisation_id=organisation_id, is_national=is_national, municipality_codes=municipality_codes
    )


def may_load(actor: Actor) -> bool:
    """Test whether the actor may load files and refresh the whole register: only the operator, by command."""
    return actor.is_system


def _is_theirs(actor: Actor, *, organisation_id: UUID, is_national: bool, municipality_codes: Collection[str]) -> bool:
    """Test whether an offer is within what the actor looks after."""
    if actor.can(Permission.EVERYWHERE) or actor.organisation_id == organisation_id:
        return True
    return not is_national and not actor.municipality_codes.isdisjoint(municipality_codes)
