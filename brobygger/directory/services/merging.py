"""Acts when two offers turn out to be one: what hangs on one is handed to the other, and taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from brobygger.audit.services import record
from brobygger.directory.models import DailyCount, Picture, ShortLink
from brobygger.directory.services.offers import get_editable
from brobygger.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What went from one offer to another: days with how often it was seen, ids of short links and of pictures."""

    counts: tuple[tuple[date, int, int], ...] = ()
    short_links: tuple[UUID, ...] = ()
    pictures: tuple[UUID, ...] = ()


@transaction.atomic
def hand_over(*, actor: Actor, from_id: UUID, to_id: UUID, at: datetime) -> HandedOver:
    """Give an offer's numbers, short links and (when the other shows none) pictures to another.

    Raises ``NotFound`` and ``NotAllowed``: both must be the actor's to change.
    """
    giver = get_editable(actor=actor, offer_id=from_id)
    taker = get_editable(actor=actor, offer_id=to_id)
    rows = DailyCount.objects.of_offers([from_id])
    counts = tuple(rows.order_by("on").values_list("on", "shown", "opened"))
    rows.delete()
    _add_counts(to_id, counts)
    links = tuple(ShortLink.objects.of_offers([from_id]).order_by("id").values_list("id", flat=True))
    ShortLink.objects.with_ids(links).update(offer_id=to_id)
    pictures = () if taker.pictures.all() else tuple(picture.id for picture in giver.pictures.all())
    Picture.objects.with_ids(pictures).update(offer_id=to_id)
    handed = HandedOver(counts=counts, short_links=links, pictures=pictures)
    _write(actor, "handed_over", handed, from_id=from_id, to_id=to_id, at=at)
    return handed


@transaction.atomic
def take_back(*, actor: Actor, handed: HandedOver, from_id: UUID, to_id: UUID, at: datetime) -> None:
    """Undo ``hand_over`` (with the same ``from_id`` and ``to_id``), for what is still there.

    Raises ``NotFound`` and ``NotAllowed``.
    """
    for offer_id in (from_id, to_id):
        get_editable(actor=actor, offer_id=offer_id)
    for on, shown, opened in handed.counts:
        left = {"shown": Greatest(F("shown") - shown, 0), "opened": Greatest(F("opened") - opened, 0)}
        DailyCount.objects.of_offers([to_id]).on_day(on).update(**left)
    DailyCount.objects.of_offers([to_id]).empty().delete()
    _add_counts(from_id, handed.counts)
    ShortLink.objects.with_ids(handed.short_links).of_offers([to_id]).update(offer_id=from_id)
    Picture.objects.with_ids(handed.pictures).of_offer(to_id).update(offer_id=from_id)
    _write(actor, "taken_back", handed, from_id=from_id, to_id=to_id, at=at)


def _add_counts(offer_id: UUID, counts: tuple[tuple[date, int, int], ...]) -> None:
    """Add numbers to an offer's days."""
    DailyCount.objects.bulk_create(
        [DailyCount(offer_id=offer_id, on=on) for on, _shown, _opened in counts], ignore_conflicts=True
    )
    for on, shown, opened in counts:
        rows = DailyCount.objects.of_offers([offer_id]).on_day(on)
        rows.update(shown=F("shown") + shown, opened=F("opened") + opened)


def _write(actor: Actor, act: str, handed: HandedOver, *, from_id: UUID, to_id: UUID, at: datetime) -> None:
    changes = {
        "from": str(from_id), "days": len(handed.counts), "short_links": len(handed.short_links),
        "pictures": len(handed.pictures),
    }  # fmt: skip
    record(
        actor=actor, act=f"directory.offer.{act}", subject_kind="offer", subject_id=to_id, at=at, changes=changes
    )  # fmt: skip
