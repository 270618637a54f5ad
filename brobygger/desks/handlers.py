"""Door for events: what is decided and said about reviews is told by mail."""

from uuid import UUID

from brobygger.curation.events import ReviewDecided, ReviewRemarked
from brobygger.curation.models import Outcome, Side
from brobygger.curation.selectors import holder_of
from brobygger.desks.review_letters import letters_to_association, letters_to_holder
from brobygger.kernel.events import on
from brobygger.notifications.services import queue_mails


@on(ReviewDecided)
def tell_what_was_decided(event: ReviewDecided) -> None:
    """Tell the association; a town's yes to what is shown already, and ours to a small correction, need no letter."""
    is_yes = event.outcome == Outcome.APPROVED
    if is_yes and (event.is_after or event.municipality_code):
        return
    _tell_association(event, key=f"review-decided:{event.decision_id}", template="decided", is_yes=is_yes)


@on(ReviewRemarked)
def tell_what_was_said(event: ReviewRemarked) -> None:
    """Tell the association of a question; tell whoever has taken it on of an answer."""
    if event.side == Side.REVIEWER:
        _tell_association(event, key=f"review-said:{event.remark_id}", template="asked")
        return
    holder: UUID | None = holder_of(review_id=event.review_id)
    if holder is not None:
        letters = letters_to_holder(
            user_id=holder,
            review_id=event.review_id,
            key=f"review-said:{event.remark_id}",
            label=event.subject_label,
        )
        queue_mails(actor=event.actor, letters=letters, at=event.at)


def _tell_association(event: ReviewDecided | ReviewRemarked, *, key: str, template: str, **said: object) -> None:
    letters = letters_to_association(
        organisation_id=event.organisation_id,
        review_id=event.review_id,
        template=f"desks/mail/review_{template}",
        key=key,
        label=event.subject_label,
        municipality_code=event.municipality_code,
        at=event.at,
        **said,
    )
    queue_mails(actor=event.actor, letters=letters, at=event.at)
