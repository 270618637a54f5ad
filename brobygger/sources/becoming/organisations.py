"""What a source says of an organisation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.sources.becoming.texts import cut, email_of, line_of, phone_of, rows_of, text_of, url_of

_CVR_SCHEME = re.compile(r"cvr", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"[1-9]\d{7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSaid:
    """An organisation as its register tells it; ``foreign_id`` is empty when nothing is said at all."""

    foreign_id: str
    name: str
    cvr: str = ""
    description: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


def organisation_said(organization: Mapping[str, Any]) -> OrganisationSaid:
    """Return what can be used of an organisation."""
    phones = [number for row in rows_of(organization, "phones") if (number := phone_of(row))]
    name = cut(line_of(organization, "name") or line_of(organization, "alternate_name"), 200)
    return OrganisationSaid(
        foreign_id=cut(line_of(organization, "id") or name, 200),
        name=name,
        cvr=_cvr(organization),
        description=text_of(organization, "description"),
        website=url_of(organization, "website", 300) or url_of(organization, "uri", 300),
        email=email_of(organization),
        phone=phones[0] if phones else "",
    )


def _cvr(organization: Mapping[str, Any]) -> str:
    """Return the CVR number among an organisation's identifiers (org-id.guide: ``DK-CVR``)."""
    for row in rows_of(organization, "organization_identifiers"):
        if any(_CVR_SCHEME.search(line_of(row, name)) for name in ("identifier_scheme", "identifier_type")):
            digits = line_of(row, "identifier").upper().removeprefix("DK-CVR-").removeprefix("DK").replace(" ", "")
            if _EIGHT_DIGITS.fullmatch(digits):
                return digits
    return ""
