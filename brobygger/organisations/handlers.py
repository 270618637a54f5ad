"""What this room does when another tells something: an invitation taken, an account closed, a first offer approved."""

from contextlib import suppress

from brobygger.accounts.events import AccountClosed, InvitationAccepted
from brobygger.curation.events import ReviewDecided
from brobygger.curation.models import ReviewStatus, Scope
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import on
from brobygger.organisations.services import (
    AlreadyMember,
    add_member,
    approve_organisation,
    end_memberships,
)


@on(InvitationAccepted)
def let_in(event: InvitationAccepted) -> None:
    """Make a member of somebody who took an invitation; who writes already keeps the role they have."""
    if event.organisation_id is None:
        return
    with suppress(AlreadyMember):
        add_member(
            actor=SYSTEM,
            organisation_id=event.organisation_id,
            user_id=event.user_id,
            role=event.organisation_role,
            at=event.at,
        )


@on(AccountClosed)
def end(event: AccountClosed) -> None:
    """End the memberships of a closed account."""
    end_memberships(actor=SYSTEM, user_id=event.user_id, at=event.at)


@on(ReviewDecided)
def show(event: ReviewDecided) -> None:
    """Show a new organisation with its first offer that keeps the rules."""
    if event.scope == Scope.NATIONAL and event.outcome == ReviewStatus.APPROVED:
        approve_organisation(actor=SYSTEM, organisation_id=event.organisation_id, at=event.at)
