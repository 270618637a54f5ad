"""Door for events: what was decided about a draft is carried out."""

from brobygger.curation.events import ReviewDecided
from brobygger.curation.models import Outcome
from brobygger.curation.selectors import decision_words
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND
from brobygger.directory.services.publication import Verdict, follow_verdict
from brobygger.kernel.events import on


@on(ReviewDecided)
def carry_out(event: ReviewDecided) -> None:
    """Do what was decided, in the transaction of the decision."""
    if event.subject_kind != SUBJECT_KIND:
        return
    verdict = Verdict(
        draft_id=event.subject_id,
        municipality_code=event.municipality_code,
        is_yes=event.outcome == Outcome.APPROVED,
        is_after=event.is_after,
        words=decision_words(decision_id=event.decision_id),
    )
    follow_verdict(actor=event.actor, verdict=verdict, at=event.at)
