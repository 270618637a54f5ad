"""Rules: who may handle error reports and confirm."""

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor


def may_handle_reports(actor: Actor) -> bool:
    """Test whether the actor may read and close error reports."""
    return actor.can(Permission.ERROR_REPORT_HANDLE)


def may_assure(actor: Actor) -> bool:
    """Test whether the actor may confirm that something is still true; which rows is the owning room's policy."""
    return actor.can(Permission.OFFER_CONFIRM)
