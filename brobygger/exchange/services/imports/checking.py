"""Looking rows through: what each would come to, and what is to be put right. Writes nothing in the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.directory.models import Status
from brobygger.exchange.importing.rows import Sheet, Wrong, look_over, say
from brobygger.exchange.models import Import, ImportRow, Outcome
from brobygger.exchange.selectors.imports import sheet_of
from brobygger.exchange.selectors.matching import (
    Before,
    Match,
    befores,
    known_of,
    match_rows,
    nothing_said,
    offers_being_written,
)
from brobygger.kernel.actors import Actor

ROWS_AT_A_TIME = 1_000
_LONGEST_NAME = 160


@dataclass(slots=True)
class Seen:
    """What rows further up in the file were about, and where they stand."""

    keys: dict[str, int] = field(default_factory=dict)
    offers: dict[UUID, int] = field(default_factory=dict)

    def first(self, match: Match, number: int) -> int:
        """Return the number of the first row about the same; this row's own when there is none."""
        first = self.keys.setdefault(match.stable_key, number)
        if match.offer_id is not None:
            first = min(first, self.offers.setdefault(match.offer_id, number))
        return first


def check_rows(*, actor: Actor, imported: Import, at: datetime) -> int:
    """Look the next rows through, and return how many there were."""
    rows = list(ImportRow.objects.of_import(imported.id).not_looked_at().in_order()[:ROWS_AT_A_TIME])
    if not rows:
        return 0
    sheet = sheet_of(imported)
    matches = match_rows(rows, sheet=sheet, known=known_of(imported.owner))
    before, seen = befores(matches), _seen(imported, matches)
    busy = _busy_offers(matches)
    for row, match in zip(rows, matches, strict=True):
        _judge(row, match, sheet=sheet, before=before, seen=seen, busy=busy, at=at)
    with transaction.atomic():
        fields = ["outcome", "errors", "changes", "name", "stable_key", "organisation_id", "offer_id", "draft_id"]
        # Many times as fast as bulk_update, whose one statement asks each row which it is.
        ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    return len(rows)


def before_of(match: Match, *, found: Mapping[UUID, Before]) -> Before:
    """Return what the register says of what a row is about; nothing of what is new."""
    if match.draft_id is not None and match.draft_id in found:
        return found[match.draft_id]
    if match.offer_id is not None and match.offer_id in found:
        return found[match.offer_id]
    return Before(typed={}, data=nothing_said(match.organisation_id or UUID(int=0)))


def _judge(
    row: ImportRow,
    match: Match,
    *,
    sheet: Sheet,
    before: Mapping[UUID, Before],
    seen: Seen,
    busy: frozenset[UUID],
    at: datetime,
) -> None:
    """Say what one row comes to."""
    row.name = sheet.cell(row.cells, "name")[:_LONGEST_NAME]
    row.stable_key, row.organisation_id = match.stable_key, match.organisation_id
    row.offer_id, row.draft_id = match.offer_id, match.draft_id
    wrong = [match.wrong] if match.wrong else _in_the_way(row, match, seen=seen, busy=busy)
    changes: tuple[str, ...] = ()
    is_gone = False
    if not wrong:
        was = before_of(match, found=before)
        said = say(row.cells, sheet=sheet, before=was.typed)
        changes, is_gone = said.changes, was.status == Status.REMOVED
        wrong = list(look_over(said, sheet=sheet, before=was.data, at=at) if changes or said.wrong else ())
    row.errors, row.changes = [[one.column, one.message] for one in wrong], list(changes)
    row.outcome = _outcome(match, is_wrong=bool(wrong), is_gone=is_gone, is_other=bool(changes))


def _outcome(match: Match, *, is_wrong: bool, is_gone: bool, is_other: bool) -> Outcome:
    """Return what a row comes to; an offer that was taken down is new again."""
    if is_wrong:
        return Outcome.ERROR
    if is_gone or (match.offer_id is None and match.draft_id is None):
        return Outcome.NEW
    return Outcome.CHANGED if is_other else Outcome.UNCHANGED


def _in_the_way(row: ImportRow, match: Match, *, seen: Seen, busy: frozenset[UUID]) -> list[Wrong]:
    """Return why a row cannot be put in whatever it says: it stands twice, or somebody writes in the offer."""
    first = seen.first(match, row.number)
    if first != row.number:
        message = gettext("Det samme tilbud står også i række %(first)s.") % {"first": first}
        return [Wrong(column="", message=message)]
    if match.draft_id is None and match.offer_id in busy:
        message = gettext("Nogen er i gang med at skrive i tilbuddet, eller det venter på godkendelse.")
        return [Wrong(column="", message=message)]
    return []


def _busy_offers(matches: Sequence[Match]) -> frozenset[UUID]:
    """Return the offers among some in which somebody is writing."""
    return offers_being_written([match.offer_id for match in matches if match.offer_id])


def _seen(imported: Import, matches: Sequence[Match]) -> Seen:
    """Return what the rows looked through before were about, as far as it matters to these."""
    rows = ImportRow.objects.of_import(imported.id).about(
        stable_keys={match.stable_key for match in matches if match.stable_key},
        offer_ids={match.offer_id for match in matches if match.offer_id},
    )
    seen = Seen()
    for number, key, offer_id in rows.in_order().values_list("number", "stable_key", "offer_id"):
        seen.keys.setdefault(key, number)
        if offer_id:
            seen.offers.setdefault(offer_id, number)
    return seen
