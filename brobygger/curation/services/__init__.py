"""Acts: confirming, reporting and closing an error, sending in for approval and deciding."""

from brobygger.curation.services.assurance import CHECK_AGAIN_AFTER, assure
from brobygger.curation.services.decisions import (
    ConflictOfInterest,
    Decided,
    DecisionInvalid,
    NotDecided,
    appeal,
    decide,
    decide_many,
    say,
)
from brobygger.curation.services.openings import (
    DECIDE_WITHIN_WORKING_DAYS,
    AlreadyDecided,
    open_reviews,
    release_review,
    take_review,
    withdraw_reviews,
)
from brobygger.curation.services.reports import (
    ANSWER_UNSAFE_WITHIN,
    ANSWER_WITHIN,
    LONGEST_TEXT,
    AlreadyClosed,
    ReportInvalid,
    close_report,
    escalate_reports,
    remind_of_reports,
    report_error,
)

__all__ = [
    "ANSWER_UNSAFE_WITHIN",
    "ANSWER_WITHIN",
    "CHECK_AGAIN_AFTER",
    "DECIDE_WITHIN_WORKING_DAYS",
    "LONGEST_TEXT",
    "AlreadyClosed",
    "AlreadyDecided",
    "ConflictOfInterest",
    "Decided",
    "DecisionInvalid",
    "NotDecided",
    "ReportInvalid",
    "appeal",
    "assure",
    "close_report",
    "decide",
    "decide_many",
    "escalate_reports",
    "open_reviews",
    "release_review",
    "remind_of_reports",
    "report_error",
    "say",
    "take_review",
    "withdraw_reviews",
]
