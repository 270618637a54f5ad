"""Rules: who may change which organisation."""

from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


def may_edit(actor: Actor, *, organisation_id: UUID | None, municipality_code: str | None) -> bool:
    """Test whether the actor may change an organisation: everywhere, in their municipality, or their own."""
    codes = (municipality_code,) if municipality_code else ()
    return reach_of(actor, Permission.ORGANISATION_EDIT).covers(
        organisation_id=organisation_id, municipality_codes=codes
    )
