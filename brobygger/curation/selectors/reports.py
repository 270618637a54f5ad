"""Reads: the queue of error reports, and who confirmed a row."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from brobygger.curation.models import Assurance, ErrorReport
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound


def open_reports(*, actor: Actor) -> QuerySet[ErrorReport]:
    """Return the reports nobody has answered yet, oldest first; nothing for those who do not handle them."""
    return ErrorReport.objects.visible_to(actor).open().oldest_first()


def reports_waiting_for(*, actor: Actor) -> QuerySet[ErrorReport]:
    """Return the open reports that are this actor's own to handle, oldest first."""
    return ErrorReport.objects.waiting_for(actor).oldest_first()


def reported_since(*, subject_kind: str, subject_ids: Collection[UUID], since: datetime) -> frozenset[UUID]:
    """Return those of some rows that a reader has reported since a moment, or whose report still waits."""
    rows = ErrorReport.objects.about_any(subject_kind=subject_kind, subject_ids=subject_ids).since(since)
    return frozenset(rows.values_list("subject_id", flat=True))


def reports_with_ids(*, ids: Collection[UUID]) -> list[ErrorReport]:
    """Return some reports with their municipalities, oldest first: for those who tell others that they wait."""
    return list(ErrorReport.objects.with_ids(ids).prefetch_related("municipalities").oldest_first())


def get_report(*, actor: Actor, report_id: UUID) -> ErrorReport:
    """Return a report the actor may read, open or closed; raises ``NotFound``."""
    report = ErrorReport.objects.visible_to(actor).with_id(report_id).first()
    if report is None:
        raise NotFound
    return report


def latest_assurance(*, subject_kind: str, subject_id: UUID) -> Assurance | None:
    """Return the newest confirmation of a row, or None when nobody has confirmed it."""
    return Assurance.objects.about(subject_kind=subject_kind, subject_id=subject_id).newest_first().first()


def assured_at(*, subject_kind: str, moment: datetime) -> frozenset[UUID]:
    """Return the rows that were confirmed at a moment, and not yet to be looked at again."""
    rows = Assurance.objects.of_kind(subject_kind).counting_at(moment)
    return frozenset(rows.values_list("subject_id", flat=True))
