"""Facts that the room announces."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event, announce
from brobygger.kernel.gathering import Gathering
from brobygger.organisations.events import told as told_of_organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersChanged(Event):
    """What the public sees of some offers is new: words, places, times, room, an answer, or whether they are shown."""

    offer_ids: frozenset[UUID]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged(Event):
    """A whole batch at once: what the public sees of some offers and of some organisations is new."""

    offer_ids: frozenset[UUID]
    organisation_ids: frozenset[UUID]
    at: datetime


told = Gathering(lambda ids, at: OffersChanged(offer_ids=ids, at=at), name="offers_changed")


@contextmanager
def told_together(*, at: datetime) -> Iterator[None]:
    """Announce the offers and organisations a batch changes once, when it is done.

    To be used inside the batch's own transaction. A batch within a batch is told with the outer one.
    """
    with told_of_organisations.collecting() as organisation_ids, told.collecting() as offer_ids:
        yield
    if offer_ids or organisation_ids:
        announce(RegisterChanged(offer_ids=frozenset(offer_ids), organisation_ids=frozenset(organisation_ids), at=at))
