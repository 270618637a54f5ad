"""Doors: one reading of a source, what it comes to, and whether it is to be put in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.kernel.errors import DomainError
from brobygger.sources.models import Run
from brobygger.sources.presenters import run_page
from brobygger.sources.selectors.runs import get_run
from brobygger.sources.services import apply_run, believe_run, drop_run

_ACTS: dict[str, Callable[..., Any]] = {"laeg-ind": apply_run, "drop": drop_run, "det-passer": believe_run}


@never_cache
@require_safe
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far a reading has come, and what every thing of it comes to."""
    return _run_page(request, get_run(actor=actor_of(request), run_id=run_id))


@require_POST
def act_on_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Put it in, leave it, or say that what is gone really is."""
    actor, act = actor_of(request), request.POST.get("go", "")
    found = get_run(actor=actor, run_id=run_id)
    try:
        if act in _ACTS:
            _ACTS[act](actor=actor, run_id=found.id, at=timezone.now())
    except DomainError as error:
        return _run_page(request, found, problem=gettext(error.message), status=error.status)
    return redirect("sources:run", found.id)


def _run_page(request: HttpRequest, found: Run, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    page = run_page(found, shown=request.GET.get("vis", ""), page=request.GET.get("side", ""))
    context = {"run": found, "source": found.source, "page": page, "problem": problem}
    return render(request, "sources/run.html", context, status=status)
