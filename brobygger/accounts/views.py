"""HTML doors: signing in and out, and one's own page."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.accounts.desk import desk_of
from brobygger.accounts.forms import SignInForm
from brobygger.accounts.middleware import actor_of
from brobygger.accounts.models import User
from brobygger.accounts.selectors import actor_for, profile_of
from brobygger.accounts.services import note_sign_in
from brobygger.ui.throttle import throttle

#: Tries from one address; a household or an office behind one address has room for some mistyping.
TRIES, TRIES_SECONDS = 10, 15 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password, and go where the person was on the way to."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(_where_to(request))
        return _show_sign_in(request, SignInForm(request))
    form = SignInForm(request, data=request.POST)
    if throttle(request, door="sign-in", limit=TRIES, seconds=TRIES_SECONDS, at=timezone.now()):
        return _show_sign_in(request, form, is_too_often=True, status=429)
    if not form.is_valid():
        return _show_sign_in(request, form, status=422)
    user = form.get_user()
    login(request, user)
    note_sign_in(actor=actor_for(user), at=timezone.now())
    return redirect(_where_to(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show who somebody is to the portal, what they may do, and what waits for them."""
    user: User = request.user  # type: ignore[assignment]
    context = {"profile": profile_of(user=user), "desk": desk_of(actor=actor_of(request))}
    return render(request, "accounts/home.html", context)


def _show_sign_in(
    request: HttpRequest, form: SignInForm, *, is_too_often: bool = False, status: int = 200
) -> HttpResponse:
    """Show the form; with too many tries nothing is checked, so nothing is said about what was typed."""
    context = {
        "form": SignInForm(request, initial={"username": request.POST.get("username", "")}) if is_too_often else form,
        "next": _wanted(request),
        "is_too_often": is_too_often,
        "minutes": TRIES_SECONDS // 60,
    }
    return render(request, "accounts/sign_in.html", context, status=status)


def _where_to(request: HttpRequest) -> str:
    """Return the address the person was on the way to, else their own page."""
    return _wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _wanted(request: HttpRequest) -> str:
    """Return the address asked for, empty unless it is on this portal: a link in a mail sends nobody elsewhere."""
    url = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""
