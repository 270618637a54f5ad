"""Acts: confirming, reporting an error, closing a report."""

from brobygger.curation.services.assurance import CHECK_AGAIN_AFTER, assure
from brobygger.curation.services.reports import (
    ANSWER_UNSAFE_WITHIN,
    ANSWER_WITHIN,
    LONGEST_TEXT,
    AlreadyClosed,
    ReportInvalid,
    close_report,
    report_error,
)

__all__ = [
    "ANSWER_UNSAFE_WITHIN",
    "ANSWER_WITHIN",
    "CHECK_AGAIN_AFTER",
    "LONGEST_TEXT",
    "AlreadyClosed",
    "ReportInvalid",
    "assure",
    "close_report",
    "report_error",
]
