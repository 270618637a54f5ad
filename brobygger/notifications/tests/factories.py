"""Makes letters and messages."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Message
from brobygger.notifications.services import Letter, queue_mail
from brobygger.notifications.topics import Topic

#: A template of this room, so that its tests need no other.
TEMPLATE = "notifications/mail/digest"
CONTEXT = {"parts": [{"subject": "Passer det stadig?", "text": "Café Håb\nhttps://brobygger.example/x/"}]}


def letter(**values: Any) -> Letter:
    """A letter to somebody in an association."""
    usual: dict[str, Any] = {
        "to": "anna@forening.example", "template": TEMPLATE, "context": CONTEXT, "key": f"test:{uuid4()}",
        "topic": Topic.FRESHNESS,
    }  # fmt: skip
    return Letter(**{**usual, **values})


def queued(at: datetime, **values: Any) -> Message | None:
    """A letter in the outbox."""
    made = letter(**values)
    return queue_mail(
        actor=SYSTEM, to=made.to, template=made.template, context=made.context, key=made.key, topic=made.topic, at=at,
        language=made.language, about=made.about,
    )  # fmt: skip
