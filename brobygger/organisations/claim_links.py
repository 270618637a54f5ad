"""The link that proves a claim: whoever reads the association's mail opens it, sees what it is about, and answers."""

from datetime import datetime, timedelta
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.signed_links import SignedLink, read_link, sign_link

_PURPOSE = "organisation-claim"
LASTS = timedelta(days=7)


def claim_link(*, claim_id: UUID, asked_at: datetime, at: datetime) -> str:
    """Return the part of an address that lets its holder answer one claim, until a newer link is sent."""
    return sign_link(purpose=_PURPOSE, subject_id=claim_id, state=asked_at.isoformat(), at=at, lasts=LASTS)


def read_claim_link(*, token: str, at: datetime) -> SignedLink:
    """Return what a link says; raises ``LinkNotValid``."""
    return read_link(purpose=_PURPOSE, token=token, at=at)


def holder_of_link(*, claim_id: UUID, organisation_id: UUID) -> Actor:
    """Return somebody who may answer this one claim and do nothing else."""
    return Actor(
        kind=ActorKind.LINK,
        own_permissions=frozenset({Permission.MEMBERS_MANAGE}),
        organisation_ids=frozenset({organisation_id}),
        only_on=claim_id,
    )
