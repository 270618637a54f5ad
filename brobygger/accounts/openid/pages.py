"""What somebody sees when a sign-in with a provider ends with no."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CANCELLED = _("Du afbrød, før du var færdig. Prøv igen, eller log ind på en anden måde.")
FAILED = _("Vi kunne ikke få svar dérfra, eller svaret passede ikke. Prøv igen om lidt.")


def refused(request: HttpRequest, why: str | Promise, *, status: int) -> HttpResponse:
    """Return the page that says why, and how else to come in."""
    return render(request, "accounts/openid_refused.html", {"why": why}, status=status)
