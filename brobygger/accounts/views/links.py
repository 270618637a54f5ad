"""HTML doors: what is behind the links in our mails: an invitation, and the way in without a password."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.forms.people import InvitedForm, SignInLinkForm
from brobygger.accounts.mail_links import SIGN_IN_LINK_LASTS
from brobygger.accounts.models import Invitation, User
from brobygger.accounts.municipality_names import in_words
from brobygger.accounts.permissions import ROLE_LABELS, Role, needs_second_factor
from brobygger.accounts.second_factor import lacks_second_factor
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.people import invitation_behind, user_behind, user_with_email
from brobygger.accounts.services.invitations import accept_as_new, accept_invitation
from brobygger.accounts.services.sign_in_links import send_sign_in_link, use_sign_in_link
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import DomainError
from brobygger.ui.throttle import throttle

#: Questions for a link from one network in an hour; those to one address are limited in ``ACCOUNT_RATE_LIMITS``.
LINKS, LINKS_SECONDS = 20, 60 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody is invited to; take it (POST) with the account they have, or make them one."""
    found = invitation_behind(token=token, at=timezone.now())
    if lacks_second_factor(request):
        return redirect(f"{reverse('accounts:second_factor')}?{urlencode({'next': request.path})}")
    if request.user.is_authenticated:
        return _take_with_account(request, found)
    if user_with_email(email=found.email) is not None:
        return _show_invitation(request, found, must_sign_in=True)
    form = InvitedForm(request.POST or None, email=found.email)
    if not form.is_valid():
        return _show_invitation(request, found, form=form, status=422 if form.is_bound else 200)
    words = form.cleaned_data
    try:
        user = accept_as_new(
            actor=VISITOR, invitation_id=found.id, name=words["name"], password=words["password"], at=timezone.now()
        )
    except DomainError as error:
        form.add_error(None, gettext(error.message))
        return _show_invitation(request, found, form=form, status=error.status)
    return _begin_session(request, user, method="password")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_sign_in_link(request: HttpRequest) -> HttpResponse:
    """Ask where to send a link; the answer is the same for every address."""
    form = SignInLinkForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/sign_in_link.html", {"form": form}, status=status)
    at = timezone.now()
    if throttle(request, door="sign-in-link", limit=LINKS, seconds=LINKS_SECONDS, at=at):
        return render(request, "accounts/sign_in_link.html", {"form": form, "is_too_often": True}, status=429)
    email = form.cleaned_data["email"]
    if ratelimit.consume(request, action="sign_in_link", key=email.lower()):
        send_sign_in_link(actor=VISITOR, email=email, at=at, language=get_language() or "da")
    return redirect("accounts:sign_in_link_sent")


@login_not_required
@require_safe
def sign_in_link_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return render(request, "accounts/sign_in_link_sent.html", {"minutes": SIGN_IN_LINK_LASTS.seconds // 60})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button: mail scanners open links too. Pressing it signs in, once."""
    at = timezone.now()
    user = user_behind(token=token, at=at)
    if request.method != "POST":
        return render(request, "accounts/use_sign_in_link.html", {"email": user.email})
    return _begin_session(request, use_sign_in_link(actor=actor_for(user), token=token, at=at), method="mail_link")


def _take_with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Take an invitation with the account that is signed in."""
    user: User = request.user  # type: ignore[assignment]
    if request.method != "POST":
        return _show_invitation(request, found, is_theirs=user.email.lower() == found.email)
    accept_invitation(actor=actor_for(user), invitation_id=found.id, user=user, at=timezone.now())
    return redirect("accounts:home")


def _show_invitation(request: HttpRequest, found: Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    """Show what somebody is invited to, and how to say yes."""
    context = {
        "invitation": found,
        "role": ROLE_LABELS[Role(found.role)],
        "municipalities": in_words(found.municipality_codes),
        "needs_second_factor": needs_second_factor(Role(found.role)),
        **more,
    }
    return render(request, "accounts/invitation.html", context, status=status)


def _begin_session(request: HttpRequest, user: User, *, method: str) -> HttpResponse:
    """Sign somebody in with one step shown; the sign-in library asks for the second where there is one."""
    record_authentication(request, user, method)
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return response
