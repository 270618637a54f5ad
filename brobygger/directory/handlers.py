"""Door for events: what was decided about a draft is carried out, and who is to know of an error report is told."""

from brobygger.curation.events import ReportClosed, ReportsWaitTooLong, ReviewDecided
from brobygger.curation.models import Outcome
from brobygger.curation.selectors import decision_words
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND
from brobygger.directory.services.freshness import note_unreachable
from brobygger.directory.services.publication import Verdict, follow_verdict
from brobygger.directory.services.report_mails import answer_reader, tell_handlers
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import on
from brobygger.notifications.events import AddressBounced


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


@on(ReportClosed)
def answer_the_reader(event: ReportClosed) -> None:
    """Write the answer in the outbox, in the transaction that closes the report."""
    answer_reader(actor=SYSTEM, event=event)


@on(ReportsWaitTooLong)
def tell_those_who_have_them(event: ReportsWaitTooLong) -> None:
    """Write to those who have reports that wait, in the transaction that says so."""
    tell_handlers(actor=SYSTEM, event=event)


@on(AddressBounced)
def put_on_the_call_list(event: AddressBounced) -> None:
    """Mail does not reach whoever keeps an offer: somebody is to call."""
    note_unreachable(actor=SYSTEM, address=event.address, at=event.at)
