"""Error reports: keeping a reader's word, and closing it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.curation import policies
from brobygger.curation.events import ReportClosed, ReportsWaitTooLong
from brobygger.curation.models import TRANSITIONS, ErrorReport, ReportReason, ReportStatus
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotAllowed, NotFound
from brobygger.kernel.events import announce
from brobygger.places.models import Municipality
from brobygger.privacy.cpr import forbid_cpr

ANSWER_WITHIN = timedelta(days=14)
#: Something that feels unsafe is looked at within three days.
ANSWER_UNSAFE_WITHIN = timedelta(days=3)
#: Whoever has a report is reminded so long before it should have been answered.
REMIND_BEFORE = timedelta(days=2)
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
    municipality_codes: Collection[str] = (),
    is_national: bool = False,
) -> ErrorReport:
    """Keep a reader's word that something is wrong. Anybody may; a CPR-shaped number is refused.

    It is the task of the municipalities named, or of the national administrators when it is for the whole country.
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
        is_national=is_national,
    )
    report.municipalities.set(Municipality.objects.with_codes(list(municipality_codes)))
    about = {"about": [subject_kind, str(subject_id)], "reason": reason}
    _note(report, act="curation.error_report.received", actor=actor, at=at, changes=about)
    return report


@transaction.atomic
def close_report(
    *, actor: Actor, report_id: UUID, status: str, note: str, at: datetime, answer: str = ""
) -> ErrorReport:
    """Close a report as mended or as no error; ``answer`` is for the reader, ``note`` for ourselves.

    Raises ``NotFound``, ``AlreadyClosed`` and ``TextLooksLikeCpr``.
    """
    report = ErrorReport.objects.visible_to(actor).with_id(report_id).select_for_update().first()
    if report is None:
        raise NotFound
    forbid_cpr(note, answer)
    _advance(report, to=status, note=note, answer=answer, actor=actor, at=at)
    announce(
        ReportClosed(
            report_id=report.id,
            subject_kind=report.subject_kind,
            subject_id=report.subject_id,
            subject_label=report.subject_label,
            status=report.status,
            answer=report.answer,
            reply_to=report.reply_to,
            at=at,
        )
    )
    return report


@transaction.atomic
def remind_of_reports(*, actor: Actor, at: datetime) -> int:
    """Remind those who have a report near its day, once; return of how many. Raises ``NotAllowed``."""
    if not policies.may_run_rounds(actor):
        raise NotAllowed
    today = timezone.localdate(at)
    waiting = tuple(ErrorReport.objects.to_remind_of(today + REMIND_BEFORE).oldest_first().values_list("id", flat=True))
    if waiting:
        ErrorReport.objects.with_ids(waiting).update(reminded_on=today)
        announce(ReportsWaitTooLong(report_ids=waiting, is_escalated=False, at=at))
    return len(waiting)


@transaction.atomic
def escalate_reports(*, actor: Actor, at: datetime) -> int:
    """Give the reports that are past their day to the national administrators too; return how many.

    Whoever had them still does. Raises ``NotAllowed``.
    """
    if not policies.may_run_rounds(actor):
        raise NotAllowed
    today = timezone.localdate(at)
    late = list(ErrorReport.objects.to_escalate(today).oldest_first())
    for report in late:
        report.escalated_on = today
        report.save(update_fields=["escalated_on"])
        changes = {"answer_by": report.answer_by}
        _note(report, act="curation.error_report.escalated", actor=actor, at=at, changes=changes)
    if late:
        announce(ReportsWaitTooLong(report_ids=tuple(report.id for report in late), is_escalated=True, at=at))
    return len(late)


def _check_report(*, reason: str, text: str, reply_to: str) -> None:
    """Refuse a report that says nothing, or says too much."""
    if reason not in ReportReason.values:
        raise ReportInvalid("Vælg, hvad der er galt.")
    if reason == ReportReason.OTHER and not text.strip():
        raise ReportInvalid("Skriv kort, hvad der er galt.")
    forbid_cpr(text, reply_to)


def _advance(report: ErrorReport, *, to: str, note: str, answer: str, actor: Actor, at: datetime) -> None:
    """Take one step of the state machine, with its line in the book."""
    before = report.status
    if before != ReportStatus.OPEN:
        raise AlreadyClosed
    if to not in TRANSITIONS[before]:
        raise BadData("Vælg, om fejlen er rettet, eller om der ingen fejl var.")
    report.status, report.closed_at = to, at
    report.closing_note, report.answer = note.strip(), answer.strip()[:LONGEST_TEXT]
    report.save(update_fields=["status", "closed_at", "closing_note", "answer"])
    changes = {"status": [before, to], "is_answered": bool(report.reply_to)}
    _note(report, act="curation.error_report.closed", actor=actor, at=at, changes=changes)


def _note(report: ErrorReport, *, act: str, actor: Actor, at: datetime, changes: Mapping[str, object]) -> None:
    """Write what happened to a report in the book."""
    record(actor=actor, act=act, subject_kind="error_report", subject_id=report.id, at=at, changes=changes)
