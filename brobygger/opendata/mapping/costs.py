"""What an offer costs, as HSDS ``cost_option`` and in words. The only amount told is nothing: prices are words."""

from brobygger.directory.models import Offer, PriceKind
from brobygger.opendata.mapping.parts import Thing, part_id, without_empty

_CURRENCY = "DKK"


def cost_options_of(offer: Offer) -> list[Thing]:
    """Return the price, when anybody has said whether there is one."""
    if offer.price_kind == PriceKind.UNKNOWN:
        return []
    is_free = offer.price_kind == PriceKind.FREE
    return [
        without_empty(
            id=part_id(offer.id, "cost"),
            option="Gratis" if is_free else "Koster noget",
            currency=_CURRENCY,
            amount=0 if is_free else None,
            amount_description=offer.price_note,
        )
    ]


def fees_of(offer: Offer) -> str:
    """Return the price in words, with help to pay it."""
    kind = {PriceKind.FREE.value: "Gratis.", PriceKind.PAID.value: "Koster noget."}.get(offer.price_kind, "")
    return " ".join(text for text in (kind, offer.price_note, offer.concessions) if text)
