"""Putting rows in, one at a time: each is whole or not at all, so that it may be stopped anywhere and go on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.directory import policies
from brobygger.directory.models import Draft, DraftStatus, Offer
from brobygger.directory.services.drafts import (
    DraftNotWhole,
    fill_draft,
    show_draft,
    start_draft,
    submit_draft,
    take_back_draft,
)
from brobygger.exchange.importing.rows import Sheet, Wrong, look_over, say
from brobygger.exchange.models import Came, Import, ImportRow, Outcome
from brobygger.exchange.selectors.imports import sheet_of
from brobygger.exchange.selectors.matching import Match, befores, offers_being_written
from brobygger.exchange.services.imports.checking import before_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError
from brobygger.organisations.models import Organisation

ROWS_AT_A_TIME = 50
_WRITTEN = (
    "outcome", "errors", "offer_id", "draft_id", "came", "before", "before_status", "offer_changed_at",
)  # fmt: skip


class RowBusy(DomainError):
    """Nogen er i gang med at skrive i tilbuddet, eller det venter på godkendelse."""

    code = "row_busy"
    status = 409


class RowRefused(BadData):
    """Rækken kan ikke lægges ind, som tilbuddet er nu."""

    code = "row_refused"

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__()
        self.wrong = tuple(wrong)


def write_rows(*, actor: Actor, imported: Import, at: datetime) -> int:
    """Put the next rows in, and return how many there were."""
    rows = ImportRow.objects.of_import(imported.id).to_write().in_order()
    ids = list(rows.values_list("id", flat=True)[:ROWS_AT_A_TIME])
    if ids:
        sheet = sheet_of(imported)
        for row_id in ids:
            write_row(actor=actor, row_id=row_id, sheet=sheet, at=at)
    return len(ids)


@transaction.atomic
def write_row(*, actor: Actor, row_id: UUID, sheet: Sheet, at: datetime) -> ImportRow:
    """Put one row in, unless it is in already; what stops it is told at the row."""
    row = ImportRow.objects.select_for_update().get(id=row_id)
    if row.came != Came.NOTHING:
        return row
    try:
        with transaction.atomic():
            _put_in(row, actor=actor, sheet=sheet, at=at)
    except DomainError as error:
        row.came = Came.FAILED
        row.errors = [[wrong.column, wrong.message] for wrong in _told(error, sheet)]
    row.save(update_fields=_WRITTEN)
    return row


def _put_in(row: ImportRow, *, actor: Actor, sheet: Sheet, at: datetime) -> None:
    """Let a row become a draft, and the draft be shown or sent; what the register says now is read anew."""
    match = Match(organisation_id=row.organisation_id, offer_id=row.offer_id, draft_id=row.draft_id)
    found = befores([match])
    was = before_of(match, found=found)
    said = say(row.cells, sheet=sheet, before=was.typed)
    if row.outcome == Outcome.CHANGED and not said.changes:
        row.outcome = Outcome.UNCHANGED
        return
    if wrong := look_over(said, sheet=sheet, before=was.data, at=at):
        raise RowRefused(wrong)
    old = found.get(row.offer_id) if row.offer_id else None
    draft = _draft_for(row, actor=actor, at=at)
    fill_draft(actor=actor, draft_id=draft.id, values=said.typed, at=at)
    offer = _show_or_send(draft, actor=actor, sheet=sheet, at=at)
    row.draft_id = draft.id
    row.came = Came.SHOWN if offer else Came.SENT
    if old is not None:
        row.before, row.before_status = old.typed, old.status
    if offer is not None:
        row.offer_id, row.offer_changed_at = offer.id, offer.changed_at


def _draft_for(row: ImportRow, *, actor: Actor, at: datetime) -> Draft:
    """Return a draft to write a row in: a new one, or the one the same row became last time."""
    if row.draft_id is not None:
        draft = Draft.objects.get(id=row.draft_id)
        if draft.status == DraftStatus.SUBMITTED:
            return take_back_draft(actor=actor, draft_id=draft.id, at=at)
        return draft
    if row.offer_id is None:
        return start_draft(actor=actor, organisation_id=row.organisation_id, at=at)
    if offers_being_written([row.offer_id]):
        raise RowBusy
    return start_draft(actor=actor, offer_id=row.offer_id, at=at)


def _show_or_send(draft: Draft, *, actor: Actor, sheet: Sheet, at: datetime) -> Offer | None:
    """Show a municipality's rows at once, to be looked at after; return None for what others look at first."""
    organisation = Organisation.objects.get(id=draft.organisation_id)
    may = policies.may_show_at_once(actor, organisation_id=organisation.id, municipality_codes=(sheet.only_in,))
    if may and sheet.only_in and organisation.is_approved:
        return show_draft(actor=actor, draft_id=draft.id, at=at)
    submit_draft(actor=actor, draft_id=draft.id, at=at)
    sent = Draft.objects.select_related("offer").get(id=draft.id)
    return sent.offer if sent.status == DraftStatus.LIVE else None


def _told(error: DomainError, sheet: Sheet) -> tuple[Wrong, ...]:
    """Return what stopped a row, at its columns."""
    if isinstance(error, RowRefused):
        return error.wrong
    if isinstance(error, DraftNotWhole):
        return tuple(Wrong(column=sheet.column_name(one.field), message=one.message) for one in error.problems)
    return (Wrong(column="", message=gettext(error.message)),)
