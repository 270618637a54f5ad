"""Doors: a file of offers on its way in. Each page shows; each button does one step, and works for a moment at it."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.exchange.columns import COLUMNS
from brobygger.exchange.forms.imports import MOST_CHOICES, FileForm, chosen_columns, column_choices
from brobygger.exchange.models import Import, ImportStatus
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_import
from brobygger.exchange.presenters import import_page
from brobygger.exchange.reading import read_table
from brobygger.exchange.selectors.imports import first_rows, get_import, imports_of, rows_with_errors
from brobygger.exchange.selectors.owners import find_owner
from brobygger.exchange.services.imports import (
    choose_columns,
    confirm_import,
    start_import,
    throw_away_import,
    undo_import,
    work_a_bit,
)
from brobygger.exchange.writing import csv_lines
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotFound

#: So long a button works at what it began; the worker does the rest.
_SECONDS_AT_ONCE = 3.0
_ACTS: dict[str, Callable[..., Any]] = {"laeg-ind": confirm_import, "fortryd": undo_import}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take a file in, or show where to send it and those sent before; 404 for those who may not put any in."""
    actor, owner = actor_of(request), find_owner(kind=kind, key=key)
    if not may_import(actor, owner):
        raise NotFound
    if request.method != "POST":
        return _upload_page(request, owner, FileForm())
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file, at = form.cleaned_data["file"], timezone.now()
        try:
            table = read_table(file.read())
            imported = start_import(actor=actor, owner=owner, table=table, file_name=file.name, at=at)
            return redirect("exchange:import_columns", imported.id)
        except DomainError as error:
            form.add_error("file", gettext(error.message))
    return _upload_page(request, owner, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Choose which column is what, and have every row looked through."""
    actor = actor_of(request)
    imported = get_import(actor=actor, import_id=import_id)
    if imported.status not in {ImportStatus.MAPPING, ImportStatus.CHECKED}:
        return redirect("exchange:import", imported.id)
    if request.method != "POST":
        return _columns_page(request, imported, imported.mapping)
    mapping = chosen_columns(request.POST.getlist("kolonne"), columns=len(imported.header))
    try:
        choose_columns(actor=actor, import_id=imported.id, mapping=mapping, at=timezone.now())
    except BadData as error:
        return _columns_page(request, imported, mapping, problem=error.message)
    return _work_and_show(actor, imported)


@never_cache
@require_safe
def one_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show how far a file has come: what every row comes to before it is put in, and what it came to after."""
    imported = get_import(actor=actor_of(request), import_id=import_id)
    if imported.status == ImportStatus.MAPPING:
        return redirect("exchange:import_columns", imported.id)
    return _import_page(request, imported)


@require_POST
def act_on_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Put it in, undo it, go on with it, or throw it away."""
    actor, act = actor_of(request), request.POST.get("go", "")
    imported = get_import(actor=actor, import_id=import_id)
    try:
        if act == "smid-vaek":
            throw_away_import(actor=actor, import_id=imported.id, at=timezone.now())
            return redirect("exchange:imports", imported.owner.kind, imported.owner.key)
        if act in _ACTS:
            _ACTS[act](actor=actor, import_id=imported.id, at=timezone.now())
    except DomainError as error:
        return _import_page(request, imported, problem=gettext(error.message), status=error.status)
    return _work_and_show(actor, imported)


@never_cache
@require_GET
def import_errors(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Give what is to be put right as a file: a line for each cell."""
    imported = get_import(actor=actor_of(request), import_id=import_id)
    header = [gettext("Række"), gettext("Navn"), gettext("Kolonne"), gettext("Hvad skal rettes?")]
    found = ([str(row.number), row.name, *error] for row in rows_with_errors(imported) for error in row.errors)
    return _csv("ret-disse.csv", header, list(found))


@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """Give an empty file with our own columns."""
    return _csv("tilbud.csv", [column.label for column in COLUMNS], [])


def _csv(name: str, header: list[str], lines: list[list[str]]) -> HttpResponse:
    response = HttpResponse(b"".join(csv_lines([header, *lines])), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _work_and_show(actor: Actor, imported: Import) -> HttpResponse:
    """Work at a file for a moment: small ones are done at once."""
    end = time.monotonic() + _SECONDS_AT_ONCE
    while time.monotonic() < end and work_a_bit(actor=actor, import_id=imported.id, at=timezone.now()):
        pass
    return redirect("exchange:import", imported.id)


def _upload_page(request: HttpRequest, owner: Owner, form: FileForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"owner": owner, "form": form, "earlier": imports_of(actor=actor_of(request), owner=owner)}
    return render(request, "exchange/imports/upload.html", context, status=status)


def _columns_page(request: HttpRequest, imported: Import, mapping: list[str], *, problem: str = "") -> HttpResponse:
    samples = first_rows(imported)
    found = [
        (name, key, [text for row in samples if (text := row.cells[number])])
        for number, (name, key) in enumerate(zip(imported.header, mapping, strict=True))
    ]
    context = {
        "imported": imported,
        "owner": imported.owner,
        "columns": found[:MOST_CHOICES],
        "left_out": len(found) - MOST_CHOICES,
        "choices": column_choices(),
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "exchange/imports/columns.html", context, status=status)


def _import_page(
    request: HttpRequest, imported: Import, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    page = import_page(imported, shown=request.GET.get("vis", ""), page=request.GET.get("side", ""))
    context = {"imported": imported, "owner": imported.owner, "page": page, "problem": problem}
    return render(request, "exchange/imports/import.html", context, status=status)
