"""Doors: the answer to a search, its map, and what somebody missed."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import BadData
from brobygger.places.selectors import map_base
from brobygger.search.forms import UnmetNeedForm
from brobygger.search.in_vain.counting import is_in_vain
from brobygger.search.services import note_search_in_vain, note_unmet_need
from brobygger.ui.languages import current_language
from brobygger.ui.publicforms import Door, public_form
from brobygger.ui.throttle import network_of, throttle
from brobygger.web.afterwards import afterwards
from brobygger.web.care import with_care
from brobygger.web.counting import shows
from brobygger.web.presenters.keeping import LONGEST_QR
from brobygger.web.presenters.questions import question_from
from brobygger.web.presenters.search_page import AS_MAP, map_view, search_context
from brobygger.web.selectors import Answer, answer
from brobygger.web.views.drawings import qr_drawing

MISSED_PURPOSE = "missed-need"
#: A private search's buttons carry the whole changed question in this field, so that no address has to.
INSTEAD = "i-stedet"


class QuestionTooLong(BadData):
    """Søgningen er for lang til en QR-kode. Del linket i stedet."""

    code = "question_too_long"


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
    is_sensitive = is_private or _is_sensitive(found)
    context = search_context(found, view=view, is_private=is_private, base=map_base(), at=at)
    response = shows(render(request, "web/results.html", context), (hit.document.id for hit in found.result.hits))
    if not is_sensitive and is_in_vain(found.result):
        _note_in_vain(request, response, found)
    return with_care(response, is_sensitive=is_sensitive)


@login_not_required
@require_safe
def search_qr(request: HttpRequest) -> HttpResponse:
    """Draw the address of a search as a QR code, for paper and for somebody else's telephone."""
    query = question_from(request.META.get("QUERY_STRING", "")).query
    if len(query) > LONGEST_QR:
        raise QuestionTooLong
    return with_care(qr_drawing(f"{settings.BASE_URL}{reverse('web:search')}?{query}"), is_sensitive=True)


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


def _note_in_vain(request: HttpRequest, response: HttpResponse, found: Answer) -> None:
    """Have a search that found nothing good counted when the answer is sent; programs and floods are not counted."""
    at = timezone.now()
    is_a_browser = "Sec-Fetch-Mode" in request.headers
    if not is_a_browser or throttle(request, door="in-vain", limit=30, seconds=3600, at=at, counted_in="suggest"):
        return
    note = partial(
        note_search_in_vain,
        actor=VISITOR,
        text=found.result.filters.text,
        concepts=[key for key, _label in found.result.understood.concepts],
        municipality_code=found.municipality_code,
        network=network_of(request),
        at=at,
    )
    afterwards(response, note)


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
