"""HTML doors: one's own page, one's own account, and the devices one is signed in on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from brobygger.accounts.desk import desk_of
from brobygger.accounts.middleware import actor_of
from brobygger.accounts.models import User
from brobygger.accounts.municipality_names import in_words
from brobygger.accounts.permissions import Permission
from brobygger.accounts.selectors import profile_of
from brobygger.accounts.selectors.own_account import account_of, devices_of
from brobygger.accounts.services.own_account import end_other_sessions, end_session


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show who somebody is to the portal, what they may do, and what waits for them."""
    user: User = request.user  # type: ignore[assignment]
    actor = actor_of(request)
    profile = profile_of(user=user)
    context = {
        "profile": profile,
        "desk": desk_of(actor=actor),
        "municipalities": in_words(profile.municipality_codes),
        "may_open_back_office": actor.can(Permission.BACK_OFFICE_OPEN),
    }
    return render(request, "accounts/home.html", context)


@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what one's account is made of, and where each part is changed."""
    user: User = request.user  # type: ignore[assignment]
    return render(request, "accounts/account.html", {"account": account_of(user=user)})


@never_cache
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """Show where somebody is signed in."""
    user: User = request.user  # type: ignore[assignment]
    found = devices_of(user=user, session_key=request.session.session_key or "")
    return render(request, "accounts/devices.html", {"devices": found})


@require_POST
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign out in one other place."""
    end_session(actor=actor_of(request), session_id=device_id, at=timezone.now())
    return redirect("usersessions_list")


@require_POST
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    here = request.session.session_key or ""
    end_other_sessions(actor=actor_of(request), session_key=here, at=timezone.now())
    return redirect("usersessions_list")
