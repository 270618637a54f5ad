"""Rules: who may say that two are one."""

from collections.abc import Collection

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


def may_decide(actor: Actor) -> bool:
    """Test whether the actor decides about pairs anywhere at all; on which is ``PairQuerySet.visible_to``."""
    reach = reach_of(actor, Permission.DUPLICATES_DECIDE)
    return reach.only_on is None and (reach.is_everywhere or bool(reach.municipality_codes))


def may_find(actor: Actor) -> bool:
    """Test whether the actor may look through the whole register for pairs: only the operator, by command or night."""
    return actor.is_system


def may_decide_about(actor: Actor, *, municipality_codes: Collection[str]) -> bool:
    """Test whether the actor decides about an entry in some municipalities (none: one for the whole country)."""
    return reach_of(actor, Permission.DUPLICATES_DECIDE).covers(municipality_codes=municipality_codes)
