"""Reads: who confirmed a row, what readers say is wrong, and what waits for a decision."""

from brobygger.curation.selectors.reports import get_report, latest_assurance, open_reports
from brobygger.curation.selectors.reviews import (
    Standing,
    decision_words,
    decisions_about,
    decisions_of,
    get_own_review,
    get_review,
    holder_of,
    own_reviews,
    remarks_of,
    reviews_about,
    standing_of,
)

__all__ = [
    "Standing",
    "decision_words",
    "decisions_about",
    "decisions_of",
    "get_own_review",
    "get_report",
    "get_review",
    "holder_of",
    "latest_assurance",
    "open_reports",
    "own_reviews",
    "remarks_of",
    "reviews_about",
    "standing_of",
]
