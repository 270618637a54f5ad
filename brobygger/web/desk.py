"""What the rooms below have for people who sign in: put on their own page (``accounts.desk``)."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.curation.models import ErrorReport, ReportReason
from brobygger.curation.policies import may_handle_reports
from brobygger.curation.selectors.reports import reports_waiting_for
from brobygger.kernel.actors import Actor

#: The oldest that wait; whoever has done these gets the next.
MOST_SHOWN = 20
_LONGEST_EXCERPT = 160


@desk_source
def error_reports(actor: Actor) -> DeskPile | None:
    """Return the error reports that wait for this actor, oldest first."""
    if not may_handle_reports(actor):
        return None
    waiting = reports_waiting_for(actor=actor)
    return DeskPile(
        heading=gettext("Fejlmeldinger"),
        nothing=gettext("Ingen fejlmeldinger venter på svar."),
        total=waiting.count(),
        items=tuple(_item(report) for report in waiting[:MOST_SHOWN]),
    )


def _item(report: ErrorReport) -> DeskItem:
    """Return one report as a line: what it is about and what is said."""
    words = str(ReportReason(report.reason).label)
    excerpt = report.text if len(report.text) <= _LONGEST_EXCERPT else f"{report.text[:_LONGEST_EXCERPT]}…"
    return DeskItem(
        title=report.subject_label,
        text=f"{words}. {excerpt}" if excerpt else words,
        url=reverse("web:handle_report", args=[report.id]),
        due_on=report.answer_by,
    )
