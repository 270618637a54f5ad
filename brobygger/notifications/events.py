"""Facts this room announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBounced(Event):
    """Mail to an address comes back and it is not written to any more: whoever owns the address should be told.

    ``about`` is the row the mail was about, as the room that queued it said; None when that is not known.
    """

    address: str
    about: UUID | None
    topic: str
    at: datetime
