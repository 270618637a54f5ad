"""Door for events: what is approved of what a source sent is the source's from then on."""

from django.db import transaction

from brobygger.curation.events import ReviewDecided
from brobygger.curation.models import Outcome
from brobygger.kernel.events import on
from brobygger.sources.selectors.sources import source_of_draft
from brobygger.sources.services import link_reviewed


@on(ReviewDecided)
def follow_yes(event: ReviewDecided) -> None:
    """Tie what became an offer to its source."""
    if event.outcome != Outcome.APPROVED or event.subject_kind != "draft":
        return
    source = source_of_draft(event.subject_id)
    if source is not None:
        # Afterwards: the room of the draft makes the offer in the decision's own transaction. The next reading
        # ties what was lost on the way.
        transaction.on_commit(lambda: link_reviewed(actor=event.actor, source=source, at=event.at))
