"""Taking back what a file came to, one row at a time; what somebody has changed since is left, and told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.curation import services as curation
from brobygger.directory.editing.reading import Country, read_typed
from brobygger.directory.models import Draft, Offer, Status
from brobygger.directory.models.drafts import UNDER_WAY
from brobygger.directory.rows import data_of
from brobygger.directory.services import hide_offer, remove_offer, save_offer
from brobygger.directory.services.drafts import withdraw_draft
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND
from brobygger.exchange.models import Came, Import, ImportRow
from brobygger.exchange.selectors.imports import sheet_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError

ROWS_AT_A_TIME = 50


def undo_rows(*, actor: Actor, imported: Import, at: datetime) -> int:
    """Take the next rows back, and return how many there were."""
    rows = ImportRow.objects.of_import(imported.id).to_undo().in_order()
    ids = list(rows.values_list("id", flat=True)[:ROWS_AT_A_TIME])
    if ids:
        country = sheet_of(imported).country
        for row_id in ids:
            undo_row(actor=actor, row_id=row_id, country=country, at=at)
    return len(ids)


@transaction.atomic
def undo_row(*, actor: Actor, row_id: UUID, country: Country, at: datetime) -> ImportRow:
    """Take one row back, unless that is done, or somebody has changed the same since."""
    row = ImportRow.objects.select_for_update().get(id=row_id)
    if row.came not in {Came.SHOWN, Came.SENT}:
        return row
    try:
        with transaction.atomic():
            why = _take_back(row, actor=actor, country=country, at=at)
    except DomainError as error:
        why = gettext(error.message)
    row.came = Came.LEFT if why else Came.TAKEN_BACK
    row.errors = [["", why]] if why else []
    row.save(update_fields=["came", "errors"])
    return row


def _take_back(row: ImportRow, *, actor: Actor, country: Country, at: datetime) -> str:
    """Take one row back; return why it was left when it was."""
    draft = Draft.objects.get(id=row.draft_id)
    if row.came == Came.SENT:
        if draft.status not in UNDER_WAY:
            return gettext("Det er afgjort siden.")
        withdraw_draft(actor=actor, draft_id=draft.id, at=at)
        return ""
    offer = Offer.objects.for_page().get(id=row.offer_id)
    if offer.changed_at != row.offer_changed_at:
        return gettext("Tilbuddet er rettet siden, så det er, som det er.")
    if row.before:
        before = read_typed(row.before, before=data_of(offer), country=country, at=at).data
        save_offer(actor=actor, at=at, data=before)
    if row.before_status == Status.HIDDEN:
        hide_offer(actor=actor, offer_id=offer.id, at=at)
    elif row.before_status != Status.PUBLISHED:
        remove_offer(actor=actor, offer_id=offer.id, at=at)
    curation.withdraw_reviews(actor=actor, subject_kind=SUBJECT_KIND, subject_id=draft.id, at=at)
    return ""
