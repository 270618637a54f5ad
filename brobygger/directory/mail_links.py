"""Links in mails about one offer: what each is for, how long it works, and who its holder is to the services.

``state`` uses a link up: the day of a check moves when the offer is confirmed, so that the same link confirms once.
An answer about room may be given again with the same link until it ends; the latest answer counts.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.signed_links import SignedLink, read_link, sign_link


class Purpose(StrEnum):
    """The one thing a link lets its holder do."""

    CONFIRM = "offer.confirm"
    CHANGE = "offer.change"
    ROOM = "offer.room"


#: Longer than the 60 days from the first question to hidden, so that a late answer still brings the offer back.
LASTS = {
    Purpose.CONFIRM: timedelta(days=120),
    Purpose.CHANGE: timedelta(days=120),
    Purpose.ROOM: timedelta(days=60),
}
_PERMISSION = {
    Purpose.CONFIRM: Permission.OFFER_CONFIRM,
    Purpose.CHANGE: Permission.OFFER_EDIT,
    Purpose.ROOM: Permission.CAPACITY_SET,
}


def make_token(*, purpose: Purpose, offer_id: UUID, due_on: date | None, at: datetime) -> str:
    """Return the last part of a link's address. ``due_on`` is the day of the check that the mail is about."""
    state = due_on.isoformat() if due_on and purpose != Purpose.ROOM else ""
    return sign_link(purpose=purpose, subject_id=offer_id, at=at, lasts=LASTS[purpose], state=state)


def read_token(*, purpose: Purpose, token: str, at: datetime) -> SignedLink:
    """Return what a link says. Raises ``LinkNotValid``."""
    return read_link(purpose=purpose, token=token, at=at)


def holder_of(*, purpose: Purpose, offer_id: UUID, organisation_id: UUID) -> Actor:
    """Return who holds a link: somebody with one permission, on one offer."""
    return Actor(
        kind=ActorKind.LINK,
        own_permissions=frozenset({str(_PERMISSION[purpose])}),
        organisation_ids=frozenset({organisation_id}),
        only_on=offer_id,
    )
