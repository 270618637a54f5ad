"""Reads behind a link in a mail: what it lets its holder do, and what the page shows before and after."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from brobygger.directory.mail_links import Purpose, holder_of, read_token
from brobygger.directory.models import Check, Offer, ShortLink, Status
from brobygger.directory.rows import capacity_of
from brobygger.directory.selectors.asking import WhatWeSay, what_we_say
from brobygger.directory.selectors.page_values import CapacityNow
from brobygger.directory.selectors.room import capacity_now
from brobygger.kernel.actors import Actor
from brobygger.kernel.signed_links import LinkNotValid

_REACHABLE = frozenset({Status.PUBLISHED, Status.HIDDEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLink:
    """A link that works. ``is_used``: what it is for has been done since it was sent."""

    offer_id: UUID
    actor: Actor
    said: WhatWeSay
    is_shown: bool
    is_used: bool
    assured_on: date | None
    next_check_on: date | None
    ask_again_on: date | None
    reasons: tuple[str, ...]
    capacity: CapacityNow


def open_link(*, purpose: Purpose, token: str, at: datetime) -> OpenedLink:
    """Return what a link in a mail opens. Raises ``LinkNotValid``, also when the offer was taken down since."""
    link = read_token(purpose=purpose, token=token, at=at)
    return _opened(purpose, offer_id=link.subject_id, state=link.state, at=at)


def open_short_link(*, code: str, at: datetime) -> OpenedLink:
    """Return what a short link about room opens. Raises ``LinkNotValid``."""
    row = ShortLink.objects.alive(at).with_digest(code_digest(code)).first()
    if row is None:
        raise LinkNotValid
    return _opened(Purpose.ROOM, offer_id=row.offer_id, state="", at=at)


def code_digest(code: str) -> str:
    """Return what is kept of a short link's code: enough to know it again, not enough to use it."""
    return salted_hmac("brobygger.directory.short_link", code.lower(), algorithm="sha256").hexdigest()


def _opened(purpose: Purpose, *, offer_id: UUID, state: str, at: datetime) -> OpenedLink:
    offer = Offer.objects.with_id(offer_id).for_page().first()
    if offer is None or offer.status not in _REACHABLE:
        raise LinkNotValid
    check = Check.objects.of_offer(offer_id).first()
    return OpenedLink(
        offer_id=offer.id,
        actor=holder_of(purpose=purpose, offer_id=offer.id, organisation_id=offer.organisation_id),
        said=what_we_say(offer, at=at),
        is_shown=offer.status == Status.PUBLISHED,
        is_used=bool(state) and check is not None and check.due_on.isoformat() != state,
        assured_on=offer.assured_on,
        next_check_on=offer.next_check_on,
        ask_again_on=check.due_on if check else None,
        reasons=tuple(check.reasons) if check else (),
        capacity=capacity_now(capacity_of(offer), at=at),
    )
