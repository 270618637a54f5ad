"""Acts of people on a file: what the machine then does row by row is in ``working``."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.audit.services import record
from brobygger.exchange.columns import COLUMNS_BY_KEY, ORGANISATION
from brobygger.exchange.importing.rows import TAKEN_AWAY
from brobygger.exchange.models import IMPORT_TRANSITIONS, Import, ImportRow, ImportStatus, Outcome
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_import
from brobygger.exchange.reading import Table
from brobygger.exchange.selectors.imports import counts_of, get_import, mapping_for
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.errors import BadData, DomainError, NotFound
from brobygger.privacy.cpr import contains_cpr

#: Files that wait for their owner at once; the rest is somebody who does not throw away.
MOST_UNDER_WAY = 10
_AT_A_TIME = 2_000
_MANY_DIGITS = re.compile(r"\d\d")
_ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)


class NotNow(DomainError):
    """Filen er et andet sted i forløbet nu. Se siden igen."""

    code = "not_now"
    status = 409


class TooManyFiles(DomainError):
    """Der er allerede ti filer i gang. Læg dem ind, eller smid dem væk, først."""

    code = "too_many_files"
    status = 409


@transaction.atomic
def start_import(*, actor: Actor, owner: Owner, table: Table, file_name: str, at: datetime) -> Import:
    """Keep the rows of a file; nothing is written in the register before somebody says so.

    Numbers that look like CPR numbers are taken away before anything is kept. Raises ``NotFound`` and ``TooManyFiles``.
    """
    if not may_import(actor, owner):
        raise NotFound
    if Import.objects.of_owner(owner).under_way().count() >= MOST_UNDER_WAY:
        raise TooManyFiles
    header = list(table.header)
    imported = Import.objects.create(
        organisation=owner.organisation,
        municipality=owner.municipality,
        user_id=actor.id if actor.kind == ActorKind.USER else None,
        api_key_id=actor.id if actor.kind == ActorKind.CLIENT else None,
        file_name=" ".join(file_name.split())[:200] or gettext("fil"),
        header=header,
        mapping=mapping_for(owner=owner, header=header),
        total=len(table.rows),
        uploaded_at=at,
    )
    rows = zip(table.numbers, table.rows, strict=True)
    ImportRow.objects.bulk_create(
        (
            ImportRow(imported=imported, number=number, cells=_without_numbers(cells), uploaded_at=at)
            for number, cells in rows
        ),
        batch_size=_AT_A_TIME,
    )
    _record(actor, imported, act="exchange.import.uploaded", at=at, rows=imported.total)
    return imported


@transaction.atomic
def choose_columns(*, actor: Actor, import_id: UUID, mapping: Sequence[str], at: datetime) -> Import:
    """Say which of our columns each of the file's is, and have every row looked through.

    Raises ``NotFound``, ``NotNow`` and ``BadData``.
    """
    imported = _locked(actor, import_id)
    _check(imported, mapping)
    _advance(imported, ImportStatus.CHECKING)
    imported.mapping, imported.problem = list(mapping), ""
    imported.save(update_fields=["status", "mapping", "problem"])
    rows = ImportRow.objects.of_import(imported.id)
    rows.update(outcome=Outcome.WAITING, errors=[], changes=[], stable_key="", offer_id=None, draft_id=None)
    return imported


@transaction.atomic
def confirm_import(*, actor: Actor, import_id: UUID, at: datetime) -> Import:
    """Say that the rows that are well are to be put in. Raises ``NotFound`` and ``NotNow``."""
    imported = _locked(actor, import_id)
    counts = counts_of(imported)
    if not counts.to_write:
        raise NotNow(gettext("Der er ingen rækker at lægge ind."))
    _advance(imported, ImportStatus.WRITING)
    if actor.kind == ActorKind.USER:
        imported.user_id = actor.id
    imported.problem = ""
    imported.save(update_fields=["status", "user", "problem"])
    _record(actor, imported, act="exchange.import.confirmed", at=at, new=counts.new, changed=counts.changed)
    return imported


@transaction.atomic
def undo_import(*, actor: Actor, import_id: UUID, at: datetime) -> Import:
    """Say that everything a file came to is to be taken back. Raises ``NotFound`` and ``NotNow``."""
    imported = _locked(actor, import_id)
    _advance(imported, ImportStatus.UNDOING)
    if actor.kind == ActorKind.USER:
        imported.user_id = actor.id
    imported.save(update_fields=["status", "user"])
    _record(actor, imported, act="exchange.import.undone", at=at)
    return imported


@transaction.atomic
def throw_away_import(*, actor: Actor, import_id: UUID, at: datetime) -> None:
    """Throw away a file of which nothing has been put in. Raises ``NotFound`` and ``NotNow``."""
    imported = _locked(actor, import_id)
    if imported.status not in {ImportStatus.MAPPING, ImportStatus.CHECKING, ImportStatus.CHECKED}:
        raise NotNow
    _record(actor, imported, act="exchange.import.thrown_away", at=at)
    ImportRow.objects.of_import(imported.id)._raw_delete(using=ImportRow.objects.db)
    imported.delete()


def _locked(actor: Actor, import_id: UUID) -> Import:
    """Return an import within the actor's reach, locked; raises ``NotFound``."""
    get_import(actor=actor, import_id=import_id)
    rows = Import.objects.select_for_update(of=("self",)).select_related("organisation", "municipality")
    return rows.get(id=import_id)


def _advance(imported: Import, to: ImportStatus) -> None:
    """Take one step; the caller saves. Raises ``NotNow``."""
    if to not in IMPORT_TRANSITIONS[imported.status]:
        raise NotNow
    imported.status = to


def _check(imported: Import, mapping: Sequence[str]) -> None:
    """Refuse a choice of columns that says two things, or too little."""
    chosen = [key for key in mapping if key]
    if len(mapping) != len(imported.header) or any(key not in COLUMNS_BY_KEY for key in chosen):
        raise BadData
    twice = next((key for key in chosen if chosen.count(key) > 1), None)
    if twice:
        name = COLUMNS_BY_KEY[twice].label
        raise BadData(gettext("To kolonner kan ikke begge være »%(name)s«. Vælg én af dem.") % {"name": name})
    if "name" not in chosen:
        raise BadData(gettext("Vælg, hvilken kolonne der er tilbuddets navn."))
    if imported.municipality_id and ORGANISATION not in chosen and "key" not in chosen:
        raise BadData(gettext("Vælg, hvilken kolonne der er foreningens navn."))


def _without_numbers(cells: Sequence[str]) -> list[str]:
    """Return cells as they are kept: what looks like a person's number is taken away at the door."""
    return [TAKEN_AWAY if _is_a_number(cell) else cell for cell in cells]


def _is_a_number(cell: str) -> bool:
    may_be = len(cell) >= 10 and _MANY_DIGITS.search(cell)
    return bool(may_be) and contains_cpr(cell) and not _ADDRESS.match(cell)


def _record(actor: Actor, imported: Import, *, act: str, at: datetime, **changes: object) -> None:
    record(
        actor=actor, act=act, subject_kind="import", subject_id=imported.id, at=at,
        changes={"owner": imported.owner.key, **changes},
    )  # fmt: skip
