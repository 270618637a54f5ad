"""Door: two people changed the same; what each of them wrote, to choose between."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.typed import revision_in
from brobygger.desks.presenters.editor import step_url
from brobygger.desks.presenters.said import choices
from brobygger.directory.editing.merging import Difference
from brobygger.directory.models import Draft
from brobygger.directory.selectors.drafts import differences_aside, get_draft, kept_aside
from brobygger.directory.services.drafts import DraftConflict, save_draft, take_aside

#: Which version somebody chose; anything else is theirs, which stands already.
MINE = "mit"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, draft_id: UUID, word: str) -> HttpResponse:
    """Show both versions of what two people changed; put in what is chosen."""
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    kept = kept_aside(draft, word=word)
    if kept is None or not draft.is_open:
        raise Http404
    differences = differences_aside(draft, kept=kept)
    if request.method != "POST":
        if not differences:
            return redirect(step_url(draft.id, kept["step"]))
        shown = choices(differences, draft.data | kept["values"])
        return render(
            request, "desks/editor/difference.html", {"draft": draft, "choices": shown, "revision": draft.revision}
        )
    if revision_in(request.POST) not in {0, draft.revision}:
        return redirect(request.path)  # Somebody has written more in the meantime: choose again, with that in sight.
    return _put_in(request, draft, kept["step"], word, differences)


def _put_in(
    request: HttpRequest, draft: Draft, step: str, word: str, differences: tuple[Difference, ...]
) -> HttpResponse:
    """Put in the versions that were chosen, and put away what was kept aside."""
    actor = actor_of(request)
    chosen = {one.field: one.mine for one in differences if request.POST.get(one.field) == MINE}
    try:
        save_draft(actor=actor, draft_id=draft.id, step=step, values=chosen, revision=draft.revision, at=timezone.now())
    except DraftConflict:
        return redirect(request.path)
    take_aside(actor=actor, draft_id=draft.id, word=word)
    return redirect(step_url(draft.id, step))
