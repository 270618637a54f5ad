"""Rules: who may change which organisation."""

from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor


def may_edit(actor: Actor, *, organisation_id: UUID | None, municipality_code: str | None) -> bool:
    """Test whether the actor may change an organisation: everywhere, in their municipality, or their own."""
    if not actor.can(Permission.ORGANISATION_EDIT):
        return False
    if actor.can(Permission.EVERYWHERE) or municipality_code in actor.municipality_codes:
        return True
    return organisation_id is not None and organisation_id == actor.organisation_id
