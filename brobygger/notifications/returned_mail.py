"""Reading reports of mail that did not arrive (RFC 3464): who, why, and which mail of ours it was."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from hashlib import sha256
from uuid import UUID

from brobygger.notifications.letters import ids_in
from brobygger.notifications.services.bounces import Return

#: "Mailbox full" and "too large" come as permanent from some servers and pass all the same (RFC 3463, X.2.2, X.3).
_PASSING_AFTER_ALL = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.7.")
_FAILED = "failed"


def read_report(data: bytes) -> Iterator[Return]:
    """Yield what one mail says of mail that did not arrive; nothing when it is not such a report."""
    report = message_from_bytes(data, policy=default)
    name = report.get("Message-ID") or sha256(data).hexdigest()
    ours = _our_message(report)
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for number, block in enumerate(part.iter_parts() if part.is_multipart() else ()):
            found = _of_block(block, key=f"{name}:{number}", message_id=ours)
            if found is not None:
                yield found


def _of_block(block: Mail, *, key: str, message_id: UUID | None) -> Return | None:
    """Return what is said of one receiver, when it is that something went wrong for good or for now."""
    action = str(block.get("Action", "")).strip().lower()
    if action != _FAILED:
        # "delayed" means that the other server goes on trying; "delivered" and "relayed" are good news.
        return None
    receiver = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
    address = receiver.partition(";")[2].strip().strip("<>")
    words = str(block.get("Status", "")).split()
    status = words[0] if words else "5.0.0"
    is_hard = status.startswith("5.") and not status.startswith(_PASSING_AFTER_ALL)
    if not address and message_id is None:
        return None
    return Return(key=key, address=address, status=status[:12], is_hard=is_hard, message_id=message_id)


def _our_message(report: Mail) -> UUID | None:
    """Return the message a report quotes: by the Message-ID in the part that quotes it, or in its own header."""
    quoted = [str(report.get("In-Reply-To", "")), str(report.get("References", ""))]
    for part in report.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) else inner
            quoted.append(str(first.get("Message-ID", "") if isinstance(first, Mail) else first))
    return next(iter(found for text in quoted for found in ids_in(text)), None)
