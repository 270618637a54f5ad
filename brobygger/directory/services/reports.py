"""Acts on error reports about offers: whose task each is, and the mails that tell of them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.curation import services as curation
from brobygger.curation.models import ErrorReport
from brobygger.directory.models import Offer, Status
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound

#: Said before the words of those who keep the offer themselves, so that whoever reads it knows it is not a stranger.
FROM_WITHIN = "Fra dem, der står bag tilbuddet:"


@transaction.atomic
def report_offer(
    *, actor: Actor, offer_id: UUID, reason: str, text: str, reply_to: str, at: datetime, from_within: bool = False
) -> ErrorReport:
    """Keep somebody's word that an offer is wrong, as the task of the municipalities it is for.

    ``from_within``: it is said by those behind the offer. Raises ``NotFound``, ``ReportInvalid``, ``TextLooksLikeCpr``.
    """
    offer = Offer.objects.with_id(offer_id).for_page().first()
    if offer is None or offer.status in {Status.DRAFT, Status.REMOVED}:
        raise NotFound
    words = f"{FROM_WITHIN} {text.strip()}" if from_within and text.strip() else text
    return curation.report_error(
        actor=actor,
        subject_kind="offer",
        subject_id=offer.id,
        subject_label=offer.name,
        reason=reason,
        text=words,
        reply_to=reply_to,
        at=at,
        municipality_codes=[row.code for row in offer.served_municipalities.all()],
        is_national=offer.is_national,
    )
