"""Rules: who may change which site."""

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


def may_edit(actor: Actor, *, municipality_code: str | None) -> bool:
    """Test whether the actor may change a site: all of them, or their own municipality's."""
    codes = (municipality_code,) if municipality_code else ()
    return reach_of(actor, Permission.SITE_EDIT).covers(municipality_codes=codes)
