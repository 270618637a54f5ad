"""Reads: an organisation's offers as those who keep them true need to see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from brobygger.accounts.permissions import Permission
from brobygger.directory.models import Check, Offer, Stage, Status
from brobygger.directory.models.checks import ASK_AHEAD
from brobygger.directory.rows import capacity_of
from brobygger.directory.selectors.counts import NEVER_SEEN, Seen, seen_of
from brobygger.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOffer:
    """An offer as one of those who keep it true sees it: state, sureness, room, and how often it is seen.

    ``asked_on`` is when we ask next whether it is right, or first asked when ``is_asked``; ``reasons`` say why then
    (``risk.reason_text``). Room is empty when nobody has said, or what was said is too old.
    """

    id: UUID
    key: str
    name: str
    status: str
    status_label: str
    assured_on: date | None
    asked_on: date | None
    reasons: tuple[str, ...]
    is_asked: bool
    is_grey: bool
    is_hidden_as_stale: bool
    room: str
    room_label: str
    wait_weeks: int | None
    room_until: datetime | None
    seen: Seen


def own_offers(*, actor: Actor, organisation_id: UUID, at: datetime) -> tuple[OwnOffer, ...]:
    """Return an organisation's offers that the actor may change and that are not taken down, by name."""
    offers = Offer.objects.within_reach(actor, Permission.OFFER_EDIT).of_organisation(organisation_id)
    rows = list(offers.not_removed().select_related("capacity").alphabetical())
    ids = [row.id for row in rows]
    checks = {check.offer_id: check for check in Check.objects.of_offers(ids)}
    seen = seen_of(offer_ids=ids, today=timezone.localdate(at))
    return tuple(_line(row, checks.get(row.id), seen, at=at) for row in rows)


def _line(offer: Offer, check: Check | None, seen: Mapping[UUID, Seen], *, at: datetime) -> OwnOffer:
    room = capacity_of(offer)
    room = room if room is not None and room.expires_at > at else None
    stage = check.stage if check else Stage.WAITING
    return OwnOffer(
        id=offer.id,
        key=offer.key,
        name=offer.name,
        status=offer.status,
        status_label=str(Status(offer.status).label),
        assured_on=offer.assured_on,
        asked_on=_asked_on(offer, check),
        reasons=tuple(check.reasons) if check else (),
        is_asked=stage != Stage.WAITING,
        is_grey=stage == Stage.GREYED,
        is_hidden_as_stale=stage == Stage.HIDDEN and offer.status == Status.HIDDEN,
        room=room.status if room else "",
        room_label=str(room.get_status_display()) if room else "",
        wait_weeks=room.wait_weeks if room else None,
        room_until=room.expires_at if room else None,
        seen=seen.get(offer.id, NEVER_SEEN),
    )


def _asked_on(offer: Offer, check: Check | None) -> date | None:
    if check is not None:
        return check.due_on
    return offer.next_check_on - ASK_AHEAD if offer.next_check_on else None
