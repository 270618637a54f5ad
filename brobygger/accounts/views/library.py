"""The sign-in library's own pages, each behind our doors: fresh, asked again where it matters, 422 when refused."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.accounts.models import User
from brobygger.accounts.reauthentication import reauthentication_required
from brobygger.accounts.second_factor import before_second_factor
from brobygger.accounts.selectors.own_account import code_of_known_app, has_passkey, has_second_step, is_needed
from brobygger.accounts.views.sign_in import wanted

View = Callable[..., HttpResponse]


def _page(view: View) -> View:
    """Return a page of the library as ours: kept by nobody, and 422 when what was sent had a mistake."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return never_cache(shown)


def _asked_again(view: View) -> View:
    """Return a page that asks once more who somebody is."""
    return _page(reauthentication_required(view))


def _asked_again_of_second_step(view: View) -> View:
    """Return a page about the second step; whoever has one and has not shown it is not let through."""
    return _page(reauthentication_required(view, app="allauth.mfa"))


def _to_add_a_step(view: View) -> View:
    """Return a page where somebody without any second step adds the first; whoever has one shows that first."""
    guarded = _asked_again_of_second_step(view)

    @wraps(view)
    def added(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return guarded(request, *args, **kwargs)

    return before_second_factor(added)


def _told_when_unknown(view: View) -> View:
    """Return a page that takes a passkey, and leads back with a word about it when it was not one of ours."""

    @wraps(view)
    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method != "POST" or response.get("Location") != reverse("account_login"):
            return response
        back = request.path if request.user.is_authenticated else reverse("account_login")
        return redirect(f"{back}?{urlencode({'noegle': 'nej', 'next': wanted(request)})}")

    return told


def _password_again(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more; whoever has a second step shows that instead."""
    if has_second_step(user_id=request.user.pk):
        return redirect(f"{reverse('mfa_reauthenticate')}?{request.META.get('QUERY_STRING', '')}")
    response: HttpResponse = account_views.reauthenticate(request)
    return response


def _remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a passkey away, unless it is the last step of somebody who must have one."""
    user: User = request.user  # type: ignore[assignment]
    if is_needed(user=user, step_id=pk):
        page = "mfa/webauthn/authenticator_confirm_delete.html"
        return render(request, page, {"is_last": True}, status=422 if request.method == "POST" else 200)
    response: HttpResponse = webauthn_views.remove_webauthn(request, pk=pk)
    return response


def _asking_for_a_code(view: View) -> View:
    """Return a page that asks for a code, or for a passkey from those who have one.

    In a demonstration on this machine it tells what the app on the phone would say.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None)
        if context is None:
            return response
        stage = getattr(request, "_login_stage", None)
        user = stage.login.user if stage else request.user
        context["has_passkey"] = has_passkey(user_id=user.pk)
        if settings.DEMO and settings.IS_LOCAL:
            context["demo_code"] = code_of_known_app(user=user, secret=DEMO_APP_SECRET, at=timezone.now())
        return response

    return shown


# -- without signing in ---------------------------------------------------------------------------------------------
new_account = _page(account_views.signup)
closed = _page(account_views.account_inactive)
confirmation_sent = _page(account_views.email_verification_sent)
confirm_address = _page(account_views.confirm_email)
forgotten = _page(account_views.password_reset)
forgotten_sent = _page(account_views.password_reset_done)
reset = _page(account_views.password_reset_from_key)
reset_done = _page(account_views.password_reset_from_key_done)
second_step = _page(_asking_for_a_code(mfa_views.authenticate))
passkey_sign_in = _page(_told_when_unknown(webauthn_views.login_webauthn))

# -- one's own account: asked again where a thief would begin -------------------------------------------------------
password_again = before_second_factor(_page(_password_again))
second_step_again = before_second_factor(_page(_asking_for_a_code(mfa_views.reauthenticate)))
passkey_again = before_second_factor(_page(_told_when_unknown(webauthn_views.reauthenticate_webauthn)))
address = _asked_again(account_views.email)
new_password = _asked_again(account_views.password_change)
first_password = _asked_again(account_views.password_set)
second_steps = _page(mfa_views.index)
add_app = _to_add_a_step(totp_views.activate_totp)
remove_app = _asked_again_of_second_step(totp_views.deactivate_totp)
add_passkey = _to_add_a_step(webauthn_views.add_webauthn)
name_passkey = _asked_again_of_second_step(webauthn_views.edit_webauthn)
remove_passkey = _asked_again_of_second_step(_remove_passkey)
recovery_codes = _asked_again_of_second_step(recovery_views.view_recovery_codes)
recovery_codes_file = _asked_again_of_second_step(recovery_views.download_recovery_codes)
new_recovery_codes = _asked_again_of_second_step(recovery_views.generate_recovery_codes)
