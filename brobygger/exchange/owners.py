"""Whose rows go out, come in, or are opened by a key: one organisation's, or one municipality's."""

from dataclasses import dataclass
from uuid import UUID

from brobygger.accounts.policies import Reach
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality

#: The two kinds of owners, as addresses name them.
ORGANISATION, MUNICIPALITY = "forening", "kommune"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Exactly one of the two."""

    organisation: Organisation | None = None
    municipality: Municipality | None = None

    @property
    def kind(self) -> str:
        """The word for it in an address."""
        return ORGANISATION if self.organisation else MUNICIPALITY

    @property
    def key(self) -> str:
        """The other word in an address: an organisation's public key, or a municipality's code."""
        return self.organisation.key if self.organisation else self.code

    @property
    def name(self) -> str:
        """What people call it."""
        return self.organisation.name if self.organisation else str(self.municipality)

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation's id; None for a municipality."""
        return self.organisation.id if self.organisation else None

    @property
    def code(self) -> str:
        """The municipality's code; empty for an organisation."""
        return self.municipality.code if self.municipality else ""

    def is_within(self, reach: Reach) -> bool:
        """Test whether all of this owner's rows are within reach.

        Looking after the town an organisation is at home in is not enough: it may do things in other towns.
        """
        if reach.only_on is not None:
            return False
        return reach.covers(organisation_id=self.organisation_id, municipality_codes=(self.code,) if self.code else ())
