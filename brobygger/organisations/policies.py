"""Rules: who may change which organisation, and who decides who writes for it."""

from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor


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


def _codes(municipality_code: str | None) -> tuple[str, ...]:
    """Return where an organisation has its home: nowhere when it is for the whole country."""
    return (municipality_code,) if municipality_code else ()
