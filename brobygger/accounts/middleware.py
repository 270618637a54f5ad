"""Who is asking: found out lazily, so that a public page never opens a session (and never varies by cookie)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from brobygger.accounts.second_factor import has_second_factor, is_open_before_second_factor, lacks_second_factor
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.own_account import has_second_step
from brobygger.kernel.actors import Actor

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Translate Django's user into the kernel's actor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor_asking(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _actor_asking(request: HttpRequest) -> Actor:
    """Work out who is asking; the session is opened only now."""
    user = request.user
    return actor_for(user, has_second_factor=user.is_authenticated and has_second_factor(request))


class ClosedByDefault(LoginRequiredMiddleware):
    """Django's closed doors, but a public door is let through before anybody asks who is there."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Return nothing for a public door, else what Django answers.

        Behind a closed door who is asking is known for certain, so services get the value itself: one that is found
        out lazily is no dataclass to ``dataclasses.replace``.
        """
        if not getattr(view_func, "login_required", True):
            return None
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is None:
            request.actor = _actor_asking(request)  # type: ignore[attr-defined]
        return response


class SecondFactorFirst:
    """Lead whoever's role needs a second factor to the page where they show it, from every closed door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Return nothing when the door may be used; what was sent to it is refused, never acted on later."""
        is_public = not getattr(view_func, "login_required", True)
        if is_public or is_open_before_second_factor(view_func) or not lacks_second_factor(request):
            return None
        if request.method not in {"GET", "HEAD"}:
            context = {"was_refused": True, "has_one": has_second_step(user_id=request.user.pk)}
            return render(request, "accounts/second_factor.html", context, status=403)
        return redirect(f"{reverse('accounts:second_factor')}?{urlencode({'next': request.get_full_path()})}")
