"""Asking whether there is room: once a month, where people often look and nobody has said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from brobygger.directory import policies
from brobygger.directory.letters import LANGUAGE, address_of
from brobygger.directory.mail_links import Purpose, make_token
from brobygger.directory.models import Check, Offer, Stage
from brobygger.directory.selectors.asking import Asked, receivers_of
from brobygger.directory.selectors.often import opened_often
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.notifications.services import Letter, queue_mails
from brobygger.notifications.topics import Topic

ASK_EVERY = timedelta(days=30)
#: Opened so often in a month that an answer spares people the way.
OFTEN = 20
TEMPLATE = "directory/mail/room"
_OFFERS_AT_A_TIME = 200


def ask_about_room(*, actor: Actor, at: datetime) -> int:
    """Ask about room where people often look and no answer counts; return how many offers were asked about.

    Safe to kill and to repeat: the letters and what they tell of are written together. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    today = timezone.localdate(at)
    often = opened_often(since=today - ASK_EVERY, at_least=OFTEN)
    due = list(
        Check.objects.to_ask_about_room(at=at, not_since=today - ASK_EVERY, offer_ids=often)
        .order_by("offer__organisation_id", "offer_id")
        .values_list("offer_id", flat=True)
    )
    lots = (due[start : start + _OFFERS_AT_A_TIME] for start in range(0, len(due), _OFFERS_AT_A_TIME))
    return sum(_ask(lot, actor=actor, at=at) for lot in lots)


@transaction.atomic
def _ask(offer_ids: Sequence[object], *, actor: Actor, at: datetime) -> int:
    """Write the letters about some offers, one to each mailbox, and when they were asked."""
    today = timezone.localdate(at)
    offers = list(Offer.objects.with_ids(list(offer_ids)).for_page())  # type: ignore[arg-type]
    receivers = receivers_of(
        [
            Asked(
                offer_id=offer.id,
                organisation_id=offer.organisation_id,
                organisation_email=offer.organisation.email,
                stage=Stage.ASKED,
            )
            for offer in offers
        ]
    )
    mailboxes: dict[str, list[Offer]] = {}
    for offer in offers:
        if receivers[offer.id]:
            mailboxes.setdefault(receivers[offer.id], []).append(offer)
    letters = [_letter(to, asked, at=at) for to, asked in mailboxes.items()]
    queue_mails(actor=actor, letters=letters, at=at)
    Check.objects.of_offers([offer.id for offer in offers]).update(room_asked_on=today)
    return len(offers)


def _letter(to: str, offers: Sequence[Offer], *, at: datetime) -> Letter:
    """Return the letter to one mailbox."""
    with translation.override(LANGUAGE):
        items = [
            {
                "name": offer.name,
                "room_url": address_of(
                    door="desks:room",
                    token=make_token(purpose=Purpose.ROOM, offer_id=offer.id, due_on=None, at=at),
                ),
            }
            for offer in offers
        ]
    first = min(str(offer.id) for offer in offers)
    return Letter(
        to=to,
        template=TEMPLATE,
        key=f"room:{timezone.localdate(at).isoformat()}:{first}:{len(offers)}",
        topic=Topic.CAPACITY,
        context={"offers": items, "first": items[0], "count": len(items)},
        language=LANGUAGE,
        about=offers[0].id if len(offers) == 1 else None,
    )
