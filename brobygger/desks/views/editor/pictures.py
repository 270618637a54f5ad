"""Door: the step with the picture. A picture that was sent is kept at once; its words may come after."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.typed import before_in, revision_in, typed_on
from brobygger.desks.presenters.editor import step_context
from brobygger.desks.views.editor import steps
from brobygger.desks.views.editor.finishing import closed_page
from brobygger.desks.views.editor.lasting import lasting_form, wants_json
from brobygger.directory.editing.steps import STEPS_BY_KEY, Problem
from brobygger.directory.models import Draft, Picture
from brobygger.directory.picture_files import MOST_BYTES, PictureRefused
from brobygger.directory.selectors.drafts import get_draft
from brobygger.directory.selectors.pictures import picture_cards, waiting_picture
from brobygger.directory.services.drafts import DraftClosed, DraftConflict, save_draft
from brobygger.directory.services.pictures import PictureNotPermitted, describe_picture, keep_picture
from brobygger.directory.wholeness import look_through
from brobygger.kernel.errors import BadData

#: A form with more than a picture in it is not read at all.
_MOST_SENT = 2 * MOST_BYTES


@lasting_form
@require_http_methods(["GET", "HEAD", "POST"])
def picture_step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Take in a picture that was sent and what is said of it, then do what every step does."""
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    if request.method != "POST" or not draft.is_open:
        return steps.step(request, draft_id=draft_id, step=step)
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_SENT:
        message = gettext("Billedet fylder mere end 12 MB. Gør det mindre, eller tag et andet.")
        return _shown_again(request, draft, Problem(field="pictures", message=message), kept=None, is_read=False)
    if wants_json(request) or not _says_something(request):
        return steps.step(request, draft_id=draft_id, step=step)
    return _take_in(request, draft, step)


def _says_something(request: HttpRequest) -> bool:
    """Test whether a picture was sent, or words for one by somebody who did not mean to leave it."""
    is_going_on = request.POST.get("go") in {"videre", "billede"}
    return "picture" in request.FILES or (is_going_on and bool(request.POST.get("waiting") or request.POST.get("alt")))


def _take_in(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Keep the picture, then its words; what is wrong with either is told, and the picture need not be sent again."""
    actor, at, sent = actor_of(request), timezone.now(), request.POST
    kept = waiting_picture(draft, picture_id=sent.get("waiting", ""))
    field = "pictures"
    try:
        if file := request.FILES.get("picture"):
            kept = keep_picture(actor=actor, draft_id=draft.id, file=file, at=at)  # type: ignore[arg-type]
        if kept is None:
            raise PictureRefused(_("Vælg det billede, som ordene hører til."))
        field = "pictures-alt"
        describe_picture(
            actor=actor, draft_id=draft.id, picture_id=kept.id, alt=sent.get("alt", ""),
            credit=sent.get("credit", ""), is_permitted=sent.get("permitted") == "ja", at=at,
        )  # fmt: skip
    except DraftClosed:
        return closed_page(request, draft, status=DraftClosed.status)
    except BadData as error:
        field = "pictures-permitted" if isinstance(error, PictureNotPermitted) else field
        return _with_the_rest_kept(request, draft, Problem(field=field, message=gettext(error.message)), kept)
    return steps.step(request, draft_id=draft.id, step=step)


def _with_the_rest_kept(request: HttpRequest, draft: Draft, problem: Problem, kept: Picture | None) -> HttpResponse:
    """Keep what else was typed on the step, and show it again with what is wrong with the picture."""
    here, actor = STEPS_BY_KEY["billede"], actor_of(request)
    try:
        saved = save_draft(
            actor=actor, draft_id=draft.id, step=here.key, values=typed_on(here, request.POST),
            revision=revision_in(request.POST), before=before_in(request.POST), at=timezone.now(),
        )  # fmt: skip
    except DraftConflict as conflict:
        return redirect(reverse("desks:editor_difference", args=[draft.id, conflict.aside]))
    return _shown_again(request, saved.draft, problem, kept=kept)


def _shown_again(
    request: HttpRequest, draft: Draft, problem: Problem, *, kept: Picture | None, is_read: bool = True
) -> HttpResponse:
    here = STEPS_BY_KEY["billede"]
    problems = look_through(draft, at=timezone.now()).problems
    context = step_context(draft, here, typed=draft.data, problems=problems, shown=[problem])
    context |= {
        "picture_problem": problem,
        "waiting_picture": next(iter(picture_cards([kept])), None) if kept else None,
        "said": {name: request.POST.get(name, "") for name in ("alt", "credit", "permitted")} if is_read else {},
    }
    return render(request, "desks/editor/steps/billede.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
