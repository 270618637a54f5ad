"""Puts ``request.actor`` there: lazily, so that a public page never opens a session (and never varies by cookie)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from brobygger.accounts.services import actor_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Translate Django's user into the kernel's actor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)
