"""Door: what a reader has told us, for those who keep the register."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.audit.services import note_reading
from brobygger.curation.forms import CloseReportForm
from brobygger.curation.selectors import get_report
from brobygger.curation.services import close_report
from brobygger.kernel.errors import DomainError
from brobygger.web.selectors import offer_key_of

#: Why a reader's address was shown, in the book.
TO_ANSWER = "for at svare på en fejlmelding"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handle_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show one error report, and close it with what was done; 404 for those who do not handle them."""
    actor = request.actor  # type: ignore[attr-defined]
    report = get_report(actor=actor, report_id=report_id)
    if report.reply_to:
        note_reading(actor=actor, subject_kind="error_report", subject_id=report.id, why=TO_ANSWER, at=timezone.now())
    form = CloseReportForm(request.POST or None)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            close_report(actor=actor, report_id=report.id, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return redirect("accounts:home")
    context = {"report": report, "form": form, "offer_key": offer_key_of(offer_id=report.subject_id)}
    return render(request, "web/handle_report.html", context, status=status)
