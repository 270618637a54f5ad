"""Error reports: keeping a reader's word, and closing it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.curation.models import TRANSITIONS, ErrorReport, ReportReason, ReportStatus
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotFound
from brobygger.privacy.cpr import forbid_cpr

ANSWER_WITHIN = timedelta(days=14)
#: Something that feels unsafe is looked at within three days.
ANSWER_UNSAFE_WITHIN = timedelta(days=3)
#: Longer than anybody writes by hand; shorter than anybody should have to read.
LONGEST_TEXT = 2000


class ReportInvalid(BadData):
    """Vi mangler at vide, hvad der er galt."""

    code = "report_invalid"


class AlreadyClosed(DomainError):
    """Meldingen er allerede lukket."""

    code = "already_closed"
    status = 409


@transaction.atomic
def report_error(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    subject_label: str,
    reason: str,
    text: str,
    reply_to: str,
    at: datetime,
) -> ErrorReport:
    """Keep a reader's word that something is wrong. Anybody may; a CPR-shaped number is refused.

    Raises ``ReportInvalid`` for an unknown reason, or "noget andet" without words, and ``TextLooksLikeCpr``.
    """
    _check_report(reason=reason, text=text, reply_to=reply_to)
    within = ANSWER_UNSAFE_WITHIN if reason == ReportReason.UNSAFE else ANSWER_WITHIN
    report = ErrorReport.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_label=subject_label[:200],
        reason=reason,
        text=text.strip()[:LONGEST_TEXT],
        reply_to=reply_to.strip(),
        created_at=at,
        answer_by=timezone.localdate(at + within),
    )
    record(
        actor=actor,
        act="curation.error_report.received",
        subject_kind="error_report",
        subject_id=report.id,
        at=at,
        changes={"about": [subject_kind, str(subject_id)], "reason": reason},
    )
    return report


@transaction.atomic
def close_report(*, actor: Actor, report_id: UUID, status: str, note: str, at: datetime) -> ErrorReport:
    """Close a report as mended or as no error. Raises ``NotFound``, ``AlreadyClosed`` and ``TextLooksLikeCpr``."""
    report = ErrorReport.objects.visible_to(actor).with_id(report_id).select_for_update().first()
    if report is None:
        raise NotFound
    forbid_cpr(note)
    return _advance(report, to=status, note=note, actor=actor, at=at)


def _check_report(*, reason: str, text: str, reply_to: str) -> None:
    """Refuse a report that says nothing, or says too much."""
    if reason not in ReportReason.values:
        raise ReportInvalid("Vælg, hvad der er galt.")
    if reason == ReportReason.OTHER and not text.strip():
        raise ReportInvalid("Skriv kort, hvad der er galt.")
    forbid_cpr(text, reply_to)


def _advance(report: ErrorReport, *, to: str, note: str, actor: Actor, at: datetime) -> ErrorReport:
    """Take one step of the state machine, with its line in the book."""
    before = report.status
    if before != ReportStatus.OPEN:
        raise AlreadyClosed
    if to not in TRANSITIONS[before]:
        raise BadData("Vælg, om fejlen er rettet, eller om der ingen fejl var.")
    report.status, report.closed_at, report.closing_note = to, at, note.strip()
    report.save(update_fields=["status", "closed_at", "closing_note"])
    record(
        actor=actor,
        act="curation.error_report.closed",
        subject_kind="error_report",
        subject_id=report.id,
        at=at,
        changes={"status": [before, to]},
    )
    return report
