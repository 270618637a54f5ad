"""The letters that ask whether offers are still right: one to each mailbox and day, however many offers it is about."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from brobygger.directory.mail_links import Purpose, make_token
from brobygger.directory.models import Offer, Stage
from brobygger.directory.models.checks import NEXT_STAGE
from brobygger.directory.selectors.asking import what_we_say
from brobygger.notifications.services import Letter
from brobygger.notifications.topics import Topic

TEMPLATE = "directory/mail/still_right"
#: The language of the register itself: whoever keeps an offer wrote it in Danish.
LANGUAGE = "da"


def letter_about(
    *, to: str, offers: Sequence[Offer], stages: Mapping[UUID, Stage], due_on: Mapping[UUID, date], at: datetime
) -> Letter:
    """Return the letter to one mailbox about offers (fetched ``for_page``) and the stage each has come to."""
    today = timezone.localdate(at)
    with translation.override(LANGUAGE):
        items = [_item(offer, stage=stages[offer.id], due_on=due_on[offer.id], at=at) for offer in offers]
    return Letter(
        to=to,
        template=TEMPLATE,
        key=_key(offers, stages=stages, due_on=due_on, today=today),
        topic=Topic.FRESHNESS,
        context={
            "offers": items,
            "first": items[0],
            "count": len(items),
            "worst": _worst(stages[o.id] for o in offers),
        },
        language=LANGUAGE,
        about=offers[0].id if len(offers) == 1 else None,
    )


def address_of(*, door: str, token: str) -> str:
    """Return the whole address of a link in a mail; ``door`` is the name of its page."""
    return f"{settings.BASE_URL}{reverse(door, args=[token])}"


def _item(offer: Offer, *, stage: Stage, due_on: date, at: datetime) -> dict[str, Any]:
    """Return one offer as the letter's templates want it."""
    tokens = {
        purpose: make_token(purpose=purpose, offer_id=offer.id, due_on=due_on, at=at)
        for purpose in (Purpose.CONFIRM, Purpose.CHANGE)
    }
    return {
        **asdict(what_we_say(offer, at=at)),
        "stage": str(stage),
        "next_on": timezone.localdate(at) + _until_next(stage),
        "confirm_url": address_of(door="desks:still_right", token=tokens[Purpose.CONFIRM]),
        "change_url": address_of(door="desks:not_right", token=tokens[Purpose.CHANGE]),
    }


def _until_next(stage: Stage) -> timedelta:
    """Return how long after a stage the next one comes."""
    coming = NEXT_STAGE.get(stage)
    return coming[1] if coming else timedelta(0)


def _key(offers: Iterable[Offer], *, stages: Mapping[UUID, Stage], due_on: Mapping[UUID, date], today: date) -> str:
    """Return what makes the same letter the same: the day, and for each offer which check and how far it has come."""
    said = sorted(f"{offer.id}:{due_on[offer.id].isoformat()}:{stages[offer.id]}" for offer in offers)
    return f"fresh:{today.isoformat()}:{hashlib.sha256(' '.join(said).encode()).hexdigest()}"


def _worst(stages: Iterable[Stage]) -> str:
    """Return the stage that the subject line is about: the furthest."""
    order = [Stage.ASKED, Stage.REMINDED, Stage.GREYED, Stage.HIDDEN]
    return str(max(stages, key=order.index))
