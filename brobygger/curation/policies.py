"""Rules: who may handle error reports, confirm, and decide."""

from collections.abc import Collection
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.curation.models import Conflict
from brobygger.kernel.actors import Actor


def may_handle_reports(actor: Actor) -> bool:
    """Test whether the actor may read and close error reports."""
    return actor.can(Permission.ERROR_REPORT_HANDLE)


def may_assure(actor: Actor) -> bool:
    """Test whether the actor may confirm that something is still true; which rows is the owning room's policy."""
    return actor.can(Permission.OFFER_CONFIRM)


def may_review(actor: Actor) -> bool:
    """Test whether the actor decides anything at all; which reviews is ``Review.objects.for_reviewer``."""
    return actor.can(Permission.REVIEW_NATIONAL) or actor.can(Permission.REVIEW_LOCAL)


def conflict_of(
    *,
    actor_id: UUID | None,
    organisation_ids: Collection[UUID],
    organisation_id: UUID,
    author_ids: Collection[str],
    decided_by: UUID | None,
) -> Conflict:
    """Return what is in the way of somebody deciding: their own organisation, their own words, their own decision.

    ``decided_by`` is who made the decision that is appealed.
    """
    if organisation_id in organisation_ids:
        return Conflict.ORGANISATION
    if actor_id is not None and str(actor_id) in author_ids:
        return Conflict.AUTHOR
    if actor_id is not None and actor_id == decided_by:
        return Conflict.OWN_DECISION
    return Conflict.NONE


def may_run_rounds(actor: Actor) -> bool:
    """Test whether the actor may let the day's work run: only the operator, by command or by the worker."""
    return actor.is_system
