"""Rows: who confirmed what, and what readers say is wrong."""

from brobygger.curation.models.assurance import Assurance
from brobygger.curation.models.reports import TRANSITIONS, ErrorReport, ReportReason, ReportStatus

__all__ = ["TRANSITIONS", "Assurance", "ErrorReport", "ReportReason", "ReportStatus"]
