"""Which providers sign people in for us, and what their claims mean: read from a TOML file when the portal starts.

``docs/operations.md`` shows a whole file. Nothing here knows HTTP or the database.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from brobygger.accounts.permissions import ACCOUNT_ROLES, Role

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SCOPES = ("openid", "profile", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A claim with a value gives a role: everywhere, in named municipalities, or in those another claim names."""

    claim: str
    value: str
    role: Role
    municipality_codes: tuple[str, ...] = ()
    municipality_claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIDProvider:
    """Somebody who signs people in for us."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str
    scopes: tuple[str, ...] = _SCOPES
    rules: tuple[Rule, ...] = ()
    #: What the municipality claim says (a CVR number, a name) → the municipality's code. Nothing else is believed.
    municipalities: Mapping[str, str] = field(default_factory=dict)
    #: The provider speaks for mail addresses in these domains, and in no others.
    mail_domains: tuple[str, ...] = ()
    #: ``acr`` and ``amr`` values that mean that more than a password was shown.
    second_factor_acr: frozenset[str] = frozenset()
    second_factor_amr: frozenset[str] = frozenset()
    #: Sent along when somebody is led there, such as ``acr_values`` or ``prompt``.
    parameters: Mapping[str, str] = field(default_factory=dict)
    #: Further places the browser is led to there, for the security policy of our own pages.
    leads_to: tuple[str, ...] = ()

    def as_app(self) -> dict[str, Any]:
        """Return the provider as the sign-in library wants it."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {
                "server_url": self.issuer.rstrip("/"),
                "oauth_pkce_enabled": True,
                "scope": list(self.scopes),
                "auth_params": dict(self.parameters),
            },
        }

    def origins(self) -> tuple[str, ...]:
        """Return where our sign-in form leads a browser, as ``scheme://host``."""
        parts = [urlsplit(address) for address in (self.issuer, *self.leads_to)]
        return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts))


def read_providers(path: str, *, secret_of: Callable[[str], str | None]) -> tuple[OpenIDProvider, ...]:
    """Return the providers a file names (none without a file). Raises ``ImproperlyConfigured`` with what to mend."""
    if not path:
        return ()
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = tuple(_provider(table, secret_of=secret_of) for table in content.get("provider", []))
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(f"BROBYGGER_OIDC: {path} kan ikke læses: {error!r}") from error
    if len({provider.id for provider in found}) != len(found):
        raise ImproperlyConfigured("BROBYGGER_OIDC: to udbydere har samme id.")
    return found


def _provider(table: Mapping[str, Any], *, secret_of: Callable[[str], str | None]) -> OpenIDProvider:
    """Read one provider."""
    secret = secret_of(table["secret_env"])
    if not secret:
        raise ImproperlyConfigured(f"BROBYGGER_OIDC: miljøvariablen {table['secret_env']} er tom.")
    second = table.get("second_factor", {})
    return OpenIDProvider(
        id=_key(table["id"]),
        name=str(table["name"]),
        issuer=_safe_address(table["issuer"]),
        client_id=str(table["client_id"]),
        secret=secret,
        scopes=_texts(table.get("scopes", _SCOPES)),
        rules=tuple(_rule(rule) for rule in table.get("rule", [])),
        municipalities={str(value): _code(code) for value, code in table.get("municipalities", {}).items()},
        mail_domains=tuple(domain.lower() for domain in _texts(table.get("mail_domains", ()))),
        second_factor_acr=frozenset(_texts(second.get("acr", ()))),
        second_factor_amr=frozenset(_texts(second.get("amr", ()))),
        parameters={str(key): str(value) for key, value in table.get("parameters", {}).items()},
        leads_to=tuple(_safe_address(address) for address in table.get("leads_to", ())),
    )


def _rule(table: Mapping[str, Any]) -> Rule:
    """Read one rule."""
    role = Role(table["role"])
    if role not in ACCOUNT_ROLES:
        raise ValueError(f"rollen {role} gives ikke til en konto")
    return Rule(
        claim=str(table["claim"]),
        value=str(table["value"]),
        role=role,
        municipality_codes=tuple(_code(code) for code in _texts(table.get("municipalities", ()))),
        municipality_claim=str(table.get("municipality_claim", "")),
    )


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    """Return a list from the file as texts; a single text where a list belongs is a mistake."""
    if isinstance(values, str):
        raise TypeError(f"{values!r} skal stå i en liste: [{values!r}]")
    return tuple(str(value) for value in values)


def _key(text: str) -> str:
    """Return an id that can stand in an address."""
    if not (text.isascii() and text.replace("-", "").isalnum()):
        raise ValueError(f"id {text!r}: kun a-z, 0-9 og bindestreg")
    return text


def _code(text: str) -> str:
    """Return a municipality's code."""
    if len(text) != 4 or not text.isdigit():
        raise ValueError(f"kommunekoden {text!r} skal have fire cifre")
    return text


def _safe_address(text: str) -> str:
    """Return an address that is read over TLS, or on this machine."""
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ValueError(f"{text!r} skal begynde med https://")
    return text
