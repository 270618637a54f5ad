"""Whether somebody has shown more than a password in this session, and the doors that stay open until they have."""

from collections.abc import Callable
from typing import TypeVar

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.http import HttpRequest

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role, needs_second_factor

#: Where django-allauth keeps how somebody signed in: a list of ``{"method": "password" | "mfa" | …}``.
SESSION_KEY = AUTHENTICATION_METHODS_SESSION_KEY
_MARK = "is_open_before_second_factor"

View = TypeVar("View", bound=Callable[..., object])


def has_second_factor(request: HttpRequest) -> bool:
    """Test whether the person signed in has shown a code or a passkey when this session began (or later)."""
    if not isinstance(request.user, User):
        return False
    return any(step.get("method") == "mfa" for step in get_authentication_records(request, request.user))


def lacks_second_factor(request: HttpRequest) -> bool:
    """Test whether somebody is signed in whose role needs a second factor that this session has not seen."""
    user = request.user
    return isinstance(user, User) and needs_second_factor(Role(user.role)) and not has_second_factor(request)


def before_second_factor(view: View) -> View:
    """Mark a closed door that somebody may use on the way to showing a second factor, such as signing out."""
    setattr(view, _MARK, True)
    return view


def is_open_before_second_factor(view: Callable[..., object]) -> bool:
    """Test whether a door is marked so."""
    return bool(getattr(view, _MARK, False))
