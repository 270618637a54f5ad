"""Loading offers from a file: good lines load, bad lines say why, and a second run changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from brobygger.directory import policies
from brobygger.directory.events import told_together
from brobygger.directory.jsonl import Line, OfferRecord, read_lines
from brobygger.directory.mapping import CannotMap, Mapped, Rules, Unmapped, map_record, read_tables
from brobygger.directory.models import Status
from brobygger.directory.services.offers import publish_offer, save_offer
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotAllowed
from brobygger.organisations.models import Organisation
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.places.models import Municipality, Postcode
from brobygger.taxonomy.models import Concept

#: Called after each line with how many are done and how many there are.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """What was wrong with one line of the file; ``line`` counts from 1."""

    line: int
    key: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load came to: keys of offers made, changed and left alone, and everything that did not fit."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    errors: tuple[RowError, ...]
    unmapped: tuple[Unmapped, ...]
    is_dry_run: bool = False


def load_offers(
    *, actor: Actor, at: datetime, path: Path, progress: Progress | None = None, is_dry_run: bool = False
) -> LoadReport:
    """Load every good line of a file, each in its own transaction; new offers are shown at once.

    Offers that somebody has hidden or removed get their new words but stay out of sight. A dry run does the same
    work and takes it all back. Raises ``NotAllowed``; what is wrong with a line is in the report.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    with path.open("rb") as file:
        lines = list(read_lines(file))
    with transaction.atomic():
        with told_together(at=at):
            report = _load(lines, actor=actor, at=at, progress=progress or _quiet)
        if is_dry_run:
            transaction.set_rollback(True)
    return replace(report, is_dry_run=is_dry_run)


def _quiet(done: int, total: int) -> None:
    """Say nothing."""


def _load(lines: list[Line], *, actor: Actor, at: datetime, progress: Progress) -> LoadReport:
    """Load the lines one by one."""
    rules = _rules()
    homes = _homes(line.record for line in lines if line.record)
    keys: dict[str, list[str]] = {"created": [], "changed": [], "unchanged": []}
    errors: list[RowError] = []
    unmapped: list[Unmapped] = []
    for done, line in enumerate(lines, start=1):
        key = line.record.id if line.record else ""
        errors += [RowError(line=line.number, key=key, message=message) for message in line.errors]
        if line.record:
            try:
                home = homes[line.record.organization.name]
                mapped = map_record(line.record, rules=rules, home_code=home)
                keys[_save(mapped, actor=actor, at=at)].append(key)
            except (CannotMap, DomainError) as error:
                errors.append(RowError(line=line.number, key=key, message=str(error)))
            else:
                unmapped += [*mapped.unmapped, *(Unmapped(key=key, field=f, value="") for f in line.unknown_fields)]
        progress(done, len(lines))
    return LoadReport(
        created=tuple(keys["created"]),
        changed=tuple(keys["changed"]),
        unchanged=tuple(keys["unchanged"]),
        errors=tuple(errors),
        unmapped=tuple(unmapped),
    )


@transaction.atomic
def _save(mapped: Mapped, *, actor: Actor, at: datetime) -> str:
    """Save one offer with its organisation, and show it when it is new; return what it came to."""
    organisation = Organisation.objects.with_key(mapped.organisation.key).first()
    save_organisation(actor=actor, at=at, data=_filled_in(organisation, mapped.organisation))
    saved = save_offer(actor=actor, at=at, data=mapped.offer)
    if saved.offer.status == Status.DRAFT:
        publish_offer(actor=actor, offer_id=saved.offer.id, at=at)
    if saved.is_created:
        return "created"
    return "changed" if saved.changed_fields else "unchanged"


def _filled_in(organisation: Organisation | None, data: OrganisationData) -> OrganisationData:
    """Return what the file says of an organisation, where the register says nothing; a curator's word stands."""
    if organisation is None:
        return data
    return OrganisationData(
        key=organisation.key,
        name=organisation.name,
        kind=organisation.kind,
        cvr=organisation.cvr or data.cvr,
        basis=organisation.basis,
        basis_note=organisation.basis_note,
        description=organisation.description,
        website=organisation.website or data.website,
        email=organisation.email,
        phone=organisation.phone,
        municipality_id=organisation.municipality_id,
    )


def _homes(records: Iterable[OfferRecord]) -> dict[str, str | None]:
    """Return for each organisation the one municipality it is known in; None for several, or the whole country."""
    codes: dict[str, set[str | None]] = defaultdict(set)
    for record in records:
        codes[record.organization.name].add(record.municipality_code)
    return {name: next(iter(found)) if len(found) == 1 else None for name, found in codes.items()}


def _rules() -> Rules:
    """Read the tables of rules, and the places and concepts they speak of."""
    tags, values = read_tables()
    return Rules(
        tags=tags,
        values=values,
        municipalities={row.code: row for row in Municipality.objects.without_border()},
        postcodes={row.code: row for row in Postcode.objects.all()},
        concept_keys=frozenset(Concept.objects.current().values_list("key", flat=True)),
    )
