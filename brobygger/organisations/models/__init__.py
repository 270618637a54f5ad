"""Organisations, who writes for them, and who would like to."""

from brobygger.organisations.models.claims import Claim, ClaimStatus, Way
from brobygger.organisations.models.memberships import MemberRole, Membership
from brobygger.organisations.models.organisations import Basis, Kind, Organisation, organisation_id_for

__all__ = [
    "Basis",
    "Claim",
    "ClaimStatus",
    "Kind",
    "MemberRole",
    "Membership",
    "Organisation",
    "Way",
    "organisation_id_for",
]
