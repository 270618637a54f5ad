"""Doors: the answer to a search, its map, and what somebody missed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.kernel.actors import VISITOR
from brobygger.places.selectors import map_base
from brobygger.search.forms import UnmetNeedForm
from brobygger.search.services import note_unmet_need
from brobygger.ui.languages import current_language
from brobygger.ui.publicforms import Door, public_form
from brobygger.ui.throttle import throttle
from brobygger.web.presenters.search_page import AS_MAP, map_view, search_context
from brobygger.web.selectors import Answer, answer
from brobygger.web.views.care import with_care

MISSED_PURPOSE = "missed-need"
#: A private search's buttons carry the whole changed question in this field, so that no address has to.
INSTEAD = "i-stedet"


# Asking changes nothing, so there is nothing to forge, and a private search must not leave a token's cookie.
@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """Answer a search: by GET with an address that can be shared, or privately by POST."""
    is_private = request.method == "POST"
    data, at = _asked(request), timezone.now()
    view = data.get("vis", "")
    found = answer(data=data, language=current_language(), for_map=view == AS_MAP, at=at)
    context = search_context(found, view=view, is_private=is_private, base=map_base(), at=at)
    response = render(request, "web/results.html", context)
    return with_care(response, is_sensitive=is_private or _is_sensitive(found))


@login_not_required
@require_safe
def map_piece(request: HttpRequest) -> HttpResponse:
    """Answer only the map of a search, for the page that fetches it when there is room to show it."""
    found = answer(data=request.GET, language=current_language(), for_map=True, at=timezone.now())
    response = render(request, "web/_map_piece.html", {"map": map_view(found, base=map_base())})
    response["X-Robots-Tag"] = "noindex"
    return with_care(response, is_sensitive=_is_sensitive(found))


def _is_sensitive(found: Answer) -> bool:
    return found.crisis is not None or found.needs_quick_exit


@public_form(purpose=MISSED_PURPOSE)
def missed(request: HttpRequest, *, door: Door) -> HttpResponse:
    """Take a note of what somebody did not find; nothing typed is lost when it cannot be sent."""
    at = timezone.now()
    form = UnmetNeedForm(request.POST or None, initial={"municipality_code": request.GET.get("kommune", "")[:4]})
    is_sent = request.method == "POST" and door.is_open and form.is_valid()
    if is_sent and not throttle(request, door="missed", limit=10, seconds=3600, at=at):
        note_unmet_need(actor=VISITOR, at=at, **form.cleaned_data)
        return redirect(f"{reverse('web:missed')}?tak=1")
    context = {"form": form, "door": door, "is_thanked": "tak" in request.GET, "is_too_often": is_sent}
    status = 429 if is_sent else 422 if request.method == "POST" and door.is_open else door.status
    return render(request, "web/missed.html", context, status=status)


def _asked(request: HttpRequest) -> QueryDict:
    """Return the question: the address', the form's, or the changed one that a private search's button carries."""
    if request.method != "POST":
        return request.GET
    instead = request.POST.get(INSTEAD, "")
    return QueryDict(instead) if instead else request.POST
