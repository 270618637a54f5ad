"""Facts this room announces, in the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Event):
    """Two entries became one: who asks for the dropped one is to be shown the kept one. ``kind``: ``models.Kind``."""

    kind: str
    dropped_id: UUID
    kept_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Event):
    """Two that were merged are two again."""

    kind: str
    dropped_id: UUID
    kept_id: UUID
    at: datetime
