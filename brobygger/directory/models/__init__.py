"""Rows of the register: offers, where and when they are, who they are for, whether there is room."""

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
from brobygger.directory.models.offers import (
    OLDEST_PERSON,
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

__all__ = [
    "OLDEST_PERSON",
    "TRANSITIONS",
    "Access",
    "Accessibility",
    "Capacity",
    "CapacityStatus",
    "CommunityType",
    "Contact",
    "Criterion",
    "Delivery",
    "Gender",
    "Language",
    "Link",
    "Location",
    "LocationKind",
    "Offer",
    "OfferAtLocation",
    "Picture",
    "PointPrecision",
    "PriceKind",
    "Role",
    "Schedule",
    "Signup",
    "Status",
]
