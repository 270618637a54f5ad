"""Rules for pages that are of no single room."""

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


def may_read_in_vain(actor: Actor, *, municipality_code: str = "") -> bool:
    """Test whether the actor may read what people searched for in vain: in one municipality, or in the country."""
    reach = reach_of(actor, Permission.IN_VAIN_READ)
    return reach.covers(municipality_codes=(municipality_code,)) if municipality_code else reach.is_everywhere
