"""Showing again who one is, before what a thief at an unlocked desk would do first.

``@reauthentication_required`` on a view: whoever has not shown a password, a code or a passkey within five minutes is
asked for it, and comes back to what they were doing, a form that was sent included.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required as _asked_again
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from brobygger.accounts.models import User

View = Callable[..., HttpResponse]


def reauthentication_required(view: View, *, app: str = "") -> View:
    """Return the view behind a question: is it still you? ``app`` is for allauth's own pages."""
    asked: View = _asked_again(view, app=app)

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if _has_nothing_to_show(request) and not has_just_signed_in(request):
            logout(request)
            return redirect_to_login(request.get_full_path())
        return asked(request, *args, **kwargs)

    return guarded


def has_just_signed_in(request: HttpRequest) -> bool:
    """Test whether the last thing that was shown in this session was shown within the last minutes."""
    steps = get_authentication_records(request, request.user) if isinstance(request.user, User) else []
    return bool(steps) and time.time() - float(steps[-1]["at"]) < REAUTHENTICATION_TIMEOUT


def _has_nothing_to_show(request: HttpRequest) -> bool:
    """Test for a person without password, code or passkey: they come by mail or by another sign-in, and do so again."""
    return isinstance(request.user, User) and not get_reauthentication_flows(request.user)
