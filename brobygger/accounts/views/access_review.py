"""HTML doors: the half-yearly question who still has access."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.models import Answer
from brobygger.accounts.policies import manages_people
from brobygger.accounts.selectors.access_reviews import count_waiting_for, questions_waiting_for, rights_to_restore
from brobygger.accounts.services.access_review import answer_access_question, restore_access
from brobygger.kernel.errors import BadData, NotFound


@never_cache
@require_GET
def access_review(request: HttpRequest) -> HttpResponse:
    """Show whom the reader is asked about, and whose right ended lately; nobody else finds such a page."""
    actor = actor_of(request)
    if not manages_people(actor) and not actor.administered_ids:
        raise NotFound
    context = {
        "questions": questions_waiting_for(actor=actor),
        "total": count_waiting_for(actor=actor),
        "ended": rights_to_restore(actor=actor, at=timezone.now()),
        "manages": manages_people(actor),
    }
    return render(request, "accounts/access_review.html", context)


@require_POST
def answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Take a yes or a no."""
    said = request.POST.get("svar", "")
    if said not in Answer.values:
        raise BadData
    answer_access_question(actor=actor_of(request), question_id=question_id, answer=Answer(said), at=timezone.now())
    return redirect("accounts:access_review")


@require_POST
def restore(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Give back a right that ended."""
    restore_access(actor=actor_of(request), question_id=question_id, at=timezone.now())
    return redirect("accounts:access_review")
