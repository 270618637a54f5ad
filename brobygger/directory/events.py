"""Facts that the room announces."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event
from brobygger.kernel.gathering import Gathering
from brobygger.organisations.events import told as told_of_organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersChanged(Event):
    """What the public sees of some offers is new: words, places, times, room, an answer, or whether they are shown."""

    offer_ids: frozenset[UUID]
    at: datetime


told = Gathering(lambda ids, at: OffersChanged(offer_ids=ids, at=at), name="offers_changed")


@contextmanager
def told_together(*, at: datetime) -> Iterator[None]:
    """Announce the offers and organisations a batch changes once, when it is done, offers first.

    To be used inside the batch's own transaction.
    """
    with told_of_organisations.together(at=at), told.together(at=at):
        yield
