"""Who may do what in this room."""

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor


def may_edit_crisis_lines(actor: Actor) -> bool:
    """Test whether the actor may add or change crisis lines: editors and national administrators."""
    return actor.can(Permission.CRISIS_LINE_EDIT)
