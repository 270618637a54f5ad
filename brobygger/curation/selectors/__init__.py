"""Reads: who confirmed a row, what readers say is wrong, and what waits for a decision."""

from brobygger.curation.selectors.reports import get_report, latest_assurance, open_reports
from brobygger.curation.selectors.reviews import Standing, get_review, reviews_about, standing_of

__all__ = ["Standing", "get_report", "get_review", "latest_assurance", "open_reports", "reviews_about", "standing_of"]
