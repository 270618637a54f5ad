"""Doors: one step of the editor. Whatever is sent is kept first; what is wrong with it is told afterwards."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.typed import before_in, revision_in, typed_on, without_row
from brobygger.desks.presenters.aids import text_aid
from brobygger.desks.presenters.editor import saved_text, step_context, step_url
from brobygger.desks.views.editor.finishing import closed_page
from brobygger.desks.views.editor.lasting import lasting_form, wants_json
from brobygger.directory.editing.steps import ROW_FIELDS, STEPS, STEPS_BY_KEY, Problem, Step, Typed
from brobygger.directory.models import Draft
from brobygger.directory.selectors.drafts import get_draft, kept_aside, waiting_aside
from brobygger.directory.services.drafts import DraftClosed, DraftConflict, SavedDraft, save_draft, take_aside
from brobygger.directory.wholeness import look_through


@lasting_form
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Show one step, or keep what was typed there and go on."""
    here = STEPS_BY_KEY.get(step)
    if here is None or not here.fields:
        raise Http404
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    if request.method == "POST":
        return _keep(request, draft, here)
    if not draft.is_open:
        return closed_page(request, draft)
    return _show(request, draft, here)


def _show(request: HttpRequest, draft: Draft, here: Step) -> HttpResponse:
    """Show the step with what the draft says, or with what was typed before somebody was signed out."""
    problems = look_through(draft, at=timezone.now()).problems
    told = _on(here, problems) if "ret" in request.GET else []
    context = step_context(
        draft, here, typed=draft.data, problems=problems, shown=told, extra=request.GET.get("flere", "")
    )
    context["waiting"] = waiting_aside(draft, actor=actor_of(request))
    word = request.GET.get("hentet", "")
    if kept := kept_aside(draft, word=word, step=here.key):
        typed = draft.data | kept["values"]
        context |= step_context(draft, here, typed=typed, problems=problems, before=kept["before"])
        context["fetched"] = word
    return render(request, f"desks/editor/steps/{here.key}.html", context)


def _keep(request: HttpRequest, draft: Draft, here: Step) -> HttpResponse:
    """Keep what was sent, then go where the button said; never lose a letter on the way."""
    typed = without_row(typed_on(here, request.POST), request.POST.get("remove", ""))
    try:
        saved = _save(request, draft, here, typed)
    except DraftConflict as conflict:
        return _two_versions(request, conflict)
    except DraftClosed:
        return _closed(request, draft)
    if word := request.POST.get("hentet"):
        take_aside(actor=actor_of(request), draft_id=draft.id, word=word)
    if wants_json(request):
        return _saved_quietly(saved, here, typed)
    return _go_on(request, saved, here, typed)


def _save(request: HttpRequest, draft: Draft, here: Step, typed: Typed) -> SavedDraft:
    return save_draft(
        actor=actor_of(request),
        draft_id=draft.id,
        step=here.key,
        values=typed,
        revision=revision_in(request.POST),
        before=before_in(request.POST),
        at=timezone.now(),
    )


def _go_on(request: HttpRequest, saved: SavedDraft, here: Step, typed: Typed) -> HttpResponse:
    """Go where the button said; stay when something is to be put right first."""
    draft, sent = saved.draft, request.POST
    if saved.refused or sent.get("go") == "videre":
        problems = [*look_through(draft, at=timezone.now()).problems, *saved.refused]
        if wrong := _on(here, problems):
            context = step_context(draft, here, typed=draft.data | typed, problems=problems, shown=wrong)
            template = f"desks/editor/steps/{here.key}.html"
            return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_next_address(draft, here, sent.get("go", ""), adding=sent.get("add", "")))


def _next_address(draft: Draft, here: Step, go: str, *, adding: str) -> str:
    """Return where a button leads."""
    if adding in ROW_FIELDS:
        rows = draft.data.get(adding, [])
        return f"{step_url(draft.id, here.key)}?flere={adding}#{adding}-{len(rows)}"
    number = STEPS.index(here)
    if go in {"videre", "alligevel"}:
        return step_url(draft.id, STEPS[number + 1].key)
    if go == "tilbage" and number:
        return step_url(draft.id, STEPS[number - 1].key)
    return reverse("desks:editor_home") if go == "luk" else step_url(draft.id, here.key)


def _saved_quietly(saved: SavedDraft, here: Step, typed: Typed) -> HttpResponse:
    """Tell the script that saves while somebody writes what the page says now, as the next save compares with it."""
    told = [{"field": problem.field, "message": str(problem.message)} for problem in saved.refused]
    answer = {"revision": saved.draft.revision, "before": typed, "said": saved_text(saved.draft), "refused": told}
    if here.key == "hvad":
        answer["aid"] = render_to_string("desks/editor/aids/readability.html", {"text_aid": text_aid(typed)})
    return JsonResponse(answer)


def _two_versions(request: HttpRequest, conflict: DraftConflict) -> HttpResponse:
    """Lead to the page where somebody chooses between two versions."""
    address = reverse("desks:editor_difference", args=[conflict.draft.id, conflict.aside])
    if wants_json(request):
        return JsonResponse({"difference": address, "message": conflict.message}, status=conflict.status)
    return redirect(address)


def _closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": DraftClosed().message}, status=DraftClosed.status)
    return closed_page(request, draft, status=DraftClosed.status)


def _on(here: Step, problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.step == here.key]
