"""Door: suggestions while somebody types. What is typed is neither logged nor kept, as with the search itself."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.search.suggestions.suggesting import suggest
from brobygger.search.understanding.crisis import crisis_topics
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.ui.throttle import throttle
from brobygger.web.care import with_care
from brobygger.web.presenters.suggestions import suggestion_groups

#: Nobody types faster than two letters a second for a whole minute with a pause after each.
PER_MINUTE = 120
#: ``til=sted``: only places, for the field "Hvor?".
PLACES = "sted"
_KEPT_BRIEFLY = "private, max-age=60"


@login_not_required
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer with at most ten suggestions in groups; those about violence and crises are kept by nobody."""
    if throttle(request, door="suggest", limit=PER_MINUTE, seconds=60, at=timezone.now(), counted_in="suggest"):
        return JsonResponse({"groups": []}, status=HTTPStatus.TOO_MANY_REQUESTS)
    typed = request.GET.get("q", "").replace("\0", "")
    found = suggest(typed=typed, only_places=request.GET.get("til") == PLACES)
    response = JsonResponse({"groups": suggestion_groups(found)}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = _KEPT_BRIEFLY
    response["X-Robots-Tag"] = "noindex"
    keys = [suggestion.value for suggestion in found if suggestion.kind == "concept"]
    is_sensitive = bool(crisis_topics(typed)) or needs_quick_exit(keys=keys)
    with_care(response, is_sensitive=is_sensitive)
    return response
