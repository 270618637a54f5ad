"""Doors: the crisis lines, for the editors who keep them true."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.editors import CrisisLineForm
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.knowledge.policies import may_edit_crisis_lines
from brobygger.knowledge.selectors import all_crisis_lines, get_crisis_line
from brobygger.knowledge.services import add_crisis_line, change_crisis_line

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def crisis_lines(request: HttpRequest) -> HttpResponse:
    """Show every line, those to look at first."""
    _editor(request)
    context = {"lines": all_crisis_lines(), "today": timezone.localdate()}
    return render(request, "desks/crisis_lines/list.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
def crisis_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Change one line."""
    actor = _editor(request)
    line = get_crisis_line(line_id=line_id)
    name = line.name_da
    form = CrisisLineForm(request.POST or None, instance=line)
    if form.is_valid():
        try:
            change_crisis_line(actor=actor, line_id=line_id, values=dict(form.cleaned_data), at=timezone.now())
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return _kept(request, form)
    return _show(request, form, heading=name)


@never_cache
@require_http_methods(_GET_OR_POST)
def new_crisis_line(request: HttpRequest) -> HttpResponse:
    """Add a line."""
    actor = _editor(request)
    form = CrisisLineForm(request.POST or None, initial={"last_checked_on": timezone.localdate()})
    if form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        try:
            add_crisis_line(actor=actor, key=values.pop("key"), values=values, at=timezone.now())
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return _kept(request, form)
    return _show(request, form, heading=gettext("Ny hjælpelinje"))


def _show(request: HttpRequest, form: CrisisLineForm, *, heading: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "desks/crisis_lines/line.html", {"form": form, "heading": heading}, status=status)


def _kept(request: HttpRequest, form: CrisisLineForm) -> HttpResponse:
    messages.success(request, gettext("»%(name)s« er gemt.") % {"name": form.cleaned_data["name_da"]})
    return redirect("desks:crisis_lines")


def _editor(request: HttpRequest) -> Actor:
    """Return the one who asks, if they keep the crisis lines; to others there is nothing here."""
    actor = actor_of(request)
    if not may_edit_crisis_lines(actor):
        raise NotFound
    return actor
