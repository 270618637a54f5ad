"""What came back: addresses that do not exist are written to no more, and their owners are told by other ways."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.events import announce
from brobygger.notifications.events import AddressBounced
from brobygger.notifications.models import Bounce, Content, Message, Suppression
from brobygger.notifications.models.addresses import Cause, hash_of
from brobygger.notifications.services.delivery import Parcel

#: So many reports of passing trouble in so long, and the trouble is not passing.
MOST_SOFT_BOUNCES = 5
_SOFT_COUNTS_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One report that a mail did not arrive: ``key`` names the report, ``address`` whom the mail was for."""

    key: str
    address: str
    status: str
    is_hard: bool
    message_id: UUID | None


@transaction.atomic
def note_return(*, actor: Actor, returned: Return, at: datetime) -> bool:
    """Keep one report; False when it was read before, or is not about mail of ours."""
    message = Message.objects.filter(id=returned.message_id).first()
    address_hash = message.address_hash if message else hash_of(returned.address)
    if message is None and not Message.objects.filter(address_hash=address_hash).exists():
        return False
    key = hashlib.sha256(returned.key.encode()).hexdigest()
    _, is_new = Bounce.objects.get_or_create(
        key=key,
        defaults={
            "address_hash": address_hash, "message": message, "is_hard": returned.is_hard, "status": returned.status,
            "at": at,
        },
    )  # fmt: skip
    if not is_new:
        return False
    is_often = Bounce.objects.soft_since(address_hash, at - _SOFT_COUNTS_FOR).count() >= MOST_SOFT_BOUNCES
    if returned.is_hard or is_often:
        cause = Cause.HARD_BOUNCE if returned.is_hard else Cause.SOFT_BOUNCES
        _suppress(actor, returned.address, address_hash, cause, message=message, at=at)
    return True


def note_refused_address(*, actor: Actor, parcel: Parcel, problem: str, at: datetime) -> None:
    """Keep that the server said at once that an address does not exist."""
    status = next((word for word in problem.split() if word.count(".") == 2), "5.1.1")
    returned = Return(
        key=f"refused:{parcel.message_id}", address=parcel.to, status=status[:12], is_hard=True,
        message_id=parcel.message_id,
    )  # fmt: skip
    note_return(actor=actor, returned=returned, at=at)


def lift_suppression(*, actor: Actor, address: str, at: datetime) -> bool:
    """Write to an address again; False when it was never stopped."""
    lifted, _ = Suppression.objects.filter(address_hash=hash_of(address)).delete()
    if lifted:
        record(actor=actor, act="notifications.address.opened", subject_kind="address", subject_id="-", at=at)
    return bool(lifted)


def _suppress(
    actor: Actor, address: str, address_hash: str, cause: Cause, *, message: Message | None, at: datetime
) -> None:
    """Write to an address no more, and announce it once."""
    _, is_new = Suppression.objects.get_or_create(address_hash=address_hash, defaults={"cause": cause, "at": at})
    if not is_new:
        return
    record(
        actor=actor, act="notifications.address.stopped", subject_kind="address", subject_id="-", at=at,
        changes={"cause": cause.value},
    )  # fmt: skip
    content = Content.objects.filter(message=message).first() if message else None
    announce(
        AddressBounced(
            address=content.to if content else address,
            about=message.about if message else None,
            topic=message.topic if message else "",
            at=at,
        )
    )
