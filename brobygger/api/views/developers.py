"""Doors for those who build on our data: what there is, each operation to try, and whether all is in step."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.api import examples_shown
from brobygger.api.operations import DESCRIPTIONS, description_of
from brobygger.api.promises import DOORS, KEPT_MONTHS, LEAVING
from brobygger.api.status import status_now
from brobygger.kernel.errors import NotFound
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_URL, SOURCES, attribution


@login_not_required
@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Show what there is to build on, and what we promise."""
    context = {
        "crumbs": _crumbs(),
        "descriptions": [description_of(name) for name in DESCRIPTIONS],
        "doors": DOORS,
        "examples": examples_shown.short_examples(),
        "client": examples_shown.client(),
        "kept_months": KEPT_MONTHS,
        "leaving": LEAVING,
        "licence_name": LICENCE_NAME,
        "licence_url": LICENCE_URL,
        "licence_lines": SOURCES,
        "attribution": attribution(name=settings.OPERATOR_NAME, base_url=settings.BASE_URL),
        "contact": settings.OPERATOR_EMAIL,
    }
    return render(request, "api/developers.html", context)


@login_not_required
@require_safe
def operations(request: HttpRequest, of: str) -> HttpResponse:
    """Show every operation of one description, each with a form that opens the answer."""
    description = description_of(of)
    context = {"crumbs": _crumbs(description.title), "description": description}
    return render(request, "api/developers_operations.html", context)


@login_not_required
@require_safe
def try_it(request: HttpRequest, of: str, operation_id: str) -> HttpResponse:
    """Lead from a form to the answer: a form alone cannot put a value into the middle of an address."""
    operation = description_of(of).operation(operation_id)
    if not operation.can_be_tried:
        raise NotFound
    return HttpResponseRedirect(operation.address(request.GET.dict()))


@login_not_required
@require_safe
def client(request: HttpRequest) -> HttpResponse:
    """Hand out the small client in Python."""
    response = HttpResponse(examples_shown.client().text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{examples_shown.CLIENT}"'
    return response


@login_not_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show whether what is published is in step, and how old everything is."""
    context = {"crumbs": _crumbs(_("Status")), "status": status_now(at=timezone.now())}
    return render(request, "api/developers_status.html", context)


@login_not_required
@require_safe
def status_json(request: HttpRequest) -> HttpResponse:
    """Answer the same to programs."""
    response = JsonResponse(status_now(at=timezone.now()).as_json(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response


def _crumbs(here: str = "") -> list[tuple[str, str]]:
    home = (_("Forside"), reverse("web:front"))
    if not here:
        return [home, (_("For udviklere"), "")]
    return [home, (_("For udviklere"), reverse("api:developers")), (here, "")]
