"""Whose an offer from a source is: an organisation that is here already, or a new one that the source tells of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.opendata.models import Kind
from brobygger.opendata.services.many_origins import Told
from brobygger.organisations.models import Kind as Sort
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.organisations.services.organisations import data_of
from brobygger.places.names import slugify
from brobygger.sources.becoming import OrganisationSaid, organisation_said
from brobygger.sources.models import Source, Trust
from brobygger.sources.selectors.origins import made_organisations
from brobygger.sources.services.origins import Gathered, thing_id_for


class WithoutOrganisation(BadData):
    """Kilden siger ikke, hvem der står bag tilbuddet."""

    code = "source_without_organisation"


@dataclass(slots=True, kw_only=True)
class Organisations:
    """The organisations of a handful of things: which of ours each is, and what their source said of it last."""

    source: Source
    actor: Actor
    at: datetime
    gathered: Gathered
    made: dict[str, tuple[UUID, dict[str, Any]]] = field(default_factory=dict)

    def look_up(self, raws: Iterable[Mapping[str, Any]]) -> None:
        """Find out which of some organisations were made from this source before."""
        ids = {organisation_said(raw).foreign_id for raw in raws}
        self.made.update(made_organisations(source_id=self.source.id, foreign_ids=ids))

    def is_made_of(self, raw: Mapping[str, Any], organisation_id: UUID) -> bool:
        """Test whether an organisation of ours was made of what this source says, so that its words are published."""
        made = self.made.get(organisation_said(raw).foreign_id)
        return made is not None and made[0] == organisation_id

    def one_for(self, raw: Mapping[str, Any]) -> UUID:
        """Return ours: what the source says anew of one it made itself is filled in where nobody here has said else.

        One that was here before is never touched. Raises ``WithoutOrganisation`` and what ``save_organisation`` raises.
        """
        if self.source.organisation_id is not None:
            return self.source.organisation_id
        said = organisation_said(raw)
        if not said.name:
            raise WithoutOrganisation
        if said.foreign_id in self.made:
            return self._follow(said, raw)
        here = _here_already(said, self.source)
        return here.id if here else self._make(said, raw)

    def _make(self, said: OrganisationSaid, raw: Mapping[str, Any]) -> UUID:
        source = self.source
        bare, mark = slugify(said.name)[:90] or "organisation", uuid5(source.id, said.foreign_id).hex[:8]
        is_free = not Organisation.objects.with_key(bare).exists()
        is_named = Organisation.objects.named(said.name, municipality_code=source.municipality_id).exists()
        data = OrganisationData(
            key=bare if is_free else f"{bare}-{mark}",
            name=f"{said.name[:180]} ({said.cvr or mark})" if is_named else said.name,
            kind=Sort.OTHER.value,
            cvr=said.cvr,
            description=said.description,
            website=said.website,
            email=said.email,
            phone=said.phone,
            municipality_id=source.municipality_id,
        )
        saved = save_organisation(actor=self.actor, at=self.at, data=data, is_shown=source.trust == Trust.SHOWN)
        self._keep(saved.organisation.id, said.foreign_id, dict(raw))
        return saved.organisation.id

    def _follow(self, said: OrganisationSaid, raw: Mapping[str, Any]) -> UUID:
        """Fill in what a source says anew of an organisation it made; a word that was changed here stays."""
        organisation_id, before = self.made[said.foreign_id]
        whole = {**before, **raw}
        if whole == before:
            return organisation_id
        now = data_of(Organisation.objects.get(id=organisation_id))
        last = organisation_said(before)
        values = {
            name: getattr(said, name)
            for name in ("description", "website", "email", "phone", "cvr")
            if getattr(said, name) and getattr(now, name) in ("", getattr(last, name))
        }
        save_organisation(actor=self.actor, at=self.at, data=replace(now, **values))
        self._keep(organisation_id, said.foreign_id, whole)
        return organisation_id

    def _keep(self, organisation_id: UUID, foreign_id: str, raw: dict[str, Any]) -> None:
        self.made[foreign_id] = organisation_id, raw
        thing_id = thing_id_for(source=self.source, raw=raw, foreign_id=foreign_id)
        told = Told(subject_id=organisation_id, thing_id=thing_id, foreign_id=foreign_id, raw=raw)
        self.gathered.add(Kind.ORGANIZATION, told)


def _here_already(said: OrganisationSaid, source: Source) -> Organisation | None:
    """Return the organisation with the number, or exactly the name in the source's town; branches share a number."""
    same_number = list(Organisation.objects.with_cvr(said.cvr)[:10]) if said.cvr else []
    if len(same_number) == 1:
        return same_number[0]
    by_name = {row.name.casefold(): row for row in same_number}
    if said.name.casefold() in by_name:
        return by_name[said.name.casefold()]
    named = Organisation.objects.named(said.name, municipality_code=source.municipality_id).first()
    # Another number is another organisation, whatever it is called.
    return named if named and not (said.cvr and named.cvr and named.cvr != said.cvr) else None
