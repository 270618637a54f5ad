"""Links that let somebody do one thing without signing in: signed, for one purpose, on one row, for a limited time.

Opening a link changes nothing (scanners of mail open links); the page behind it asks, and the answer is a POST.
A link counts for one state of its row: whoever makes it gives a ``state`` that changes with the act, such as the
moment of the last answer, so that the link is used up by being used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from brobygger.kernel.errors import DomainError


class LinkNotValid(DomainError):
    """Linket virker ikke længere. Det er brugt, blevet for gammelt eller kommet til skade på vejen."""

    code = "link_not_valid"
    status = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLink:
    """What a link says: the row it is about, the state the row was in, and who it was sent to (an opaque word)."""

    subject_id: UUID
    state: str
    holder: str


def sign_link(
    *, purpose: str, subject_id: UUID, at: datetime, lasts: timedelta, state: str = "", holder: str = ""
) -> str:
    """Return the part of an address that lets its holder do one thing (``purpose``) to one row until it ends."""
    content = [subject_id.hex, int((at + lasts).timestamp()), state, holder]
    return signing.dumps(content, salt=_salt(purpose), compress=False)


def read_link(*, purpose: str, token: str, at: datetime) -> SignedLink:
    """Return what a link says. Raises ``LinkNotValid`` when it is not ours, for something else, or too old."""
    try:
        subject, ends, state, holder = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkNotValid from error
    if at.timestamp() > ends:
        raise LinkNotValid
    return SignedLink(subject_id=UUID(hex=subject), state=state, holder=holder)


def _salt(purpose: str) -> str:
    """Return what keeps links for one purpose from opening another door."""
    return f"brobygger.signed_link.{purpose}"
