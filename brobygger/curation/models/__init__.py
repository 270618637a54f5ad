"""Rows: who confirmed what, what readers say is wrong, and what waits for a decision."""

from brobygger.curation.models.assurance import Assurance
from brobygger.curation.models.reports import TRANSITIONS, ErrorReport, ReportReason, ReportStatus
from brobygger.curation.models.reviews import TRANSITIONS as REVIEW_TRANSITIONS
from brobygger.curation.models.reviews import (
    Conflict,
    Decision,
    Outcome,
    Remark,
    Review,
    ReviewStatus,
    Scope,
    Side,
    Sort,
)

__all__ = [
    "REVIEW_TRANSITIONS",
    "TRANSITIONS",
    "Assurance",
    "Conflict",
    "Decision",
    "ErrorReport",
    "Outcome",
    "Remark",
    "ReportReason",
    "ReportStatus",
    "Review",
    "ReviewStatus",
    "Scope",
    "Side",
    "Sort",
]
