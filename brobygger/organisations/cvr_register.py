"""Asking the CVR register which mail address a company has given it: Virk's distribution service, when it is set up.

The operator gets a user there and says where it is (``BROBYGGER_CVR_URL``, ``BROBYGGER_CVR_USER``,
``BROBYGGER_CVR_PASSWORD``; docs/operations.md). Nothing is kept: the address is used for one mail and forgotten.
"""

import json
from collections.abc import Iterator
from typing import Any

import requests
import urllib3
from django.conf import settings

from brobygger.kernel.errors import DomainError

#: Seconds to be let in, and to be answered: somebody sits and waits.
_PATIENCE = (3.0, 6.0)
_LONGEST_ANSWER = 1_000_000
_MAIL_FIELDS = ("obligatoriskEmail", "elektroniskPost")


class CvrNotSetUp(DomainError):
    """Opslag i CVR er ikke sat op her. Vælg en af de andre måder."""

    code = "cvr_not_set_up"


class CvrSilent(DomainError):
    """CVR svarer ikke lige nu. Prøv igen om lidt, eller vælg en af de andre måder."""

    code = "cvr_silent"
    status = 503


class CvrHasNoAddress(DomainError):
    """CVR kender ingen mailadresse på det nummer. Vælg en af de andre måder."""

    code = "cvr_has_no_address"


def is_set_up() -> bool:
    """Test whether this installation can ask the CVR register."""
    return bool(settings.CVR_URL)


def registered_address(*, cvr: str) -> str:
    """Return the mail address a company has given the CVR register.

    Raises ``CvrNotSetUp``, ``CvrSilent`` and ``CvrHasNoAddress``.
    """
    if not is_set_up():
        raise CvrNotSetUp
    company = next(_companies(_ask(cvr)), None)
    address = next(_addresses(company), "") if company else ""
    if not address:
        raise CvrHasNoAddress
    return address


def _ask(cvr: str) -> Any:
    """Return what the register answers, as far as it can be read."""
    question = {
        "size": 1,
        "_source": ["Vrvirksomhed.cvrNummer", *(f"Vrvirksomhed.{field}" for field in _MAIL_FIELDS)],
        "query": {"term": {"Vrvirksomhed.cvrNummer": int(cvr)}},
    }
    try:
        response = requests.post(
            settings.CVR_URL,
            json=question,
            auth=(settings.CVR_USER, settings.CVR_PASSWORD),
            timeout=_PATIENCE,
            allow_redirects=False,
            stream=True,
        )
        response.raise_for_status()
        return json.loads(response.raw.read(_LONGEST_ANSWER, decode_content=True))
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise CvrSilent from error


def _companies(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield the companies in an answer, and nothing when it looks otherwise than it should."""
    hits = answer.get("hits", {}) if isinstance(answer, dict) else {}
    for hit in hits.get("hits", []) if isinstance(hits, dict) else []:
        company = hit.get("_source", {}).get("Vrvirksomhed")
        if isinstance(company, dict):
            yield company


def _addresses(company: dict[str, Any]) -> Iterator[str]:
    """Yield the addresses that count today and are not secret."""
    for field in _MAIL_FIELDS:
        for entry in company.get(field) or []:
            is_over = (entry.get("periode") or {}).get("gyldigTil")
            address = str(entry.get("kontaktoplysning") or "").strip()
            if not is_over and not entry.get("hemmelig") and "@" in address:
                yield address
