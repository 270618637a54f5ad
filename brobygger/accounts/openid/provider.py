"""The sign-in library's OpenID Connect, stricter: a nonce, signatures always checked, nothing that a browser asks for.

Claims stay on the sign-in under way (``claims``) and are written nowhere.
"""

import secrets
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override


class CodeFlow(OpenIDConnectOAuth2Adapter):
    """Asks the provider's doors: what it is, who this is."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider says of itself. Raises ``OAuth2Error`` when it says it is somebody else."""
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise OAuth2Error("issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the browser comes back to: one address on the portal's own name, in whatever language."""
        with override("da"):
            return settings.BASE_URL + reverse("openid_connect_callback", args=[self.provider_id])

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who signed in, by a signed token and what the provider adds about the same person."""
        said = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        more = self._fetch_user_info(token.token) if self.openid_config.get("userinfo_endpoint") else {}
        if more and more.get("sub") != said.get("sub"):
            raise OAuth2Error("sub")
        return self.get_provider().sociallogin_from_response(request, {**more, **said})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Return the claims of a token that is signed by the provider, for us, and fresh."""
        if not id_token:
            raise OAuth2Error("id_token")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class Provider(OpenIDConnectProvider):
    """One of ``settings.OPENID_PROVIDERS``."""

    oauth2_adapter_class = CodeFlow

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return how to lead somebody there: to sign in, as configured, whatever the address says."""
        wanted = super().get_redirect_from_request_kwargs(request)
        return {"next_url": wanted.get("next_url"), "process": AuthProcess.LOGIN, "scope": self.get_scope()}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Lead somebody there, with a word that the answer must hold."""
        nonce = secrets.token_urlsafe(24)
        parameters = {**self.get_auth_params(), "nonce": nonce}
        kwargs = {**kwargs, "auth_params": parameters, "nonce": nonce}
        response: HttpResponse = super().redirect(request, process, next_url, data, **kwargs)
        return response

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """Return the sign-in under way, with the claims on it."""
        if not response.get("sub"):
            raise OAuth2Error("sub")
        login = super().sociallogin_from_response(request, response)
        login.claims = response
        return login

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept about somebody beside who they are: nothing."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what the library fills in by itself: nothing, ``services.openid`` does it by rule."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Return the addresses the library adds by itself: none."""
        return []
