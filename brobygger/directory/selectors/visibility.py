"""Reads: where an offer is hidden, and which municipalities still have something to say about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.directory.models import LocalVisibility, Offer
from brobygger.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenLine:
    """An offer that is not shown in a municipality, and why."""

    offer_id: UUID
    key: str
    name: str
    organisation_name: str
    reason: str
    is_waiting: bool
    decided_at: datetime


def hidden_locally(*, actor: Actor, municipality_code: str) -> tuple[HiddenLine, ...]:
    """Return what a municipality has hidden, newest first; nothing to those who do not decide there."""
    rows = LocalVisibility.objects.visible_to(actor).in_municipality(municipality_code).hidden().newest_first()
    return tuple(
        HiddenLine(
            offer_id=row.offer_id,
            key=row.offer.key,
            name=row.offer.name,
            organisation_name=row.offer.organisation.name,
            reason=row.reason,
            is_waiting=row.is_waiting,
            decided_at=row.decided_at,
        )
        for row in rows.select_related("offer__organisation")
    )


def hidden_in(offer_id: UUID) -> frozenset[str]:
    """Return the municipalities where an offer is not shown."""
    return frozenset(LocalVisibility.objects.of_offer(offer_id).hidden().values_list("municipality_id", flat=True))


def municipalities_to_ask(*, offer_id: UUID | None, municipality_codes: Collection[str]) -> frozenset[str]:
    """Return the municipalities that have a say in what was sent in: of a change, those it comes to for the first time.

    What an offer says is the nation's to check; whether it is shown in a place was decided when it came there.
    """
    offer = Offer.objects.with_id(offer_id).first() if offer_id else None
    if offer is None:
        return frozenset(municipality_codes)
    before = set(offer.served_municipalities.values_list("code", flat=True))
    return frozenset(municipality_codes) - before
