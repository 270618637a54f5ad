"""HTML doors: to a provider that signs people in for us, and back."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from brobygger.accounts.openid.pages import FAILED, refused
from brobygger.accounts.openid.provider import CodeFlow
from brobygger.ui.throttle import throttle

#: Sign-ins by a provider from one network in a quarter of an hour: a town hall comes from one address.
TRIES, TRIES_SECONDS = 300, 15 * 60


@login_not_required
@never_cache
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead somebody to the provider."""
    if throttle(request, door="openid", limit=TRIES, seconds=TRIES_SECONDS, at=timezone.now()):
        return refused(request, FAILED, status=429)
    try:
        provider = get_adapter(request).get_provider(request, provider_id)
        response: HttpResponse = provider.redirect_from_request(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, OAuth2Error, KeyError):
        return refused(request, FAILED, status=502)
    except ImmediateHttpResponse as ended:
        response = ended.response
    return response


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let somebody in whom the provider has signed in; a second factor shown there counts here."""
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(CodeFlow(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    if request.user.is_authenticated and getattr(request, "has_second_factor_elsewhere", False):
        record_authentication(request, request.user, "mfa", type="openid_connect", provider=provider_id)
    return response
