"""Doors: one claim, for who made it and who is to answer; and the link in the mail that proves one."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.kernel.errors import DomainError
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.organisations.forms import LINK_PURPOSE, AnswerForm
from brobygger.organisations.selectors import claim_by_link, claim_page
from brobygger.organisations.services import answer_claim
from brobygger.ui.publicforms import Door, public_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show one claim: how it stands to who made it, the answer's form to who is to answer."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    page = claim_page(actor=actor, claim_id=claim_id, at=at)
    form = AnswerForm(request.POST or None)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        is_accepted, text = form.cleaned_data["answer"] == "ja", form.cleaned_data["text"]
        try:
            answer_claim(actor=actor, claim_id=claim_id, is_accepted=is_accepted, text=text, at=at)
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return redirect("organisations:claim", claim_id)
    return render(request, "organisations/claim.html", {"page": page, "claim": page.claim, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_form(purpose=LINK_PURPOSE)
def claim_link(request: HttpRequest, token: str, *, door: Door) -> HttpResponse:
    """Show who wants to write for the association whose mail this came in; only a POST answers."""
    at = timezone.now()
    try:
        row, holder = claim_by_link(token=token, at=at)
    except LinkNotValid as error:
        return render(request, "organisations/link_gone.html", {"words": gettext(error.message)}, status=error.status)
    answer = request.POST.get("answer", "")
    if request.method != "POST" or not door.is_open or answer not in {"ja", "nej"}:
        context = {"claim": row, "door": door}
        return render(request, "organisations/claim_link.html", context, status=door.status)
    answer_claim(actor=holder, claim_id=row.id, is_accepted=answer == "ja", at=at)
    return render(request, "organisations/claim_thanks.html", {"claim": row, "is_accepted": answer == "ja"})
