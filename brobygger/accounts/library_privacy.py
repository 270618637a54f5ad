"""What the sign-in library's rows hold of people, said as our own rows say it of themselves (``class Privacy``)."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession


class _Addresses:
    """Kept as long as the account."""

    personal = frozenset({"email"})
    keep_for: timedelta | None = None


class _Sessions:
    """A session lasts eight hours; that somebody signed in, and with what, is forgotten after a week."""

    personal = frozenset({"ip", "user_agent"})
    keep_for: timedelta | None = timedelta(days=7)
    since = "last_seen_at"


EmailAddress.Privacy = _Addresses
UserSession.Privacy = _Sessions
