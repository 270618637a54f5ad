"""Rules: who may take out, put in, and give another system a key, for which owner."""

from dataclasses import replace

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


def may_import(actor: Actor, owner: Owner) -> bool:
    """Test whether the actor may put offers in for an owner: an association only its own, a municipality only its."""
    return owner.is_within(reach_of(actor, Permission.OFFERS_IMPORT))


def writer_for(actor: Actor) -> Actor:
    """Return who writes what an actor puts in: another system's key opens no editor, but its rows go through it."""
    if actor.kind != ActorKind.CLIENT:
        return actor
    edit = {str(Permission.OFFER_EDIT)}
    return replace(
        actor,
        permissions=actor.permissions | (edit if actor.permissions else set()),
        own_permissions=actor.own_permissions | (edit if actor.own_permissions else set()),
    )
