"""Writing a letter in the outbox, in the transaction of the act it tells of: both happen, or neither."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.notifications.models import Content, Message, State
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.policies import Receiver, fate_of
from brobygger.notifications.rendering import Renderer
from brobygger.notifications.selectors import keys_known, messages_by_id, receivers
from brobygger.notifications.topics import Topic

#: Letters written in one go.
_AT_ONCE = 500
#: Those about accounts go first: somebody sits and waits for them.
_RANKS = {Topic.ACCOUNT: 0}
_USUAL_RANK = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one address. ``context`` holds plain values and nothing about a citizen (product rule 4).

    ``template`` is a path without its endings (``directory/mail/still_right`` has ``.subject.txt``, ``.txt`` and
    ``.html``). ``key`` names the occasion: the same key again is the same letter. ``about`` is the row it is about.
    """

    to: str
    template: str
    key: str
    topic: Topic
    context: Mapping[str, Any] = field(default_factory=dict)
    language: str = "da"
    about: UUID | None = None


def queue_mail(
    *,
    actor: Actor,
    to: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    topic: Topic,
    at: datetime,
    language: str = "da",
    about: UUID | None = None,
) -> Message | None:
    """Write one letter in the outbox. Return it, or None when nothing will be sent.

    Nothing is when the key is known already, the receiver does not want such mail, the address does not work, or has
    had so much mail about accounts that somebody must be playing. Never tell which: it tells who has an account.
    """
    letter = Letter(
        to=to, template=template, context=context, key=key, topic=topic, language=language, about=about
    )  # fmt: skip
    queued = queue_mails(actor=actor, letters=[letter], at=at)
    return queued[0] if queued else None


def queue_mails(*, actor: Actor, letters: Iterable[Letter], at: datetime) -> list[Message]:
    """Write many letters in the outbox; return those that will be sent (at once, or gathered)."""
    renderer, queued, rest = Renderer(at=at), [], iter(letters)
    while batch := list(islice(rest, _AT_ONCE)):
        queued += _write(batch, renderer=renderer, at=at)
    return queued


@transaction.atomic
def _write(letters: Sequence[Letter], *, renderer: Renderer, at: datetime) -> list[Message]:
    """Write some letters, less those whose key is known already."""
    by_key = {letter.key: letter for letter in letters}
    for key in keys_known(by_key):
        del by_key[key]
    written = _decide(by_key.values(), at=at)
    Message.objects.bulk_create([message for message, _ in written], ignore_conflicts=True)
    # Somebody else may have written a letter with the same key just now: only what is there gets content.
    ours = messages_by_id([message.id for message, _ in written])
    to_send = [(m, letter) for m, letter in written if m.id in ours and m.state != State.WITHHELD]
    Content.objects.bulk_create([_content(m, letter, renderer) for m, letter in to_send])
    return [message for message, _ in to_send]


def _decide(letters: Iterable[Letter], *, at: datetime) -> list[tuple[Message, Letter]]:
    """Return a message for each letter, in the state its receiver's choices give it."""
    pairs = [(hash_of(letter.to), letter) for letter in letters]
    known, decided = receivers({address_hash for address_hash, _ in pairs}, at=at), []
    for address_hash, letter in pairs:
        receiver = known[address_hash]
        state, due_at = fate_of(topic=letter.topic, receiver=receiver, at=at)
        known[address_hash] = _after(receiver, letter.topic, state)
        decided.append((_message(letter, address_hash, state, due_at, at), letter))
    return decided


def _after(receiver: Receiver, topic: Topic, state: State) -> Receiver:
    """Return what is known of a receiver once one more letter is written."""
    if state != State.WAITING:
        return receiver
    is_account = topic == Topic.ACCOUNT
    return Receiver(
        rhythms=receiver.rhythms,
        is_suppressed=receiver.is_suppressed,
        account_mails_in_hour=receiver.account_mails_in_hour + is_account,
        account_mails_in_day=receiver.account_mails_in_day + is_account,
        other_mails_in_day=receiver.other_mails_in_day + (not is_account),
    )


def _message(letter: Letter, address_hash: str, state: State, due_at: datetime, at: datetime) -> Message:
    return Message(
        id=uuid4(),
        key=letter.key,
        state=state,
        topic=letter.topic,
        template=letter.template,
        language=letter.language,
        address_hash=address_hash,
        about=letter.about,
        rank=_RANKS.get(letter.topic, _USUAL_RANK),
        created_at=at,
        due_at=due_at,
        ended_at=at if state == State.WITHHELD else None,
    )


def _content(message: Message, letter: Letter, renderer: Renderer) -> Content:
    words = renderer.words(
        template=letter.template, context=letter.context, language=letter.language, message_id=message.id
    )
    return Content(message=message, to=letter.to, subject=words.subject, text=words.text, html=words.html)
