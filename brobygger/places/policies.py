"""Rules: who may change what the portal knows about the country."""

from brobygger.kernel.actors import Actor


def may_change_places(actor: Actor) -> bool:
    """Test whether the actor may load places and borders: only the operator, from the command line."""
    return actor.is_system
