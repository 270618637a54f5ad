"""Reads: organisations, who writes for them, and who would like to. Counts of offers are the directory's to give."""

from brobygger.organisations.selectors.memberships import (
    MemberLine,
    OwnOrganisation,
    get_own_organisation,
    members_of,
    own_organisations,
    recipients_of,
)
from brobygger.organisations.selectors.organisations import get_organisation, volunteer_centre

__all__ = [
    "MemberLine",
    "OwnOrganisation",
    "get_organisation",
    "get_own_organisation",
    "members_of",
    "own_organisations",
    "recipients_of",
    "volunteer_centre",
]
