"""Doors of the association: what was said to what they sent in, and what they answer."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from brobygger.curation.models import Review, ReviewStatus
from brobygger.curation.review_links import holder_of_link
from brobygger.curation.selectors import decisions_of, get_own_review, remarks_of
from brobygger.curation.services import appeal, say
from brobygger.desks.forms.reviews import AppealForm, RemarkForm
from brobygger.desks.presenters import reviews as words
from brobygger.desks.views.links import link_door
from brobygger.directory.selectors.under_review import under_review
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError
from brobygger.ui.languages import current_language


@never_cache
@require_GET
def own_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show the association what was decided and said, and what they can do."""
    row = get_own_review(actor=_actor(request), review_id=review_id)
    return render(request, "desks/reviews/own.html", _seen(row))


@never_cache
@require_POST
def answer_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Write to whoever decides."""
    actor = _actor(request)
    row = get_own_review(actor=actor, review_id=review_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        say(actor=actor, review_id=row.id, at=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Beskeden er sendt."))
        return redirect("desks:own_review", row.id)
    return render(request, "desks/reviews/own.html", _seen(row, remark=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@require_POST
def appeal_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Ask somebody else to look again."""
    actor = _actor(request)
    row = get_own_review(actor=actor, review_id=review_id)
    form = AppealForm(request.POST, auto_id="klage_%s")
    if form.is_valid():
        try:
            appeal(actor=actor, review_id=row.id, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            messages.success(request, gettext("Klagen er sendt. En anden ser på sagen."))
            return redirect("desks:own_review", row.id)
    return render(request, "desks/reviews/own.html", _seen(row, appeal=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@link_door
def review_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a review to an association without an account, and take what it answers."""
    at = timezone.now()
    actor, review_id = holder_of_link(token=token, at=at)
    row = get_own_review(actor=actor, review_id=review_id)
    here = {"token": token, "answer_url": request.path, "appeal_url": request.path, "edit_url": ""}
    if request.method != "POST":
        return render(request, "desks/reviews/own.html", _seen(row) | here)
    is_appeal = "appeal" in request.POST
    form = AppealForm(request.POST, auto_id="klage_%s") if is_appeal else RemarkForm(request.POST)
    if form.is_valid():
        act = appeal if is_appeal else say
        act(actor=actor, review_id=row.id, at=at, **form.cleaned_data)
        return redirect("desks:review_by_link", token)
    seen = _seen(row, **{"appeal" if is_appeal else "remark": form}) | here
    return render(request, "desks/reviews/own.html", seen, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _seen(row: Review, **forms: Any) -> dict[str, Any]:
    """Return what the page shows; a form that was filled in wrongly stands with its errors."""
    language = current_language()
    decisions = decisions_of(review=row)
    subject = under_review(draft_id=row.subject_id, language=language, at=timezone.now())
    return {
        "review": row,
        "where": words.where_text(row),
        "state": words.state_text(row),
        "subject": subject,
        "edit_url": reverse("desks:editor_draft", args=[row.subject_id]) if subject and subject.is_open else "",
        "answer_url": reverse("desks:answer_review", args=[row.id]),
        "appeal_url": reverse("desks:appeal_review", args=[row.id]),
        "thread": words.thread(decisions, remarks_of(review=row), language=language),
        "may_appeal": row.status == ReviewStatus.REFUSED,
        "remark": RemarkForm(),
        "appeal": AppealForm(auto_id="klage_%s"),
        **forms,
    }
