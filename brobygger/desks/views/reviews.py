"""Doors of those who decide: the queue, one review, several at once."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.curation.models import Review, Scope
from brobygger.curation.policies import may_review
from brobygger.curation.selectors import (
    decisions_of,
    get_review,
    remarks_of,
    reviews_about,
    standing_of,
)
from brobygger.curation.selectors.queue import loads_of_people, loads_of_places, next_review, queue
from brobygger.curation.services import decide, decide_many, release_review, say, take_review
from brobygger.desks.forms.reviews import DecisionForm, RemarkForm
from brobygger.desks.presenters import reviews as words
from brobygger.desks.presenters.history import past_of
from brobygger.desks.presenters.pages import page_links
from brobygger.desks.views.editor.finishing import preview_page
from brobygger.directory.selectors.under_review import UnderReview, draft_under_review, under_review
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.ui.languages import current_language

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, the most urgent first, and who has how much."""
    actor, at = _reviewer(request), timezone.now()
    wish = words.wish_from(request.GET)
    found = queue(actor=actor, wish=wish, at=at)
    people, places = loads_of_people(actor=actor, at=at), loads_of_places(actor=actor, at=at)
    context = {
        "queue": found,
        "lines": words.queue_lines(found.reviews, actor=actor, at=at),
        "sorts": words.sort_choices(found, wish),
        "whose": words.whose_choices(wish),
        "scopes": words.scope_choices(wish),
        "loads": words.load_lines(people, places, wish=wish, at=at),
        "pages": page_links(found.page, found.page_count, url=lambda page: words.queue_url(wish, page=page)),
    }
    return render(request, "desks/reviews/queue.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show what somebody is to decide on, and take the decision."""
    actor, at = _reviewer(request), timezone.now()
    row = get_review(actor=actor, review_id=review_id)
    subject = under_review(draft_id=row.subject_id, language=current_language(), at=at)
    form = _decision_form(request, row, subject)
    if request.method == "POST" and form.is_valid():
        try:
            decide(actor=actor, review_id=row.id, at=at, **form.decision())
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            messages.success(request, gettext("Din afgørelse af »%(name)s« er gemt.") % {"name": row.subject_label})
            return _go_on(actor, row)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "remark": RemarkForm(), **_seen(row, subject, actor=actor)}
    return render(request, "desks/reviews/review.html", context, status=status)


@never_cache
@require_GET
def review_seen(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show what is to be decided on as the public would see it."""
    row = get_review(actor=_reviewer(request), review_id=review_id)
    draft = draft_under_review(draft_id=row.subject_id)
    return preview_page(request, draft, back_url=reverse("desks:review", args=[row.id]))


@never_cache
@require_http_methods(_GET_OR_POST)
def several_reviews(request: HttpRequest) -> HttpResponse:
    """Show the chosen reviews with one checklist for them all, and decide them alike."""
    actor, at = _reviewer(request), timezone.now()
    chosen = request.POST if request.method == "POST" else request.GET
    rows = [get_review(actor=actor, review_id=review_id) for review_id in _ids(chosen.getlist("sag"))]
    if not rows:
        messages.warning(request, gettext("Vælg mindst én sag i listen."))
        return redirect("desks:reviews")
    is_national = any(row.scope == Scope.NATIONAL for row in rows)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        scope=Scope.NATIONAL if all(row.scope == Scope.NATIONAL for row in rows) else Scope.LOCAL,
        language=current_language(),
        has_checklist=is_national,
    )
    if request.method == "POST" and form.is_valid():
        return _decide_all(request, form, rows, actor=actor)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "lines": words.queue_lines(rows, actor=actor, at=at)}
    return render(request, "desks/reviews/several.html", context, status=status)


@never_cache
@require_POST
def hold_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take a review on, or give it back to the queue."""
    act = release_review if request.POST.get("slip") else take_review
    act(actor=_reviewer(request), review_id=review_id, at=timezone.now())
    return redirect("desks:review", review_id)


@never_cache
@require_POST
def write_in_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Write to the association."""
    actor = _reviewer(request)
    row = get_review(actor=actor, review_id=review_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        say(actor=actor, review_id=row.id, at=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Beskeden er sendt."))
        return redirect("desks:review", row.id)
    subject = under_review(draft_id=row.subject_id, language=current_language(), at=timezone.now())
    context = {"form": _decision_form(None, row, subject), "remark": form, **_seen(row, subject, actor=actor)}
    return render(request, "desks/reviews/review.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _reviewer(request: HttpRequest) -> Actor:
    """Return who asks, when they decide anything at all; to others these pages are not there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not may_review(actor):
        raise NotFound
    return actor


def _decision_form(request: HttpRequest | None, row: Review, subject: UnderReview | None) -> DecisionForm:
    is_answered = request is not None and request.method == "POST"
    return DecisionForm(
        request.POST if request is not None and is_answered else None,
        scope=row.scope,
        language=current_language(),
        has_checklist=row.scope == Scope.NATIONAL and not row.is_after,
        known=subject.known if subject else None,
    )


def _seen(row: Review, subject: UnderReview | None, *, actor: Actor) -> dict[str, Any]:
    """Return what a page about one review shows beside its forms."""
    language, at = current_language(), timezone.now()
    decisions = decisions_of(review=row)
    standing = standing_of(actor=actor, review=row)
    return {
        "review": row,
        "line": words.queue_lines([row], actor=actor, at=at)[0],
        "subject": subject,
        "standing": standing,
        "conflict": words.conflict_text(standing.conflict),
        "thread": words.thread(decisions, remarks_of(review=row), language=language),
        "past": past_of(subject.offer_id) if subject and subject.offer_id else [],
        "answered": words.rules_answered(decisions[-1], language=language) if decisions else [],
        "others": [
            (words.where_text(other), words.state_text(other))
            for other in reviews_about(subject_kind=row.subject_kind, subject_id=row.subject_id)
            if other.id != row.id
        ],
    }


def _go_on(actor: Actor, row: Review) -> HttpResponse:
    """Lead to the next that waits, or back to the queue when nothing does."""
    following = next_review(actor=actor, after=row)
    return redirect("desks:review", following.id) if following else redirect("desks:reviews")


def _decide_all(request: HttpRequest, form: DecisionForm, rows: list[Review], *, actor: Actor) -> HttpResponse:
    """Decide the chosen ones alike; tell how many were decided and which were not, and why."""
    try:
        done = decide_many(
            actor=actor, review_ids=[row.id for row in rows], at=timezone.now(), **form.decision()
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, gettext(error.message))
        return redirect("desks:reviews")
    count = len(done.decisions)
    if count:
        told = ngettext("%(count)s sag er afgjort.", "%(count)s sager er afgjort.", count)
        messages.success(request, told % {"count": count})
    for left in done.left:
        messages.error(request, f"{left.label}: {gettext(left.message)}")
    return redirect("desks:reviews")


def _ids(texts: list[str]) -> list[UUID]:
    """Read ids from an address; what is no id is left out."""
    found = []
    for text in dict.fromkeys(texts):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
