"""What one thing of a feed comes to, when it is held against what we have of it. No query, no write."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from brobygger.directory.models import Offer, Status
from brobygger.directory.rows import data_of
from brobygger.directory.values import OfferData
from brobygger.places.names import slugify
from brobygger.sources.becoming import Became
from brobygger.sources.merging import merge, news_of, plain
from brobygger.sources.models import Result, Source, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A result; ``said`` is what the source says, ``data`` what the offer is to say, with what changes or is kept."""

    result: Result
    why: str = ""
    offer_id: UUID | None = None
    said: OfferData | None = None
    now: OfferData | None = None
    data: OfferData | None = None
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def key_for(source: Source, foreign_id: str, raw: Mapping[str, Any]) -> str:
    """Return what a new offer is called in its address: its name, and a mark that is only its own."""
    mark = hashlib.blake2b(f"{source.id.hex}{foreign_id}".encode(), digest_size=4).hexdigest()
    return f"{slugify(str(raw.get('name') or ''))[:90] or 'tilbud'}-{mark}"


def weigh(
    became: Became, *, thing: Thing | None, offer: Offer | None, source: Source, is_taken: bool = False
) -> Weighed:
    """Return what a thing comes to. ``offer`` (fetched ``for_page``) is what it became before, if it did."""
    said = became.said
    offer_id = offer.id if offer else None
    if said is None:
        return Weighed(result=Result.LEFT_OUT, why=became.refused, offer_id=offer_id)
    if is_taken:
        return Weighed(result=Result.LEFT_OUT, why=gettext("Tilbuddet er her i forvejen og har samme id."))
    if thing is None:
        return Weighed(result=Result.NEW, said=said, data=said)
    if offer is None:
        is_waiting = thing.draft_id is not None
        why = gettext("Venter på at blive set igennem.") if is_waiting else ""
        result = Result.CHANGED if is_waiting else Result.NEW
        return Weighed(result=result, why=why, said=said, data=said, changed=news_of(thing.said, plain(said)))
    if offer.status == Status.REMOVED:
        return Weighed(result=Result.LEFT_OUT, why=gettext("Tilbuddet er taget ned her."), offer_id=offer.id)
    now = data_of(offer)
    merged = merge(before=thing.said, now=now, theirs=said, edits=source.edits, our_fields=source.our_fields)
    return Weighed(
        result=Result.BACK if thing.missing_since else Result.CHANGED,
        why="" if merged.changed or merged.kept else gettext("Intet af det, vi viser, er anderledes."),
        offer_id=offer.id,
        said=said,
        now=now,
        data=merged.data,
        changed=merged.changed,
        kept=merged.kept,
    )
