"""Act: a change sent in all at once, by whoever holds a link from a mail."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.directory.editing.merging import merge, says_the_same
from brobygger.directory.editing.reading import cpr_in
from brobygger.directory.editing.steps import Problem, Typed
from brobygger.directory.models import Draft
from brobygger.directory.services.drafts.applying import DraftNotWhole
from brobygger.directory.services.drafts.importing import fill_draft
from brobygger.directory.services.drafts.starting import start_draft
from brobygger.directory.services.drafts.submitting import submit_draft
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError


class ChangeUnderWay(DomainError):
    """Der er allerede en rettelse i gang."""

    code = "change_under_way"
    status = 409


class NothingChanged(BadData):
    """Du har ikke rettet noget endnu. Ret det, der ikke passer, og tryk på Send igen."""

    code = "nothing_changed"


def is_open_to_links(draft: Draft) -> bool:
    """Test whether a change may be written on by link: nobody who is signed in writes it, and it is not sent."""
    return draft.is_open and draft.editor_id is None


@transaction.atomic
def send_change(*, actor: Actor, offer_id: UUID, values: Typed, before: Typed, at: datetime) -> Draft:
    """Send a change of an offer in; all of it, or nothing at all.

    ``before`` is what the page said: what the sender left alone stays as it is now. Raises ``NotFound``,
    ``ChangeUnderWay`` (it waits, or somebody signed in is writing), ``NothingChanged`` and ``DraftNotWhole``.
    """
    if found := cpr_in(values):
        message = gettext("Det ligner et CPR-nummer. Vi har ikke brug for det, så slet det. Resten står her endnu.")
        raise DraftNotWhole(tuple(Problem(field=one.field, message=message) for one in found))
    draft = start_draft(actor=actor, offer_id=offer_id, at=at)
    if not is_open_to_links(draft):
        raise ChangeUnderWay
    # Where both changed the same, the sender's words stand: somebody looks at them before others see them.
    merged = merge(before=before, mine=draft.data, theirs=values, fields=values).values
    if says_the_same(merged, draft.data, fields=merged):
        raise NothingChanged
    fill_draft(actor=actor, draft_id=draft.id, values=merged, at=at)
    return submit_draft(actor=actor, draft_id=draft.id, at=at)
