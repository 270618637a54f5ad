"""Rows of the register: offers, where and when they are, who they are for, whether there is room."""

from brobygger.directory.models.details import Capacity, CapacityStatus, Contact, Criterion, Link, Picture
from brobygger.directory.models.offers import (
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
    "Access",
    "Capacity",
    "CapacityStatus",
    "CommunityType",
    "Contact",
    "Criterion",
    "Delivery",
    "Gender",
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
