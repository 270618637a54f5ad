"""Doors for machines. None of them sets a cookie or shows anything personal."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from brobygger.search.forms import NAMES
from brobygger.search.keeping.checking import count_ready
from brobygger.web.pause import is_paused
from brobygger.web.presenters.search_page import PLAIN_WORDS

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Open one of Django's own views to everybody, for reading."""
    return login_not_required(require_safe(view))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process is alive; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether visitors can be served: no pause, the database answers, and there is something to find."""
    if is_paused():
        return JsonResponse({"ready": False, "paused": True}, status=503)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        documents = count_ready()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse(
        {"ready": documents > 0, "database": True, "documents": documents}, status=200 if documents else 503
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is worth their time: plain questions, not their endless combinations."""
    lines = [
        "User-agent: *",
        *(f"Disallow: /*{name}=" for name in NAMES if name not in PLAIN_WORDS),
        "Disallow: /soeg/kort/",
        "Disallow: /en/soeg/kort/",
        "Disallow: /teknik/",
        "Disallow: /min-side/",
        "Disallow: /ui/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """Tell whom to write to about a security hole (RFC 9116); 404 until the operator has said whom."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: da, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that only know the old address to the icon."""
    return redirect(static("ui/favicon.ico"))


@login_not_required
@never_cache
@require_safe
def back_office_sign_in(request: HttpRequest) -> HttpResponse:
    """Send those who want into the back office to our one sign-in, which counts tries; 403 to others signed in."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    wanted = request.GET.get("next") or reverse("admin:index")
    return redirect_to_login(wanted, login_url=resolve_url(settings.LOGIN_URL))


@login_not_required
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """Redirect to the operator's registered accessibility statement, or to our own page when there is none yet."""
    return redirect(settings.ACCESSIBILITY_STATEMENT_URL or "knowledge:accessibility")
