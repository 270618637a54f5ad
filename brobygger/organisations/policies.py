"""Rules: who may change which organisation, and who decides who writes for it."""

from datetime import datetime
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.organisations.models import Claim, Way
from brobygger.organisations.models.claims import BY_CENTRE, SILENCE


def may_edit(actor: Actor, *, organisation_id: UUID | None, municipality_code: str | None) -> bool:
    """Test whether the actor may change an organisation: everywhere, in their municipality, or their own."""
    return reach_of(actor, Permission.ORGANISATION_EDIT).covers(
        organisation_id=organisation_id, municipality_codes=_codes(municipality_code)
    )


def may_manage_members(actor: Actor, *, organisation_id: UUID, municipality_code: str | None) -> bool:
    """Test whether the actor decides who writes for an organisation. Whoever holds a link about one claim does not."""
    reach = reach_of(actor, Permission.MEMBERS_MANAGE)
    return reach.covers(organisation_id=organisation_id, municipality_codes=_codes(municipality_code))


def may_oversee(actor: Actor, *, municipality_code: str | None) -> bool:
    """Test whether the actor looks after the organisations of a place without belonging to them."""
    return reach_of(actor, Permission.CLAIM_VOUCH).covers(municipality_codes=_codes(municipality_code))


def may_approve(actor: Actor, *, organisation_id: UUID) -> bool:
    """Test whether the actor may show a new organisation to the public: who decides on offers nationally."""
    return reach_of(actor, Permission.REVIEW_NATIONAL).covers(organisation_id=organisation_id)


def may_trust(actor: Actor, *, organisation_id: UUID, municipality_code: str | None) -> bool:
    """Test whether the actor may say that small corrections need not wait. Nobody trusts their own."""
    if organisation_id in actor.organisation_ids:
        return False
    reach = reach_of(actor, Permission.REVIEW_LOCAL)
    return reach.covers(organisation_id=organisation_id, municipality_codes=_codes(municipality_code))


def may_ask(actor: Actor) -> bool:
    """Test whether the actor may ask to write for an organisation, or make a new one: whose account may write."""
    return actor.kind == ActorKind.USER and actor.can(Permission.OFFER_EDIT)


def may_answer(actor: Actor, *, claim: Claim, at: datetime) -> bool:
    """Test whether the actor may answer a claim. Nobody answers their own.

    The link of a claim does; those who decide in the organisation do; a volunteer centre does when it was asked, or
    when those who decide have been silent for a fortnight.
    """
    if actor.id is not None and actor.id == claim.user_id:
        return False
    code = claim.organisation.municipality_id
    if actor.only_on is not None or claim.organisation_id in actor.administered_ids:
        reach = reach_of(actor, Permission.MEMBERS_MANAGE)
        return claim.way != Way.NEW_GROUP and reach.covers(subject_id=claim.id, organisation_id=claim.organisation_id)
    is_silent = claim.way == Way.MEMBERS and at >= claim.created_at + SILENCE
    return (claim.way in BY_CENTRE or is_silent) and may_oversee(actor, municipality_code=code)


def _codes(municipality_code: str | None) -> tuple[str, ...]:
    """Return where an organisation has its home: nowhere when it is for the whole country."""
    return (municipality_code,) if municipality_code else ()
