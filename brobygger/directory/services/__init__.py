"""Acts on the register: every write goes through one of these."""

from brobygger.directory.services.capacity import CAPACITY_LASTS
from brobygger.directory.services.freshness import confirm_offer, republish_all, set_capacity
from brobygger.directory.services.loading import LoadReport, RowError, load_offers
from brobygger.directory.services.offers import (
    SavedOffer,
    WrongStep,
    hide_offer,
    publish_offer,
    remove_offer,
    reopen_offer,
    save_offer,
)
from brobygger.directory.services.rules import OfferInvalid

__all__ = [
    "CAPACITY_LASTS",
    "LoadReport",
    "OfferInvalid",
    "RowError",
    "SavedOffer",
    "WrongStep",
    "confirm_offer",
    "hide_offer",
    "load_offers",
    "publish_offer",
    "remove_offer",
    "reopen_offer",
    "republish_all",
    "save_offer",
    "set_capacity",
]
