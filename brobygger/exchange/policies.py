"""Rules: who may take out, put in, and give another system a key, for which owner."""

from brobygger.accounts.permissions import ROLES, Permission, Role
from brobygger.accounts.policies import reach_of
from brobygger.exchange.owners import Owner
from brobygger.kernel.actors import Actor, ActorKind


def may_export(actor: Actor, owner: Owner) -> bool:
    """Test whether the actor may take everything of an owner out."""
    return owner.is_within(reach_of(actor, Permission.OFFERS_EXPORT))


def may_manage_keys(actor: Actor, owner: Owner) -> bool:
    """Test whether the actor may give keys to an owner's rows: a person who may themself do all that a key may."""
    is_person = actor.kind == ActorKind.USER or actor.is_system
    return is_person and all(owner.is_within(reach_of(actor, permission)) for permission in ROLES[Role.API_CLIENT])
