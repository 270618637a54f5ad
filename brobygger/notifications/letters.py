"""From a message in the outbox to the bytes of a mail (RFC 5322): the same Message-ID however often it is tried."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from brobygger.notifications.rendering import choices_token
from brobygger.notifications.services.delivery import Parcel
from brobygger.notifications.topics import Topic

_ID = re.compile(r"<([0-9a-f]{32})@([^<>@\s]+)>")
_LINE_BEGINS_WITH_DOT = re.compile(rb"(?m)^\.")


def sender() -> str:
    """Return the address mail comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id_of(message_id: UUID) -> str:
    """Return what a mail is called by servers, for ever: whoever gets it twice can see that it is the same."""
    return f"<{message_id.hex}@{sender().rpartition('@')[2]}>"


def ids_in(text: str) -> set[UUID]:
    """Return the messages of ours that a text (a log, a report of what came back) names."""
    domain = sender().rpartition("@")[2].lower()
    return {UUID(hex=found[1]) for found in _ID.finditer(text) if found[2].lower() == domain}


def mail_of(parcel: Parcel) -> bytes:
    """Return a mail as it goes over the line: dots at line beginnings doubled, ending in a line break."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(settings.DEFAULT_FROM_EMAIL)
    mail["To"] = parcel.to
    mail["Subject"] = parcel.subject
    mail["Date"] = format_datetime(parcel.created_at)
    mail["Message-ID"] = message_id_of(parcel.message_id)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = parcel.language
    if parcel.topic != Topic.ACCOUNT:
        mail["List-Unsubscribe"] = f"<{_unsubscribe_url(parcel.message_id, parcel.created_at)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(parcel.text, cte="quoted-printable")
    mail.add_alternative(parcel.html, subtype="html", cte="quoted-printable")
    lines = mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return _LINE_BEGINS_WITH_DOT.sub(b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _address(text: str) -> Address:
    name, spec = parseaddr(text)
    return Address(display_name=name or "Brobygger", addr_spec=spec)


def _unsubscribe_url(message_id: UUID, at: datetime) -> str:
    """Return the address that a mail program's own button posts to; without a language, as nobody reads it."""
    with translation.override("da"):
        path = reverse("notifications:unsubscribe", args=[choices_token(message_id=message_id, at=at)])
    return f"{settings.BASE_URL}{path}"
