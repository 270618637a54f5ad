"""Doors of those who run the whole: mails that could not be sent, and mails that may have been."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.notifications import selectors
from brobygger.notifications.policies import may_see_to_mail
from brobygger.notifications.services.delivery import see_to

#: When there are more, something is broken that the command line is the place for.
_MOST_SHOWN = 100
_DECISIONS = {"arrived": True, "again": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def troubles(request: HttpRequest) -> HttpResponse:
    """List what went wrong, and decide about one of them."""
    actor = actor_of(request)
    if not may_see_to_mail(actor):
        raise Http404
    if request.method == "POST":
        return _decide(request)
    waiting = selectors.troubles(actor=actor)
    context = {"messages_in_trouble": waiting[:_MOST_SHOWN], "total": waiting.count()}
    return render(request, "notifications/troubles.html", context, status=HTTPStatus.OK)


def _decide(request: HttpRequest) -> HttpResponse:
    """Keep what was decided about one mail."""
    is_sent = _DECISIONS.get(request.POST.get("decision", ""))
    try:
        message_id = UUID(request.POST.get("message", ""))
    except ValueError as error:
        raise Http404 from error
    if is_sent is None:
        raise Http404
    see_to(actor=actor_of(request), message_id=message_id, is_sent=is_sent, at=timezone.now())
    return redirect("notifications:troubles")
