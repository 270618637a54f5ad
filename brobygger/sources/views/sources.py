"""Doors: the sources somebody keeps, a new one, how one is read, and what its words are here."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.sources.forms import NewSourceForm, SourceForm, chosen_terms, initial_of, town_choices
from brobygger.sources.models import Source
from brobygger.sources.policies import may_keep_any
from brobygger.sources.selectors.runs import runs_of
from brobygger.sources.selectors.sources import (
    concept_choices,
    file_of,
    get_source,
    line_of,
    sources_of,
    terms_to_look_at,
)
from brobygger.sources.services import change_source, map_terms, register_source, start_run, take_file


@never_cache
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show the sources somebody keeps; 404 for those who keep none."""
    return render(request, "sources/sources.html", {"lines": sources_of(actor=actor_of(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a new source down."""
    actor = actor_of(request)
    if not may_keep_any(actor):
        raise NotFound
    reach = reach_of(actor, Permission.SOURCES_KEEP)
    choices: dict[str, Any] = {
        "towns": town_choices(None if reach.is_everywhere else reach.municipality_codes),
        "is_national": reach.is_everywhere,
    }
    if request.method != "POST":
        return _form_page(request, NewSourceForm(**choices))
    form = NewSourceForm(request.POST, request.FILES, **choices)
    if form.is_valid():
        try:
            source = register_source(actor=actor, data=form.source_data(), at=timezone.now())
            _keep_file(request, source.key, form)
            return redirect("sources:source", source.key)
        except NotFound:
            raise
        except DomainError as error:
            form.add_error(None, gettext(error.message))
    return _form_page(request, form)


@never_cache
@require_safe
def source(request: HttpRequest, source_key: str) -> HttpResponse:
    """Show one source: how it is read, and its readings."""
    found = get_source(actor=actor_of(request), key=source_key)
    return _source_page(request, found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, source_key: str) -> HttpResponse:
    """Change how a source is read."""
    actor = actor_of(request)
    found = get_source(actor=actor, key=source_key)
    if request.method != "POST":
        return _form_page(request, SourceForm(initial=initial_of(found)), source=found)
    form = SourceForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.data_for(municipality_id=found.municipality_id, organisation_id=found.organisation_id)
        try:
            change_source(actor=actor, key=source_key, data=data, at=timezone.now())
            _keep_file(request, source_key, form)
            return redirect("sources:source", source_key)
        except DomainError as error:
            form.add_error(None, gettext(error.message))
    return _form_page(request, form, source=found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, source_key: str) -> HttpResponse:
    """Say what a source's words are here."""
    actor = actor_of(request)
    found = get_source(actor=actor, key=source_key)
    problem = ""
    if request.method == "POST":
        try:
            map_terms(actor=actor, key=source_key, choices=chosen_terms(request.POST), at=timezone.now())
            return redirect("sources:source", source_key)
        except DomainError as error:
            problem = gettext(error.message)
    context = {"source": found, "terms": terms_to_look_at(found), "concepts": concept_choices(), "problem": problem}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "sources/terms.html", context, status=status)


@require_POST
def read(request: HttpRequest, source_key: str) -> HttpResponse:
    """Begin a dry reading of a source; the worker does it."""
    actor = actor_of(request)
    found = get_source(actor=actor, key=source_key)
    try:
        run = start_run(actor=actor, source_id=found.id, at=timezone.now())
    except DomainError as error:
        return _source_page(request, found, problem=gettext(error.message), status=error.status)
    return redirect("sources:run", run.id)


def _keep_file(request: HttpRequest, key: str, form: SourceForm) -> None:
    file = form.cleaned_data["file"]
    if file is not None:
        take_file(actor=actor_of(request), key=key, name=file.name, content=file.read(), at=timezone.now())


def _form_page(request: HttpRequest, form: SourceForm, *, source: Source | None = None) -> HttpResponse:
    context = {"form": form, "source": source, "file": file_of(source) if source else None}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "sources/form.html", context, status=status)


def _source_page(
    request: HttpRequest, found: Source, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "source": found,
        "line": line_of(found),
        "runs": runs_of(found),
        "file": file_of(found),
        "problem": problem,
    }
    return render(request, "sources/source.html", context, status=status)
