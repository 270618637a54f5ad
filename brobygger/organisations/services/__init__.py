"""Acts on organisations: what they say of themselves, and who writes for them."""

from brobygger.organisations.services.claims import (
    AlreadyAnswered,
    AskedTooOften,
    ClaimWaits,
    ReasonMissing,
    WayIsClosed,
    answer_claim,
    ask_again,
    claim_organisation,
    vouch,
    withdraw_claim,
)
from brobygger.organisations.services.memberships import (
    AlreadyMember,
    LastAdministrator,
    add_member,
    change_member,
    end_memberships,
    remove_member,
)
from brobygger.organisations.services.organisations import (
    OrganisationData,
    OrganisationInvalid,
    Saved,
    save_organisation,
)
from brobygger.organisations.services.registration import (
    NameIsTaken,
    NewOrganisation,
    TooManyNew,
    register_organisation,
)
from brobygger.organisations.services.standing import approve_organisation, set_trusted

__all__ = [
    "AlreadyAnswered",
    "AlreadyMember",
    "AskedTooOften",
    "ClaimWaits",
    "LastAdministrator",
    "NameIsTaken",
    "NewOrganisation",
    "OrganisationData",
    "OrganisationInvalid",
    "ReasonMissing",
    "Saved",
    "TooManyNew",
    "WayIsClosed",
    "add_member",
    "answer_claim",
    "approve_organisation",
    "ask_again",
    "change_member",
    "claim_organisation",
    "end_memberships",
    "register_organisation",
    "remove_member",
    "save_organisation",
    "set_trusted",
    "vouch",
    "withdraw_claim",
]
