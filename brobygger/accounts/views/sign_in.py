"""HTML doors: signing in and out, and the second step."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.accounts.forms.sign_in import SignInForm
from brobygger.accounts.second_factor import before_second_factor, lacks_second_factor
from brobygger.accounts.selectors.own_account import has_second_step
from brobygger.ui.throttle import throttle

#: Tries are counted for a quarter of an hour; an office behind one address has room for some mistyping.
TRIES_SECONDS = 15 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password, and go where the person was on the way to."""
    if request.user.is_authenticated:
        return redirect(wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.method != "POST":
        return _show_sign_in(request, SignInForm(request=request))
    if throttle(request, door="sign-in", limit=settings.SIGN_IN_TRIES, seconds=TRIES_SECONDS, at=timezone.now()):
        typed = {"login": request.POST.get("login", "")}
        return _show_sign_in(request, SignInForm(request=request, initial=typed), is_too_often=True, status=429)
    form = SignInForm(request.POST, request=request)
    if not form.is_valid():
        return _show_sign_in(request, form, status=422)
    response: HttpResponse = form.login(request, redirect_url=wanted(request) or None)
    return response


@before_second_factor
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@before_second_factor
@never_cache
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second step is needed, and lead to where it is set up or shown."""
    if not lacks_second_factor(request):
        return redirect(wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    context = {"has_one": has_second_step(user_id=request.user.pk), "next": wanted(request)}
    return render(request, "accounts/second_factor.html", context)


def _show_sign_in(
    request: HttpRequest, form: SignInForm, *, is_too_often: bool = False, status: int = 200
) -> HttpResponse:
    """Show the form; with too many tries nothing is checked, so nothing is said about what was typed."""
    context = {
        "form": form,
        "next": wanted(request),
        "is_too_often": is_too_often,
        "minutes": TRIES_SECONDS // 60,
    }
    return render(request, "accounts/sign_in.html", context, status=status)


def wanted(request: HttpRequest) -> str:
    """Return the address asked for, empty unless it is on this portal: a link in a mail sends nobody elsewhere."""
    url = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""
