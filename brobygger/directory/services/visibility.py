"""Acts: showing or hiding an offer in one municipality, whatever the country says."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory import policies
from brobygger.directory.documents import fresh_document
from brobygger.directory.events import told
from brobygger.directory.models import LocalVisibility, Offer, Status
from brobygger.directory.services.offers import advance
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, NotFound
from brobygger.privacy.cpr import forbid_cpr
from brobygger.search import services as search

LONGEST_REASON = 300
#: Offers that are, or were until somebody hid them, in sight.
_IN_PLAY = (Status.PUBLISHED, Status.HIDDEN)


@transaction.atomic
def set_local_visibility(
    *, actor: Actor, offer_id: UUID, municipality_code: str, is_shown: bool, at: datetime, reason: str = ""
) -> LocalVisibility:
    """Show or hide an offer in one municipality; hiding takes a reason.

    Hidden there, it is not found on the municipality's pages or by those who search there. An offer that is hidden
    everywhere it is for goes out of sight altogether, until one of them shows it again. Raises ``NotFound`` (also for
    somebody else's municipality), ``BadData`` and ``TextLooksLikeCpr``.
    """
    if not policies.may_decide_locally(actor, municipality_code=municipality_code):
        raise NotFound
    if not is_shown and not reason.strip():
        raise BadData("Skriv kort, hvorfor tilbuddet ikke skal vises.")
    forbid_cpr(reason)
    offer = Offer.objects.with_id(offer_id).select_for_update().first()
    if offer is None or offer.status not in _IN_PLAY:
        raise NotFound
    row = _write(
        offer, municipality_code, is_shown=is_shown, reason=reason.strip()[:LONGEST_REASON], actor=actor, at=at
    )
    follow_local_visibility(actor=actor, offer_id=offer.id, at=at)
    return row


@transaction.atomic
def hide_until_looked_at(*, actor: Actor, offer_id: UUID, municipality_codes: Collection[str], at: datetime) -> None:
    """Hide a new offer in municipalities that look before they show; what they have already decided stays."""
    offer = Offer.objects.with_id(offer_id).select_for_update().get()
    decided = LocalVisibility.objects.of_offer(offer.id).in_municipalities(municipality_codes)
    for code in sorted(set(municipality_codes) - set(decided.values_list("municipality_id", flat=True))):
        _write(offer, code, is_shown=False, is_waiting=True, actor=actor, at=at)


@transaction.atomic
def follow_local_visibility(*, actor: Actor, offer_id: UUID, at: datetime) -> None:
    """Take out of sight what is hidden everywhere it is for, bring back what no longer is, and tell the search."""
    offer = Offer.objects.for_page().get(id=offer_id)
    rows = LocalVisibility.objects.of_offer(offer.id)
    is_nowhere = _is_nowhere(offer, {row.municipality_id for row in rows.hidden()})
    was_taken_down = offer.status == Status.HIDDEN and any(row.took_down for row in rows)
    if is_nowhere and offer.status == Status.PUBLISHED:
        rows.update(took_down=True)
        advance(actor=actor, offer=offer, to=Status.HIDDEN, at=at, because="local")
    elif was_taken_down and not is_nowhere:
        rows.update(took_down=False)
        advance(actor=actor, offer=offer, to=Status.PUBLISHED, at=at, because="local")
    elif offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
        told.tell([offer.id], at=at)


def _is_nowhere(offer: Offer, hidden: set[str]) -> bool:
    """Test whether every municipality an offer is for has hidden it; the country and a region are more than those."""
    if offer.is_national or offer.served_regions.all():
        return False
    served = {municipality.code for municipality in offer.served_municipalities.all()}
    return bool(served) and served <= hidden


def _write(
    offer: Offer,
    code: str,
    *,
    is_shown: bool,
    actor: Actor,
    at: datetime,
    reason: str = "",
    is_waiting: bool = False,
) -> LocalVisibility:
    """Write the row and a line in the book."""
    before = LocalVisibility.objects.of_offer(offer.id).in_municipality(code).first()
    values = {
        "is_shown": is_shown,
        "is_waiting": is_waiting,
        "reason": "" if is_shown else reason,
        "decided_by": actor.id,
        "decided_at": at,
    }
    row, _is_new = LocalVisibility.objects.update_or_create(offer=offer, municipality_id=code, defaults=values)
    record(
        actor=actor,
        act=f"directory.offer.{'shown' if is_shown else 'hidden'}_locally",
        subject_kind="offer",
        subject_id=offer.id,
        at=at,
        changes={"municipality": code, "is_shown": [before.is_shown if before else None, is_shown]},
    )
    return row
