"""Doors: putting a new association in the register, and what one says of itself."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.kernel.errors import DomainError, NotAllowed, NotFound
from brobygger.organisations import policies
from brobygger.organisations.forms import AboutForm, NewAssociationForm, NewForm, NewGroupForm
from brobygger.organisations.selectors import get_own_organisation, similar_organisations
from brobygger.organisations.services import NewOrganisation, register_organisation, save_organisation, set_trusted
from brobygger.organisations.services.organisations import data_of
from brobygger.ui.languages import current_language

_FORMS: dict[str, type[NewForm]] = {"forening": NewAssociationForm, "gruppe": NewGroupForm}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask first what they are, then what is needed of such; warn when they look like somebody who is here already."""
    if not policies.may_ask(request.actor):  # type: ignore[attr-defined]
        raise NotFound
    kind = request.GET.get("slags", "")
    if kind not in _FORMS:
        return render(request, "organisations/new_kind.html")
    form = _FORMS[kind](request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return _show(request, form, kind, status=status)
    alike = _alike(form.values())
    if alike and not form.cleaned_data["is_sure"]:
        return _show(request, form, kind, alike=alike, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _register(request, form, kind)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, key: str) -> HttpResponse:
    """Change what an association says of itself; for those who decide there."""
    actor = request.actor  # type: ignore[attr-defined]
    organisation = get_own_organisation(actor=actor, key=key).organisation
    code = organisation.municipality_id
    if not policies.may_edit(actor, organisation_id=organisation.id, municipality_code=code):
        raise NotFound
    data = data_of(organisation)
    form = AboutForm(request.POST or None, initial={name: getattr(data, name) for name in AboutForm.base_fields})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    if form.is_valid():
        try:
            save_organisation(actor=actor, at=timezone.now(), data=replace(data, **form.cleaned_data))
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return redirect("desks:association", key)
    return render(request, "organisations/about.html", {"organisation": organisation, "form": form}, status=status)


@require_POST
def trust(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether an association's small corrections are shown at once; for those who look after it from outside."""
    actor = request.actor  # type: ignore[attr-defined]
    organisation = get_own_organisation(actor=actor, key=key).organisation
    is_trusted = request.POST.get("is_trusted") == "ja"
    try:
        set_trusted(actor=actor, organisation_id=organisation.id, is_trusted=is_trusted, at=timezone.now())
    except NotAllowed as error:
        raise NotFound from error
    return redirect("desks:association", key)


def _register(request: HttpRequest, form: NewForm, kind: str) -> HttpResponse:
    """Put a new association in the register, and go to its page."""
    try:
        organisation = register_organisation(
            actor=request.actor,  # type: ignore[attr-defined]
            data=NewOrganisation(**form.values()),
            at=timezone.now(),
            language=current_language(),
        )
    except DomainError as error:
        form.add_error(None, gettext(error.message))
        return _show(request, form, kind, status=error.status)
    return redirect("desks:association", organisation.key)


def _alike(values: dict[str, Any]) -> tuple[object, ...]:
    return similar_organisations(
        name=values["name"],
        municipality_code=values["municipality_id"],
        cvr=values.get("cvr", ""),
        email=values["email"],
        website=values["website"],
    )


def _show(
    request: HttpRequest, form: NewForm, kind: str, *, alike: tuple[object, ...] = (), status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "organisations/new.html", {"form": form, "kind": kind, "alike": alike}, status=status)
