"""Who may come in by a link in a mail."""

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role, needs_second_factor
from brobygger.accounts.selectors.own_account import has_second_step


def may_come_by_mail(*, user: User) -> bool:
    """Test whether a link by mail may be somebody's first step.

    Whose role needs a second step must have one already: else a mailbox alone would be enough to set one up.
    """
    return not needs_second_factor(Role(user.role)) or has_second_step(user_id=user.id)
