"""One sender: takes the next letter, hands it over, and keeps what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Protocol

import structlog
from django.conf import settings
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.letters import mail_of
from brobygger.notifications.services import bounces, delivery
from brobygger.notifications.services.delivery import Parcel
from brobygger.notifications.smtp import InDoubt, Line, PutOff, Refused, Server, ServerAway, Shelf, TakenOver

log = structlog.get_logger("brobygger.notifications")

_FIRST_PAUSE_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 60.0


class Carrier(Protocol):
    """Whatever hands mail over."""

    def deliver(self, *, to: str, data: bytes, before_end: Callable[[], bool]) -> None: ...
    def close(self) -> None: ...


class Outcome(StrEnum):
    """What came of one turn."""

    SENT = "sent"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    TAKEN_OVER = "taken_over"
    #: There was nothing to send, or the server is away and is left alone for a while.
    IDLE = "idle"


def carrier() -> Carrier:
    """Return what this installation hands mail over with."""
    return Shelf() if settings.MAIL_IS_SHELVED else Line(Server.of_settings())


@dataclass(slots=True)
class Sender:
    """Sends one letter after the other on one line. While the server is away, no letter is taken at all."""

    carrier: Carrier = field(default_factory=carrier)
    _pause_seconds: float = 0.0
    _paused_until: float = 0.0

    def send_next(self) -> Outcome:
        """Send the next letter, and say what came of it."""
        if monotonic() < self._paused_until:
            return Outcome.IDLE
        parcel = delivery.claim_next(actor=SYSTEM, at=timezone.now())
        if parcel is None:
            self.carrier.close()
            return Outcome.IDLE
        outcome = self._carry(parcel)
        log.info("mail", outcome=outcome.value, message=parcel.message_id.hex, topic=parcel.topic)
        return outcome

    def _carry(self, parcel: Parcel) -> Outcome:
        """Hand one letter over."""
        try:
            self.carrier.deliver(to=parcel.to, data=mail_of(parcel), before_end=lambda: _begin_end(parcel))
        except PutOff as error:
            self._note_away(is_away=isinstance(error, ServerAway))
            delivery.note_put_off(actor=SYSTEM, parcel=parcel, problem=error.problem, at=timezone.now())
            return Outcome.PUT_OFF
        except Refused as error:
            delivery.note_refused(actor=SYSTEM, parcel=parcel, problem=error.problem, at=timezone.now())
            if error.is_address:
                bounces.note_refused_address(actor=SYSTEM, parcel=parcel, problem=error.problem, at=timezone.now())
            return Outcome.REFUSED
        except InDoubt as error:
            delivery.note_uncertain(actor=SYSTEM, parcel=parcel, problem=error.problem, at=timezone.now())
            return Outcome.UNCERTAIN
        except TakenOver:
            return Outcome.TAKEN_OVER
        self._note_away(is_away=False)
        delivery.note_sent(actor=SYSTEM, parcel=parcel, at=timezone.now())
        return Outcome.SENT

    def _note_away(self, *, is_away: bool) -> None:
        """Leave a server that is away alone, longer each time."""
        if not is_away:
            self._pause_seconds = self._paused_until = 0.0
            return
        self._pause_seconds = min(max(self._pause_seconds * 2, _FIRST_PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS)
        self._paused_until = monotonic() + self._pause_seconds


def _begin_end(parcel: Parcel) -> bool:
    """Write down that the end of a mail is about to be sent."""
    return delivery.begin_end(actor=SYSTEM, parcel=parcel, at=timezone.now())
