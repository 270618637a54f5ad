"""The queue of error reports for those who handle them; every change goes through the services."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.middleware import actor_of
from brobygger.curation.models import Assurance, ErrorReport, ReportStatus
from brobygger.curation.policies import may_handle_reports
from brobygger.curation.services import close_report
from brobygger.kernel.errors import DomainError


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin[ErrorReport]):
    """Read, then close as mended or as no error."""

    list_display = ("subject_label", "reason", "status", "created_at", "answer_by")
    list_filter = ("status", "reason")
    actions = ("close_as_fixed", "close_as_rejected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        """Only what this actor may read, most urgent first."""
        return ErrorReport.objects.visible_to(actor_of(request)).order_by("answer_by")

    def has_view_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Ask the room's own policy."""
        return may_handle_reports(actor_of(request))

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports come from readers."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Nobody rewrites what a reader wrote; closing is an action."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Reports are forgotten by the retention run."""
        return False

    @admin.action(description=_("Luk som rettet"))
    def close_as_fixed(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        """Close the chosen reports as mended."""
        self._close(request, queryset, ReportStatus.FIXED)

    @admin.action(description=_("Luk: der var ingen fejl"))
    def close_as_rejected(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        """Close the chosen reports as no error."""
        self._close(request, queryset, ReportStatus.REJECTED)

    def _close(self, request: HttpRequest, queryset: QuerySet[ErrorReport], status: ReportStatus) -> None:
        """Close each through the service, and tell which could not be."""
        for report in queryset:
            try:
                close_report(actor=actor_of(request), report_id=report.id, status=status, note="", at=timezone.now())
            except DomainError as error:
                messages.error(request, f"{report.subject_label}: {error.message}")


@admin.register(Assurance)
class AssuranceAdmin(admin.ModelAdmin[Assurance]):
    """Who confirmed what: read only."""

    list_display = ("subject_kind", "subject_id", "assured_at", "by_label", "next_check_on")

    def has_view_permission(self, request: HttpRequest, obj: Assurance | None = None) -> bool:
        """Ask the room's own policy."""
        return may_handle_reports(actor_of(request))

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Confirmations are given through the service."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Assurance | None = None) -> bool:
        """A confirmation never changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Assurance | None = None) -> bool:
        """A confirmation is never taken back."""
        return False
