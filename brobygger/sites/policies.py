"""Rules: who may change which site."""

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor


def may_edit(actor: Actor, *, municipality_code: str | None) -> bool:
    """Test whether the actor may change a site: all of them, or their own municipality's."""
    if not actor.can(Permission.SITE_EDIT):
        return False
    return actor.can(Permission.EVERYWHERE) or municipality_code in actor.municipality_codes
