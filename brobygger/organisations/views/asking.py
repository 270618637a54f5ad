"""Doors: finding one's association in the register, and asking to write for it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from brobygger.kernel.errors import DomainError
from brobygger.organisations.forms import CLAIM_PURPOSE, ClaimForm
from brobygger.organisations.models import ClaimStatus, Organisation
from brobygger.organisations.selectors import (
    find_organisations,
    get_organisation,
    own_claims,
    own_organisations,
    ways_to_claim,
)
from brobygger.organisations.services import ask_again, claim_organisation, withdraw_claim
from brobygger.ui.languages import current_language
from brobygger.ui.publicforms import Door, public_form
from brobygger.ui.throttle import throttle

#: The association somebody was on the way to when they had to make an account first.
WANTED = "organisation_wanted"
#: Claims from one network in an hour, beside the limits for a person and an association.
LIMIT, WINDOW_SECONDS = 20, 60 * 60


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show the associations somebody writes for, what they have asked, and the two ways in."""
    actor = request.actor  # type: ignore[attr-defined]
    claims = own_claims(actor=actor)
    context = {
        "organisations": own_organisations(actor=actor),
        "waiting": [claim for claim in claims if claim.status == ClaimStatus.WAITING],
        "refused": [claim for claim in claims if claim.status == ClaimStatus.REFUSED],
        "wanted": request.session.get(WANTED, ""),
    }
    return render(request, "organisations/mine.html", context)


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find an association by name, CVR number, postcode or town. Anybody may look: it is all public already."""
    text = request.GET.get("q", "").strip()[:120]
    context = {"text": text, "found": find_organisations(text=text) if text else ()}
    return render(request, "organisations/find.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_form(purpose=CLAIM_PURPOSE)
def ask(request: HttpRequest, key: str, *, door: Door) -> HttpResponse:
    """Ask to write for an association; who has no account yet makes one on the way and comes back here."""
    organisation = get_organisation(key=key)
    if not request.user.is_authenticated:
        return _begin(request, organisation, door)
    if organisation.id in request.actor.organisation_ids:  # type: ignore[attr-defined]
        return redirect("desks:association", key)
    form = ClaimForm(request.POST or None)
    if request.method != "POST":
        return _show(request, organisation, form, door)
    if not door.is_open:
        return _show(request, organisation, form, door, problem=str(door.problem), status=door.status)
    if throttle(request, door="organisation-claim", limit=LIMIT, seconds=WINDOW_SECONDS, at=timezone.now()):
        return _show(request, organisation, form, door, problem=_too_many(), status=HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _show(request, organisation, form, door, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _claim(request, organisation, form, door)


@require_POST
def again(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Send the link of one's own claim once more."""
    ask_again(actor=request.actor, claim_id=claim_id, at=timezone.now())  # type: ignore[attr-defined]
    return redirect("organisations:claim", claim_id)


@require_POST
def withdraw(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Take back one's own claim."""
    withdraw_claim(actor=request.actor, claim_id=claim_id, at=timezone.now())  # type: ignore[attr-defined]
    return redirect("organisations:mine")


def _begin(request: HttpRequest, organisation: Organisation, door: Door) -> HttpResponse:
    """Remember which association it is about while somebody makes an account, or signs in."""
    if request.method != "POST" or not door.is_open:
        context = {"organisation": organisation, "door": door}
        return render(request, "organisations/ask_first.html", context, status=door.status)
    request.session[WANTED] = organisation.key
    here = reverse("organisations:ask", args=[organisation.key])
    if "har_konto" in request.POST:
        return redirect_to_login(here)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': here})}")


def _claim(request: HttpRequest, organisation: Organisation, form: ClaimForm, door: Door) -> HttpResponse:
    """Make the claim, and show how it stands."""
    try:
        claim = claim_organisation(
            actor=request.actor,  # type: ignore[attr-defined]
            organisation_id=organisation.id,
            at=timezone.now(),
            language=current_language(),
            **form.cleaned_data,
        )
    except DomainError as error:
        return _show(request, organisation, form, door, problem=gettext(error.message), status=error.status)
    request.session.pop(WANTED, None)
    return redirect("organisations:claim", claim.id)


def _show(
    request: HttpRequest,
    organisation: Organisation,
    form: ClaimForm,
    door: Door,
    *,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the ways, with everything already written."""
    ways = ways_to_claim(organisation=organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "door": door,
        "ways": ways,
        "chosen": form["way"].value() or next((way.way for way in ways if way.is_open), ""),
        "problem": problem,
    }
    return render(request, "organisations/ask.html", context, status=status)


def _too_many() -> str:
    return gettext("Der er spurgt mange gange herfra på kort tid. Vent en time, og prøv så igen.")
