"""Facts this room announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.kernel.actors import Actor
from brobygger.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _AboutReview(Event):
    """What every fact about a review says: which one, about what, and who did it."""

    actor: Actor
    review_id: UUID
    subject_kind: str
    subject_id: UUID
    subject_label: str
    organisation_id: UUID
    scope: str
    municipality_code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(_AboutReview):
    """Somebody said yes or no. ``is_after``: it is shown already, and a no takes it back."""

    outcome: str
    is_new: bool
    is_after: bool
    is_on_appeal: bool
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRemarked(_AboutReview):
    """One side has said something to the other; ``side`` is who spoke."""

    side: str
    remark_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClosed(Event):
    """An error report was answered; ``reply_to`` is where the reader wants to hear it, empty when nowhere."""

    report_id: UUID
    subject_kind: str
    subject_id: UUID
    subject_label: str
    status: str
    answer: str
    reply_to: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsWaitTooLong(Event):
    """Error reports are near their day, or past it and so given to the national administrators (``is_escalated``)."""

    report_ids: tuple[UUID, ...]
    is_escalated: bool
    at: datetime
