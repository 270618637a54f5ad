"""What a provider's claims mean to us: pure, and with no place for anything that nobody asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from brobygger.accounts.openid.configuration import OpenIDProvider, Rule
from brobygger.accounts.permissions import Role
from brobygger.accounts.policies import MUNICIPAL_ROLES
from brobygger.privacy.cpr import contains_cpr

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The role and the municipalities that a rule gives."""

    role: Role
    municipality_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What we take from the claims. ``email`` is empty unless the provider has checked it and may speak for it."""

    provider_id: str
    subject: str
    email: str
    name: str
    grant: Grant | None
    has_second_factor: bool


def read_claims(claims: Mapping[str, Any], *, provider: OpenIDProvider) -> Statement:
    """Return what a provider says of somebody. Everything else in the claims, such as a CPR number, is left behind."""
    name = str(claims.get("name") or "")[:LONGEST_NAME]
    return Statement(
        provider_id=provider.id,
        subject=str(claims["sub"]),
        email=_address(claims, provider=provider),
        name="" if contains_cpr(name) else name,
        grant=next(filter(None, (_granted(rule, claims, provider=provider) for rule in provider.rules)), None),
        has_second_factor=_has_second_factor(claims, provider=provider),
    )


def is_cpr(subject: str) -> bool:
    """Test whether a provider uses CPR numbers as names of people: we keep none, so nobody signs in by it."""
    return contains_cpr(subject)


def _granted(rule: Rule, claims: Mapping[str, Any], *, provider: OpenIDProvider) -> Grant | None:
    """Return what a rule gives somebody; None when it does not fit, or names no municipality that we know of."""
    if rule.value not in _values(claims.get(rule.claim)):
        return None
    if rule.role not in MUNICIPAL_ROLES:
        return Grant(role=rule.role, municipality_codes=())
    said = _values(claims.get(rule.municipality_claim)) if rule.municipality_claim else ()
    codes = {
        *rule.municipality_codes,
        *(provider.municipalities[value] for value in said if value in provider.municipalities),
    }
    return Grant(role=rule.role, municipality_codes=tuple(sorted(codes))) if codes else None


def _address(claims: Mapping[str, Any], *, provider: OpenIDProvider) -> str:
    """Return the mail address, when the provider has checked it and it is in a domain the provider speaks for."""
    address = str(claims.get("email") or "").strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    is_theirs = address.rpartition("@")[2] in provider.mail_domains
    return address if claims.get("email_verified") is True and is_theirs and not contains_cpr(address) else ""


def _has_second_factor(claims: Mapping[str, Any], *, provider: OpenIDProvider) -> bool:
    """Test whether more than a password was shown there."""
    is_by_acr = claims.get("acr") in provider.second_factor_acr
    return is_by_acr or not provider.second_factor_amr.isdisjoint(_values(claims.get("amr")))


def _values(claim: object) -> tuple[str, ...]:
    """Return a claim's values: providers send one as a text, several as a list."""
    if isinstance(claim, list | tuple):
        return tuple(str(value) for value in claim)
    return () if claim is None else (str(claim),)
