"""What somebody wants to be sent: chosen from a link in a mail, or signed in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.notifications.models import Message, Preference, State, Suppression
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.selectors import choices_of, message_of_link
from brobygger.notifications.topics import CHOOSABLE, Rhythm, Topic


def choose_by_link(*, actor: Actor, token: str, rhythms: Mapping[Topic, Rhythm], at: datetime) -> None:
    """Keep what the receiver of a mail chose. Whoever answers reads the mail, so the address works."""
    message = message_of_link(token=token, at=at)
    with transaction.atomic():
        _choose(actor, message.address_hash, rhythms, at=at)
        Suppression.objects.filter(address_hash=message.address_hash).delete()


def choose(*, actor: Actor, address: str, rhythms: Mapping[Topic, Rhythm], at: datetime) -> None:
    """Keep what somebody signed in chose for their own address."""
    _choose(actor, hash_of(address), rhythms, at=at)


def unsubscribe(*, actor: Actor, token: str, at: datetime) -> Topic:
    """Send no more mail of the topic that a mail was about; return the topic. Doing it twice does no harm.

    From a mail that gathered several, nothing that was gathered is sent any more.
    """
    message = message_of_link(token=token, at=at)
    topic, topics = Topic(message.topic), set[Topic]()
    if topic == Topic.DIGEST:
        gathered = {t for t, rhythm in choices_of(message.address_hash).items() if rhythm != Rhythm.AT_ONCE}
        topics |= gathered | {Topic(part) for part in message.parts.values_list("topic", flat=True)}
    else:
        topics |= {topic} & set(CHOOSABLE)
    choose_by_link(actor=actor, token=token, rhythms=dict.fromkeys(topics, Rhythm.NEVER), at=at)
    return topic


@transaction.atomic
def _choose(actor: Actor, address_hash: str, rhythms: Mapping[Topic, Rhythm], *, at: datetime) -> None:
    """Keep choices, and let what waits for a digest follow them."""
    before = choices_of(address_hash)
    changed = {topic: rhythm for topic, rhythm in rhythms.items() if before[topic] != rhythm}
    for topic, rhythm in changed.items():
        Preference.objects.update_or_create(
            address_hash=address_hash, topic=topic, defaults={"rhythm": rhythm, "chosen_at": at}
        )
        waiting = Message.objects.filter(address_hash=address_hash, topic=topic)
        if rhythm == Rhythm.NEVER:
            waiting.filter(state__in=[State.COLLECTED, State.WAITING]).update(state=State.WITHHELD, ended_at=at)
        if rhythm == Rhythm.AT_ONCE:
            waiting.filter(state=State.COLLECTED).update(state=State.WAITING, due_at=at)
    if changed:
        record(
            actor=actor,
            act="notifications.choices.changed",
            subject_kind="user" if actor.kind == ActorKind.USER else "address",
            subject_id=actor.id or "-",
            at=at,
            changes={topic.value: [before[topic].value, rhythm.value] for topic, rhythm in changed.items()},
        )
