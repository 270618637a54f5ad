"""Doors: what a municipality's team changes: its front page, what it shows first, what it does not show."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.local import FrontPageForm, HideForm, seal_of
from brobygger.desks.selectors.local import chosen_offers, get_own_municipality, is_choosable, offers_to_choose
from brobygger.directory.selectors.visibility import hidden_locally
from brobygger.directory.services.visibility import set_local_visibility
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.sites.ordering import reordered
from brobygger.sites.selectors import get_site
from brobygger.sites.services import MOST_HIGHLIGHTS, data_of, save_site, set_highlights

_GET_OR_POST = ["GET", "HEAD", "POST"]
_LONGEST_SEARCH = 100


@never_cache
@require_http_methods(_GET_OR_POST)
def front_page(request: HttpRequest, code: str) -> HttpResponse:
    """Change what the front page says; "Vis først" shows it as others would see it, and keeps nothing."""
    actor, today = actor_of(request), timezone.localdate()
    municipality = get_own_municipality(actor=actor, code=code)
    site = get_site(municipality_code=code)
    now = data_of(site)
    form = FrontPageForm(request.POST or None, instance=site, initial={"seen": seal_of(now)})
    is_sent = request.method == "POST"
    context = {"municipality": municipality, "form": form, "seal": seal_of(now)}
    if is_sent and form.is_valid():
        if "vis" in request.POST:
            return render(request, "desks/local/front_page.html", {**context, "preview": form.cleaned_data})
        if form.cleaned_data["seen"] != seal_of(now):
            form.add_error(None, gettext("En anden har rettet siden imens. Dit står her endnu: se efter, og gem igen."))
        else:
            try:
                save_site(actor=actor, at=timezone.now(), data=form.data_for(now, today=today))
            except DomainError as error:
                form.add_error(None, gettext(error.message))
            else:
                messages.success(request, gettext("Forsiden er gemt."))
                return redirect("desks:local", code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
    return render(request, "desks/local/front_page.html", context, status=status)


@never_cache
@require_http_methods(_GET_OR_POST)
def highlights(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what the front page shows first, and in which order."""
    actor = actor_of(request)
    municipality = get_own_municipality(actor=actor, code=code)
    if request.method == "POST":
        return _change_highlights(request, code)
    chosen, text = chosen_offers(municipality_code=code), _search(request)
    taken = {choice.id for choice in chosen}
    found = [row for row in offers_to_choose(municipality_code=code, text=text) if row.id not in taken]
    context = {
        "municipality": municipality,
        "chosen": chosen,
        "found": found,
        "text": text,
        "most": MOST_HIGHLIGHTS,
        "is_full": len(chosen) >= MOST_HIGHLIGHTS,
    }
    return render(request, "desks/local/highlights.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
def hidden(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a municipality does not show, and why; hide an offer, or show it again."""
    actor = actor_of(request)
    municipality = get_own_municipality(actor=actor, code=code)
    form = HideForm(request.POST or None)
    if request.method == "POST" and (answer := _change_visibility(request, code, form)):
        return answer
    text = _search(request)
    context = {
        "municipality": municipality,
        "hidden": hidden_locally(actor=actor, municipality_code=code),
        "found": offers_to_choose(municipality_code=code, text=text),
        "text": text,
        "form": form,
        "wrong_offer": request.POST.get("offer", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "desks/local/hidden.html", context, status=status)


def _change_highlights(request: HttpRequest, code: str) -> HttpResponse:
    """Carry out one tap."""
    offer_id, act = _offer_id(request), request.POST.get("do", "")
    if act == "add" and not is_choosable(municipality_code=code, offer_id=offer_id):
        raise NotFound
    site = get_site(municipality_code=code)
    ids = [choice.id for choice in chosen_offers(municipality_code=code)]
    order = reordered(ids, subject_id=offer_id, act=act)
    try:
        set_highlights(actor=actor_of(request), site_id=site.id, subject_ids=order, at=timezone.now())
    except DomainError as error:
        messages.warning(request, gettext(error.message))
    return redirect("desks:local_highlights", code)


def _change_visibility(request: HttpRequest, code: str, form: HideForm) -> HttpResponse | None:
    """Hide or show; None when the form lacks something."""
    actor, at = actor_of(request), timezone.now()
    if request.POST.get("do") == "show":
        set_local_visibility(actor=actor, offer_id=_offer_id(request), municipality_code=code, is_shown=True, at=at)
        messages.success(request, gettext("Tilbuddet vises igen."))
        return redirect("desks:local_hidden", code)
    if not form.is_valid():
        return None
    offer_id = form.cleaned_data["offer"]
    if not is_choosable(municipality_code=code, offer_id=offer_id):
        raise NotFound
    set_local_visibility(
        actor=actor,
        offer_id=offer_id,
        municipality_code=code,
        is_shown=False,
        reason=form.cleaned_data["reason"],
        at=at,
    )
    messages.success(request, gettext("Tilbuddet vises ikke mere hos jer."))
    return redirect("desks:local_hidden", code)


def _offer_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("offer", ""))
    except ValueError as error:
        raise NotFound from error


def _search(request: HttpRequest) -> str:
    asked = request.GET.get("q", "") or request.POST.get("q", "")
    return asked.replace("\x00", "")[:_LONGEST_SEARCH].strip()
