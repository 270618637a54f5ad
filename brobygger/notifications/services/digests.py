"""Gathering: what would have been mailed one by one goes together, once for each receiver and morning."""

from datetime import datetime
from itertools import groupby
from uuid import uuid4

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.notifications.models import Content, Message, State
from brobygger.notifications.rendering import Renderer
from brobygger.notifications.services.delivery import ERASE_SENT_AFTER
from brobygger.notifications.topics import Topic

_TEMPLATE = "notifications/mail/digest"
#: Receivers in one go, so that a killed worker loses little.
_AT_ONCE = 200


def gather_digests(*, actor: Actor, at: datetime) -> int:
    """Write one letter for each receiver whose morning has come; return how many. Safe to kill and to repeat."""
    hashes = Message.objects.to_be_gathered(at).order_by("address_hash").values_list("address_hash", flat=True)
    written = 0
    for address_hash in list(hashes.distinct()[:_AT_ONCE]):
        written += _gather(address_hash, at=at)
    return written


@transaction.atomic
def _gather(address_hash: str, *, at: datetime) -> int:
    """Write the digests of one receiver: one for each language the letters are in."""
    held = Message.objects.to_be_gathered(at).filter(address_hash=address_hash)
    parts = list(held.select_for_update().order_by("language", "created_at"))
    written = 0
    for language, group in groupby(parts, key=lambda part: part.language):
        _write(address_hash, language, list(group), at=at)
        written += 1
    return written


def _write(address_hash: str, language: str, parts: list[Message], *, at: datetime) -> None:
    """Write one digest and mark what it holds."""
    contents = {content.message_id: content for content in Content.objects.filter(message__in=parts)}
    letters = [contents[part.id] for part in parts]
    digest = Message.objects.create(
        id=uuid4(), key=f"digest:{parts[0].id}", topic=Topic.DIGEST, template=_TEMPLATE, language=language,
        address_hash=address_hash, created_at=at, due_at=at,
    )  # fmt: skip
    shown = [{"subject": letter.subject, "text": _without_foot(letter.text)} for letter in letters]
    words = Renderer(at=at).words(
        template=_TEMPLATE, context={"parts": shown}, language=language, message_id=digest.id
    )  # fmt: skip
    Content.objects.create(
        message=digest, to=letters[-1].to, subject=words.subject, text=words.text, html=words.html
    )  # fmt: skip
    ids = [part.id for part in parts]
    Message.objects.filter(id__in=ids).update(state=State.GATHERED, ended_at=at, digest=digest)
    Content.objects.filter(message_id__in=ids).update(erase_at=at + ERASE_SENT_AFTER)


def _without_foot(text: str) -> str:
    """Return a letter less what every letter says at its end."""
    return text.partition("\n--\n")[0].strip()
