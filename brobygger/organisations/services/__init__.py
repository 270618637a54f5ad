"""Acts on organisations: what they say of themselves, and who writes for them."""

from brobygger.organisations.services.memberships import (
    AlreadyMember,
    LastAdministrator,
    add_member,
    change_member,
    remove_member,
)
from brobygger.organisations.services.organisations import (
    OrganisationData,
    OrganisationInvalid,
    Saved,
    save_organisation,
)
from brobygger.organisations.services.standing import approve_organisation, set_trusted

__all__ = [
    "AlreadyMember",
    "LastAdministrator",
    "OrganisationData",
    "OrganisationInvalid",
    "Saved",
    "add_member",
    "approve_organisation",
    "change_member",
    "remove_member",
    "save_organisation",
    "set_trusted",
]
