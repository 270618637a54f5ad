"""Reads: finding an association by what somebody writes, and those that a new one looks like."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.organisations.likeness import bare_name, holding, likest, own_domain
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality
from brobygger.places.selectors import resolve_place

#: Longer than any name of an association.
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrganisation:
    """An organisation as one line in a list, and why it is on it when it was not asked for by name."""

    id: UUID
    key: str
    name: str
    kind_label: str
    municipality_name: str
    why: str | Promise = ""


def find_organisations(*, text: str, limit: int = 20) -> tuple[FoundOrganisation, ...]:
    """Return the shown organisations that somebody may mean by a name, a CVR number, a postcode or a town."""
    text = text[:_LONGEST].strip()
    digits = text.replace(" ", "")
    shown = Organisation.objects.approved().select_related("municipality")
    if digits.isdigit() and len(digits) == 8:
        return tuple(_line(row) for row in shown.with_cvr(digits).alphabetical()[:limit])
    ids = holding(text, _names(), limit=limit)
    by_id = shown.in_bulk(ids)
    found = [by_id[found_id] for found_id in ids if found_id in by_id]
    place = resolve_place(text=text) if len(found) < limit else None
    if place is not None:
        here = shown.in_municipality(place.municipality_code).alphabetical()
        found += [row for row in here[:limit] if row.id not in by_id]
    return tuple(_line(row) for row in found[:limit])


def similar_organisations(
    *,
    name: str,
    municipality_code: str | None = None,
    cvr: str = "",
    email: str = "",
    website: str = "",
    limit: int = 5,
) -> tuple[FoundOrganisation, ...]:
    """Return the shown organisations that a new one may be already, the surest reason first.

    A name counts in the new one's municipality and for those of the whole country: local branches are named alike.
    """
    shown = Organisation.objects.approved().select_related("municipality")
    found: dict[UUID, FoundOrganisation] = {}
    for row in shown.with_cvr(cvr).alphabetical()[:limit] if cvr else ():
        found.setdefault(row.id, _line(row, why=_("Samme CVR-nummer")))
    near = shown.in_municipality_or_none(municipality_code)
    by_id = near.in_bulk(likest(name, _names(), limit=limit * 4))
    for row in by_id.values():
        found.setdefault(row.id, _line(row, why=_("Navnet ligner")))
    domains = {domain for address in (email, website) if (domain := own_domain(address))}
    for row in near.on_domains(domains).alphabetical()[:limit] if domains else ():
        found.setdefault(row.id, _line(row, why=_("Samme hjemmeside eller mail")))
    return tuple(found.values())[:limit]


def municipality_choices() -> list[tuple[str, str]]:
    """Return every municipality's code and name, alphabetically, for a list to choose from."""
    return list(Municipality.objects.order_by("name").values_list("code", "name"))


def _names() -> dict[UUID, str]:
    """Return the bare name of every shown organisation by its id: some ten thousand are compared in milliseconds."""
    rows = Organisation.objects.approved().values_list("id", "name")
    return {organisation_id: bare_name(name) for organisation_id, name in rows}


def _line(row: Organisation, *, why: str | Promise = "") -> FoundOrganisation:
    return FoundOrganisation(
        id=row.id,
        key=row.key,
        name=row.name,
        kind_label=str(row.get_kind_display()),
        municipality_name=row.municipality.name if row.municipality else "",
        why=why,
    )
