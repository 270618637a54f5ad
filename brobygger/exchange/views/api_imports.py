"""Doors for other systems that put offers in: a file is looked through first, and put in when that is asked for.

The same steps as people take on the pages; whoever never confirms has made a rehearsal.
"""

import time
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.exchange.models import ApiKey, Import
from brobygger.exchange.policies import may_import
from brobygger.exchange.reading import MOST_BYTES, read_table
from brobygger.exchange.selectors.imports import counts_of, get_import, rows_with_errors
from brobygger.exchange.selectors.keys import client_of, owner_of
from brobygger.exchange.services.imports import (
    choose_columns,
    confirm_import,
    start_import,
    throw_away_import,
    work_a_bit,
)
from brobygger.exchange.views.api import for_keys, problem
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, NotAllowed

#: So long another system is kept waiting; the worker does the rest, and it asks again.
_SECONDS_AT_ONCE = 5.0
_MOST_TOLD = 100


@for_keys("POST")
def imports(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Take a CSV or Excel file as the body, with columns that have our names, and look it through."""
    actor, at = client_of(key), timezone.now()
    if not may_import(actor, owner_of(key)):
        raise NotAllowed
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        detail = gettext("Det er alt for langt.")
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code="too_long", detail=detail)
    imported = start_import(actor=actor, owner=owner_of(key), table=read_table(content), file_name=key.name, at=at)
    try:
        choose_columns(actor=actor, import_id=imported.id, mapping=imported.mapping, at=at)
    except BadData:
        throw_away_import(actor=actor, import_id=imported.id, at=at)
        raise
    return _worked_at(actor, imported.id, status=HTTPStatus.CREATED)


@for_keys("GET", "HEAD", "DELETE")
def one_import(request: HttpRequest, key: ApiKey, import_id: UUID) -> HttpResponse:
    """Answer how far a file has come, or throw away one of which nothing has been put in."""
    actor = client_of(key)
    if request.method == "DELETE":
        throw_away_import(actor=actor, import_id=import_id, at=timezone.now())
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _answer(get_import(actor=actor, import_id=import_id))


@for_keys("POST")
def confirm(request: HttpRequest, key: ApiKey, import_id: UUID) -> HttpResponse:
    """Put in the rows that are well."""
    actor = client_of(key)
    confirm_import(actor=actor, import_id=import_id, at=timezone.now())
    return _worked_at(actor, import_id)


def _worked_at(actor: Actor, import_id: UUID, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Work for a moment at what was begun, and answer how far it came."""
    until = time.monotonic() + _SECONDS_AT_ONCE
    while work_a_bit(actor=actor, import_id=import_id, at=timezone.now()) and time.monotonic() < until:
        pass
    return _answer(get_import(actor=actor, import_id=import_id), status=status)


def _answer(imported: Import, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    counts = counts_of(imported)
    names = ("new", "changed", "unchanged", "errors", "shown", "sent", "failed")
    told: dict[str, Any] = {
        "id": str(imported.id),
        "status": imported.status,
        "rows": imported.total,
        "counts": {name: getattr(counts, name) for name in names},
        "to_mend": [
            {"row": row.number, "name": row.name, "column": column, "problem": said}
            for row in rows_with_errors(imported)[:_MOST_TOLD]
            for column, said in row.errors
        ],
    }
    return JsonResponse(told, status=status)
