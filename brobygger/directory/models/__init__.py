"""Rows of the register: offers, where and when they are, who they are for, whether there is room."""

from brobygger.directory.models.checks import Check, ShortLink, Stage
from brobygger.directory.models.counts import DailyCount
from brobygger.directory.models.details import (
    Accessibility,
    Capacity,
    CapacityStatus,
    Contact,
    Criterion,
    Language,
    Link,
    Picture,
)
from brobygger.directory.models.drafts import OPEN, UNDER_WAY, Draft, DraftStatus
from brobygger.directory.models.links import LinkCheck, LinkState
from brobygger.directory.models.offers import (
    BESIDE_FOR_SEARCH,
    OLDEST_PERSON,
    PARTS_FOR_SEARCH,
    TRANSITIONS,
    Access,
    CommunityType,
    Delivery,
    Gender,
    Offer,
    PriceKind,
    Role,
    Signup,
    Status,
)
from brobygger.directory.models.places_and_times import (
    Location,
    LocationKind,
    OfferAtLocation,
    PointPrecision,
    Schedule,
)
from brobygger.directory.models.visibility import LocalVisibility

__all__ = [
    "BESIDE_FOR_SEARCH",
    "OLDEST_PERSON",
    "OPEN",
    "PARTS_FOR_SEARCH",
    "TRANSITIONS",
    "UNDER_WAY",
    "Access",
    "Accessibility",
    "Capacity",
    "CapacityStatus",
    "Check",
    "CommunityType",
    "Contact",
    "Criterion",
    "DailyCount",
    "Delivery",
    "Draft",
    "DraftStatus",
    "Gender",
    "Language",
    "Link",
    "LinkCheck",
    "LinkState",
    "LocalVisibility",
    "Location",
    "LocationKind",
    "Offer",
    "OfferAtLocation",
    "Picture",
    "PointPrecision",
    "PriceKind",
    "Role",
    "Schedule",
    "ShortLink",
    "Signup",
    "Stage",
    "Status",
]
