"""Reads of the outbox."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from brobygger.kernel.errors import NotFound
from brobygger.kernel.signed_links import read_link
from brobygger.notifications.models import Content, Message
from brobygger.notifications.rendering import CHOICES_PURPOSE


def keys_known(keys: Collection[str]) -> set[str]:
    """Return those among some keys that a letter has been written with before."""
    return set(Message.objects.filter(key__in=keys).values_list("key", flat=True))


def messages_by_id(ids: Collection[UUID]) -> set[UUID]:
    """Return those among some ids that are messages in the outbox."""
    return set(Message.objects.filter(id__in=ids).values_list("id", flat=True))


def messages_about(subject_id: UUID) -> QuerySet[Message]:
    """Return every message about one row of a room above, newest first."""
    return Message.objects.filter(about=subject_id).order_by("-created_at", "-id")


def shelved_letters(*, to: str = "", most: int = 100) -> QuerySet[Content]:
    """Return the newest letters of a demo, to everybody or to one address; whether a worker has run or not."""
    letters = Content.objects.select_related("message").order_by("-message__created_at", "-message_id")
    return (letters.filter(to__iexact=to) if to else letters)[:most]


def shelved_letter(message_id: UUID) -> Content | None:
    """Return one letter of a demo."""
    return Content.objects.select_related("message").filter(message_id=message_id).first()


def message_of_link(*, token: str, at: datetime) -> Message:
    """Return the message a link in a mail belongs to. Raises ``LinkNotValid``, or ``NotFound`` when it is forgotten."""
    link = read_link(purpose=CHOICES_PURPOSE, token=token, at=at)
    message = Message.objects.filter(id=link.subject_id).first()
    if message is None:
        raise NotFound
    return message
