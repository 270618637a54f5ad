"""Facts this room announces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

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


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Event):
    """Somebody took an invitation: the room of organisations makes a member of whoever was invited to an association.

    ``organisation_id`` is None for an invitation to a role in the portal, which ``accounts`` has already given.
    """

    invitation_id: UUID
    user_id: UUID
    organisation_id: UUID | None
    organisation_role: str
    invited_by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """Somebody's account was closed: keys and memberships that hang on it end with it."""

    user_id: UUID
    at: datetime
