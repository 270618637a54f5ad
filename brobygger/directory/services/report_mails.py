"""Mails about error reports: the answer to the reader, and the word to those who let one lie."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.curation.events import ReportClosed, ReportsWaitTooLong
from brobygger.curation.models import ErrorReport, ReportStatus
from brobygger.curation.selectors.reports import reports_with_ids
from brobygger.directory.models import Offer
from brobygger.directory.selectors.asking import digest_of
from brobygger.kernel.actors import Actor
from brobygger.notifications.services import Letter, queue_mail, queue_mails
from brobygger.notifications.topics import Topic


def answer_reader(*, actor: Actor, event: ReportClosed) -> None:
    """Tell the reader what became of a report, where an address was left."""
    if not event.reply_to:
        return
    key = Offer.objects.published().with_id(event.subject_id).values_list("key", flat=True).first()
    queue_mail(
        actor=actor,
        to=event.reply_to,
        template="directory/mail/report_closed",
        context={
            "name": event.subject_label,
            "is_fixed": event.status == ReportStatus.FIXED,
            "answer": event.answer,
            "offer_url": f"{settings.BASE_URL}{reverse('web:offer', args=[key])}" if key else "",
        },
        key=f"report-closed:{event.report_id}",
        topic=Topic.TASK,
        at=event.at,
        about=event.report_id,
    )


def tell_handlers(*, actor: Actor, event: ReportsWaitTooLong) -> None:
    """Remind those who have some reports: the municipalities' administrators, past the day the national ones too."""
    reports = reports_with_ids(ids=event.report_ids)
    by_address: dict[str, list[ErrorReport]] = {}
    for report in reports:
        for address in _addresses(report, is_escalated=event.is_escalated):
            by_address.setdefault(address, []).append(report)
    letters = [_letter(to, theirs, is_escalated=event.is_escalated, at=event.at) for to, theirs in by_address.items()]
    queue_mails(actor=actor, letters=letters, at=event.at)


def _addresses(report: ErrorReport, *, is_escalated: bool) -> frozenset[str]:
    """Return whom to tell about one report: its own handlers, and the national ones when it is (or became) theirs."""
    codes = [row.code for row in report.municipalities.all()]
    users = User.objects.get_queryset().active()
    local: Iterable[str] = ()
    if codes and not report.is_national:
        local = users.with_role(Role.LOCAL_ADMINISTRATOR).in_municipalities(codes).values_list("email", flat=True)
    found = frozenset(local)
    if found and not is_escalated:
        return found
    return found | frozenset(users.with_role(Role.NATIONAL_ADMINISTRATOR).values_list("email", flat=True))


def _letter(to: str, reports: list[ErrorReport], *, is_escalated: bool, at: datetime) -> Letter:
    """Return the letter to one handler. It says where to look, never what a reader wrote."""
    items = [
        {
            "name": report.subject_label,
            "answer_by": report.answer_by,
            "url": f"{settings.BASE_URL}{reverse('web:handle_report', args=[report.id])}",
        }
        for report in reports
    ]
    step = "late" if is_escalated else "soon"
    return Letter(
        to=to,
        template="directory/mail/reports_wait",
        key=f"reports-{step}:{timezone.localdate(at).isoformat()}:{digest_of(to)}",
        topic=Topic.TASK,
        context={"reports": items, "count": len(items), "is_escalated": is_escalated},
    )
