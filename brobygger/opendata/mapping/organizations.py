"""Organisations as HSDS ``organization``."""

from uuid import UUID

from django.utils import translation

from brobygger.opendata.mapping.parts import Thing, page, part_id, web_address, without_empty
from brobygger.organisations.models import Basis, Organisation


def organization_of(organisation: Organisation, *, thing_id: UUID | None = None) -> Thing:
    """Return an organisation (with ``municipality``) as a HSDS ``organization``, without its services.

    ``thing_id`` is the id it is published under when a source gave it one.
    """
    return without_empty(
        id=str(thing_id or organisation.id),
        name=organisation.name,
        description=organisation.description.strip() or _in_a_few_words(organisation),
        email=organisation.email,
        website=web_address(organisation.website),
        uri=page("web:organisation", organisation.key),
        phones=_phones(organisation),
        organization_identifiers=_identifiers(organisation),
        dk_key=organisation.key,
        dk_kind=organisation.kind,
        dk_basis="" if organisation.basis == Basis.UNKNOWN else organisation.basis,
        dk_municipality_code=organisation.municipality_id,
    )


def _in_a_few_words(organisation: Organisation) -> str:
    """Return what is known of one that says nothing of itself: the standard wants a text."""
    with translation.override("da"):
        kind = str(organisation.get_kind_display()).capitalize()
    home = organisation.municipality
    return f"{kind} i {home.name} Kommune." if home else f"{kind}."


def _phones(organisation: Organisation) -> list[Thing]:
    if not organisation.phone:
        return []
    return [without_empty(id=part_id(organisation.id, "phone"), number=organisation.phone, type="voice")]


def _identifiers(organisation: Organisation) -> list[Thing]:
    if not organisation.cvr:
        return []
    return [
        without_empty(
            id=part_id(organisation.id, "cvr"),
            identifier_scheme="DK-CVR",
            identifier_type="CVR-nummer",
            identifier=organisation.cvr,
        )
    ]
