"""Facts this room announces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from brobygger.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMailWanted(Event):
    """Somebody is to have a mail about their own account: the room of notifications writes it in the outbox.

    ``template`` is a path without its endings (``accounts/mail/invitation`` has ``.subject.txt``, ``.txt`` and
    ``.html``); ``key`` makes sure that the same mail is queued once. ``context`` holds plain values only.
    """

    to: str
    template: str
    key: str
    at: datetime
    language: str = "da"
    context: Mapping[str, object] = field(default_factory=dict)
