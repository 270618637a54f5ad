"""Reads: organisations, who writes for them, and who would like to. Counts of offers are the directory's to give."""

from brobygger.organisations.selectors.claims import (
    ClaimPage,
    ClaimWay,
    claim_by_link,
    claim_page,
    claims_for_centre,
    claims_for_members,
    own_claims,
    proof_address,
    ways_to_claim,
)
from brobygger.organisations.selectors.finding import (
    FoundOrganisation,
    find_organisations,
    municipality_choices,
    similar_organisations,
)
from brobygger.organisations.selectors.memberships import (
    MemberLine,
    OwnOrganisation,
    get_own_organisation,
    invited_to,
    members_of,
    own_organisations,
    recipients_of,
)
from brobygger.organisations.selectors.organisations import get_organisation, volunteer_centre

__all__ = [
    "ClaimPage",
    "ClaimWay",
    "FoundOrganisation",
    "MemberLine",
    "OwnOrganisation",
    "claim_by_link",
    "claim_page",
    "claims_for_centre",
    "claims_for_members",
    "find_organisations",
    "get_organisation",
    "get_own_organisation",
    "invited_to",
    "members_of",
    "municipality_choices",
    "own_claims",
    "own_organisations",
    "proof_address",
    "recipients_of",
    "similar_organisations",
    "volunteer_centre",
    "ways_to_claim",
]
