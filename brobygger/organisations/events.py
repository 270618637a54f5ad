"""Facts that the room announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event
from brobygger.kernel.gathering import Gathering


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsChanged(Event):
    """What the public sees of some organisations is new: their words, or whether they are shown."""

    organisation_ids: frozenset[UUID]
    at: datetime


#: ``told.tell(ids, at=)`` announces at once; inside ``with told.together(at=)`` everything is announced at its end.
told = Gathering(lambda ids, at: OrganisationsChanged(organisation_ids=ids, at=at), name="organisations_changed")
