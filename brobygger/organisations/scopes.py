"""What an account may act on by membership, for ``accounts.scopes``."""

from uuid import UUID

from brobygger.accounts.scopes import Scope, scope_source
from brobygger.organisations.models import MemberRole, Membership


@scope_source
def memberships(user_id: UUID) -> Scope:
    """Return the organisations somebody writes for, and those among them where they decide who else does."""
    rows = list(Membership.objects.of_user(user_id).values_list("organisation_id", "role"))
    return Scope(
        organisation_ids=frozenset(organisation_id for organisation_id, _ in rows),
        administered_ids=frozenset(
            organisation_id for organisation_id, role in rows if role == MemberRole.ADMINISTRATOR
        ),
    )
