"""Doors of a demo: the mails it would have sent, so that every journey can be walked. Elsewhere nothing is here."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brobygger.notifications.selectors import shelved_letter, shelved_letters


@login_not_required
@never_cache
@require_safe
def demo_post(request: HttpRequest) -> HttpResponse:
    """List the newest mails, to everybody on this machine."""
    _only_in_a_demo()
    address = request.GET.get("til", "").strip()
    context = {"letters": shelved_letters(to=address), "address": address}
    return render(request, "notifications/demo_post.html", context)


@login_not_required
@never_cache
@require_safe
def demo_letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show one mail as its receiver would read it."""
    _only_in_a_demo()
    letter = shelved_letter(message_id)
    if letter is None:
        raise Http404
    return render(request, "notifications/demo_letter.html", {"letter": letter})


def _only_in_a_demo() -> None:
    """Refuse wherever anybody else than whoever runs the demo could look."""
    if not (settings.DEMO and settings.IS_LOCAL and settings.MAIL_IS_SHELVED):
        raise Http404
