"""Reads of the register: pages, lists, figures and the calendar."""

from brobygger.directory.selectors.calendar import Happening, calendar
from brobygger.directory.selectors.figures import Figures, counts_by_municipality, counts_by_need, freshness_figures
from brobygger.directory.selectors.lists import (
    OfferAddress,
    OfferLine,
    OrganisationLine,
    offer_addresses,
    offers_of_organisation,
    offers_serving,
    organisation_index,
    published_ids,
)
from brobygger.directory.selectors.offer_page import OfferRemoved, get_offer, get_offer_page, history
from brobygger.directory.selectors.page_values import (
    Area,
    CapacityNow,
    Choice,
    ConceptTag,
    ContactCard,
    Freshness,
    HistoryLine,
    OfferPage,
    OrganisationCard,
    PictureCard,
    PlaceCard,
)

__all__ = [
    "Area",
    "CapacityNow",
    "Choice",
    "ConceptTag",
    "ContactCard",
    "Figures",
    "Freshness",
    "Happening",
    "HistoryLine",
    "OfferAddress",
    "OfferLine",
    "OfferPage",
    "OfferRemoved",
    "OrganisationCard",
    "OrganisationLine",
    "PictureCard",
    "PlaceCard",
    "calendar",
    "counts_by_municipality",
    "counts_by_need",
    "freshness_figures",
    "get_offer",
    "get_offer_page",
    "history",
    "offer_addresses",
    "offers_of_organisation",
    "offers_serving",
    "organisation_index",
    "published_ids",
]
