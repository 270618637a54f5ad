"""The sign-in library's questions about the second step: how secrets are kept, and what may be taken away."""

import base64
import hashlib
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.selectors.own_account import is_needed


class SecondFactorAdapter(DefaultMFAAdapter):
    """Answers the sign-in library for us."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden passer ikke. Vent på den næste i appen, og prøv igen."),
        "cannot_delete_authenticator": _(
            "Det er dit eneste andet trin, og din rolle kræver ét. Tilføj først et nyt, så kan du fjerne dette."
        ),
        "cannot_generate_recovery_codes": _("Nødkoder hører til en app eller en adgangsnøgle. Tilføj først en af dem."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept in the database: whoever steals a copy of that alone can make no codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Test whether something is left to show afterwards, for those whose role needs it."""
        return not is_needed(user=authenticator.user, step_id=authenticator.pk)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return what a passkey is called when nobody gave it a name."""
        return gettext("Adgangsnøgle")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose passkeys these are: the portal's own name, whatever name it was asked by."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Brobygger"}


def _keys() -> MultiFernet:
    """Return the keys that secrets are kept with: the present one first, then those it took over from."""
    return MultiFernet([_key_from(str(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key_from(secret: str) -> Fernet:
    digest = hashlib.sha256(f"brobygger.second_factor|{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
