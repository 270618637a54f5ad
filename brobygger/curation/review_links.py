"""Links to one review for an association without an account: read it, answer, appeal. Nothing else opens with it."""

from datetime import datetime, timedelta
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.curation.models import Review
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.signed_links import LinkNotValid, read_link, sign_link

_PURPOSE = "review"
#: A board meets once a month.
_LASTS = timedelta(days=45)


def review_token(*, review_id: UUID, at: datetime) -> str:
    """Return the part of an address that opens a review for those who sent it in."""
    return sign_link(purpose=_PURPOSE, subject_id=review_id, at=at, lasts=_LASTS)


def holder_of_link(*, token: str, at: datetime) -> tuple[Actor, UUID]:
    """Return who holds a link, able to write in one review alone, and which. Raises ``LinkNotValid``."""
    link = read_link(purpose=_PURPOSE, token=token, at=at)
    review = Review.objects.with_id(link.subject_id).first()
    if review is None:
        raise LinkNotValid
    actor = Actor(
        kind=ActorKind.LINK,
        own_permissions=frozenset({str(Permission.OFFER_EDIT)}),
        organisation_ids=frozenset({review.organisation_id}),
        only_on=review.id,
    )
    return actor, review.id
