"""Doors: telling us that something about an offer is wrong. No account, no cookie, no riddle."""

from datetime import datetime
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.curation.forms import PURPOSE, ErrorReportForm
from brobygger.curation.models import ReportReason
from brobygger.directory.models import Offer
from brobygger.directory.selectors import get_offer
from brobygger.directory.services.reports import report_offer
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import DomainError
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.ui.publicforms import Door, public_form
from brobygger.ui.throttle import throttle
from brobygger.web.care import with_care
from brobygger.web.presenters.offers import Crumb, offer_crumbs

#: Reports from one address in an hour; a reader who mends a whole town's entries has room.
LIMIT, WINDOW_SECONDS = 20, 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@public_form(purpose=PURPOSE)
def report(request: HttpRequest, key: str, *, door: Door) -> HttpResponse:
    """Ask what is wrong; keep it and say thank you. Whatever goes wrong, everything typed is still there."""
    offer, at = get_offer(actor=VISITOR, key=key), timezone.now()
    if request.method != "POST":
        return _show(request, offer, door, ErrorReportForm(initial={"reason": _reason_asked(request)}))
    form = ErrorReportForm(request.POST)
    if not door.is_open:
        return _show(request, offer, door, form, problem=str(door.problem), status=door.status)
    if not form.is_valid():
        return _show(request, offer, door, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if throttle(request, door="error-report", limit=LIMIT, seconds=WINDOW_SECONDS, at=at):
        return _show(request, offer, door, form, problem=_too_many(), status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        _keep(offer, form.cleaned_data, at=at)
    except DomainError as error:
        return _show(request, offer, door, form, problem=gettext(error.message), status=error.status)
    return redirect("web:report_thanks", key)


@login_not_required
@require_safe
def report_thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Say thank you, on a page that can be loaded again without sending anything twice."""
    offer = get_offer(actor=VISITOR, key=key)
    context = {
        "offer_url": reverse("web:offer", args=[key]),
        "crumbs": _crumbs(offer, gettext("Tak")),
        "needs_quick_exit": _is_sensitive(offer),
    }
    return with_care(render(request, "web/report_thanks.html", context), is_sensitive=bool(context["needs_quick_exit"]))


def _show(
    request: HttpRequest,
    offer: Offer,
    door: Door,
    form: ErrorReportForm,
    *,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the form, with a fresh token and everything already typed."""
    context = {
        "offer": offer,
        "form": form,
        "door": door,
        "problem": problem,
        "action": reverse("web:report", args=[offer.key]),
        "crumbs": _crumbs(offer, gettext("Meld en fejl")),
        "needs_quick_exit": _is_sensitive(offer),
    }
    # The token in it is for one person's next hours, so no report page is kept.
    return with_care(render(request, "web/report.html", context, status=status), is_sensitive=True)


def _keep(offer: Offer, words: dict[str, str], *, at: datetime) -> None:
    """Hand what the reader wrote to the room that keeps it."""
    report_offer(
        actor=VISITOR,
        offer_id=offer.id,
        reason=words["reason"],
        text=words["text"],
        reply_to=words["reply_to"],
        at=at,
    )


def _is_sensitive(offer: Offer) -> bool:
    """Test whether somebody may not want to be seen reading about this."""
    return needs_quick_exit(keys=[concept.key for concept in offer.concepts.all()])


def _crumbs(offer: Offer, here: str) -> list[Crumb]:
    """Return the way to a page about an offer."""
    *above, (name, _) = offer_crumbs(
        name=offer.name, organisation_key=offer.organisation.key, organisation_name=offer.organisation.name
    )
    return [*above, (name, reverse("web:offer", args=[offer.key])), (here, "")]


def _reason_asked(request: HttpRequest) -> str:
    """Return the reason somebody clicked on the offer's page; anything else chooses nothing."""
    asked = request.GET.get("hvad", "")
    return asked if asked in ReportReason.values else ""


def _too_many() -> str:
    """Say that enough has been sent for now."""
    return gettext(
        "Der er sendt mange fejl herfra på kort tid. Vent en time, og send så igen. Alt, du skrev, er her endnu."
    )
