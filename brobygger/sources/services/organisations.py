"""Whose an offer from a source is: an organisation that is here already, or a new one that the source tells of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.opendata.models import Kind, Origin
from brobygger.organisations.models import Kind as Sort
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.organisations.services.organisations import data_of
from brobygger.places.names import slugify
from brobygger.sources.becoming import OrganisationSaid, organisation_said
from brobygger.sources.models import Source, Trust
from brobygger.sources.selectors.origins import origin_of_organization
from brobygger.sources.services.origins import keep


class WithoutOrganisation(BadData):
    """Kilden siger ikke, hvem der står bag tilbuddet."""

    code = "source_without_organisation"


def organisation_for(*, source: Source, actor: Actor, raw: Mapping[str, Any], at: datetime) -> UUID:
    """Return the organisation of an offer; what the source says of one it made itself is filled in where we say nothing.

    One that was here before is never touched. Raises ``WithoutOrganisation`` and what ``save_organisation`` raises.
    """
    if source.organisation_id is not None:
        return source.organisation_id
    said = organisation_said(raw)
    if not said.name:
        raise WithoutOrganisation
    made = origin_of_organization(source.id, said.foreign_id)
    if made is not None:
        _follow(made, said, raw=raw, source=source, actor=actor, at=at)
        return made.subject_id
    here = _here_already(said, source)
    return here.id if here else _make(said, raw=raw, source=source, actor=actor, at=at)


def _here_already(said: OrganisationSaid, source: Source) -> Organisation | None:
    """Return the organisation with the number, or exactly the name in the source's town; branches share a number."""
    same_number = list(Organisation.objects.with_cvr(said.cvr)[:10]) if said.cvr else []
    if len(same_number) == 1:
        return same_number[0]
    by_name = {row.name.casefold(): row for row in same_number}
    if said.name.casefold() in by_name:
        return by_name[said.name.casefold()]
    rows = Organisation.objects.named(said.name, municipality_code=source.municipality_id)
    named = rows.first()
    # Another number is another organisation, whatever it is called.
    return named if named and not (said.cvr and named.cvr and named.cvr != said.cvr) else None


def _make(said: OrganisationSaid, *, raw: Mapping[str, Any], source: Source, actor: Actor, at: datetime) -> UUID:
    bare = slugify(said.name)[:90] or "organisation"
    mark = uuid5(source.id, said.foreign_id).hex[:8]
    is_free = not Organisation.objects.with_key(bare).exists()
    taken = Organisation.objects.named(said.name, municipality_code=source.municipality_id).exists()
    data = OrganisationData(
        key=bare if is_free else f"{bare}-{mark}",
        name=f"{said.name[:180]} ({said.cvr or mark})" if taken else said.name,
        kind=Sort.OTHER.value,
        cvr=said.cvr,
        description=said.description,
        website=said.website,
        email=said.email,
        phone=said.phone,
        municipality_id=source.municipality_id,
    )
    is_shown = source.trust == Trust.SHOWN
    organisation = save_organisation(actor=actor, at=at, data=data, is_shown=is_shown).organisation
    _keep(organisation.id, said, raw=raw, source=source, actor=actor, at=at)
    return organisation.id


def _follow(
    made: Origin, said: OrganisationSaid, *, raw: Mapping[str, Any], source: Source, actor: Actor, at: datetime
) -> None:
    """Fill in what a source says anew of an organisation it made; a word that stands here stays."""
    whole = {**made.raw, **raw}
    if whole == made.raw:
        return
    organisation = Organisation.objects.with_id(made.subject_id).first()
    if organisation is None:
        raise BadData(gettext("Organisationen er her ikke mere."))
    before = organisation_said(made.raw)
    now = data_of(organisation)
    values = {
        name: getattr(said, name)
        for name in ("description", "website", "email", "phone", "cvr")
        if getattr(said, name) and getattr(now, name) in ("", getattr(before, name))
    }
    save_organisation(actor=actor, at=at, data=replace(now, **values))
    _keep(organisation.id, said, raw=whole, source=source, actor=actor, at=at)


def _keep(
    organisation_id: UUID, said: OrganisationSaid, *, raw: Mapping[str, Any], source: Source, actor: Actor, at: datetime
) -> None:
    keep(
        actor=actor, kind=Kind.ORGANIZATION, subject_id=organisation_id,
        thing_id=thing_id_for(source, raw, said.foreign_id), source_id=source.id, foreign_id=said.foreign_id,
        raw=dict(raw), at=at,
    )  # fmt: skip


def thing_id_for(source: Source, raw: Mapping[str, Any], foreign_id: str) -> UUID:
    """Return the id of a thing in open data: the source's own when it is a UUID."""
    try:
        return UUID(str(raw.get("id")))
    except ValueError:
        return uuid5(uuid5(NAMESPACE_URL, f"brobygger:source:{source.id}"), foreign_id)
