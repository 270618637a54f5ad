"""Doors: everything one owns, as files."""

from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.exchange.columns import COLUMNS
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_export, may_manage_keys
from brobygger.exchange.selectors import exports
from brobygger.exchange.selectors.owners import find_owner
from brobygger.exchange.services.exports import note_export
from brobygger.exchange.writing import csv_lines, json_lines, write_package, write_workbook
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.ui.throttle import throttle

#: A package of ten thousand offers takes a while to make; nobody needs a dozen of them in ten minutes.
_MOST_FILES, _WITHIN_SECONDS = 20, 600
_NUMBERS = frozenset(n for n, column in enumerate(COLUMNS) if column.key in {"age_from", "age_to"})
_READ_ME = """Alt, hvad {name} har på Brobygger, hentet {on}.

tilbud.csv      tilbuddene, som de også kan lægges ind igen
tilbud.jsonl    det samme og mere, for programmer; også det, der er taget ned
steder.csv, tider.csv, kontakter.csv   det, der hører til hvert tilbud
kladder.jsonl   det, I er i gang med at skrive
sager.csv       godkendelser og begrundelser
historik.csv    hvad der er gjort ved hvert tilbud
tal.csv         hvor tit det er set
medlemmer.csv   hvem der skriver for jer

Kolonnen »Tilbud« er tilbuddets id. CSV-filerne er i UTF-8 med semikolon. En celle, som et regneark kunne tro var en
formel, har fået en apostrof foran.
"""


class TooManyFiles(DomainError):
    """I har hentet mange filer på kort tid. Vent ti minutter, og prøv igen."""

    code = "too_many_files"
    status = 429


@never_cache
@require_safe
def export(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what can be taken out, and the way to keys for other systems."""
    actor, owner = actor_of(request), find_owner(kind=kind, key=key)
    if not may_export(actor, owner):
        raise NotFound
    count = exports.offers_to_export(actor=actor, owner=owner).count()
    context = {"owner": owner, "count": count, "may_manage_keys": may_manage_keys(actor, owner)}
    return render(request, "exchange/exports/export.html", context)


@never_cache
@require_safe
def export_file(request: HttpRequest, kind: str, key: str, name: str) -> HttpResponseBase:
    """Send one of the files, as it is made. What cannot be made is 404."""
    actor, owner, at = actor_of(request), find_owner(kind=kind, key=key), timezone.now()
    make = _FILES.get(name)
    if make is None or not may_export(actor, owner):
        raise NotFound
    if throttle(request, door="export", limit=_MOST_FILES, seconds=_WITHIN_SECONDS, at=at):
        raise TooManyFiles
    note_export(actor=actor, owner=owner, what=name, has_persons=name in _WITH_PERSONS, at=at)
    return make(actor, owner, f"brobygger-{owner.key}-{timezone.localdate(at)}-{name}", at)


def _csv(actor: Actor, owner: Owner, filename: str, at: datetime) -> HttpResponseBase:
    return _streamed(csv_lines(_table(actor, owner)), filename, "text/csv; charset=utf-8")


def _jsonl(actor: Actor, owner: Owner, filename: str, at: datetime) -> HttpResponseBase:
    return _streamed(json_lines(exports.offer_objects(actor=actor, owner=owner)), filename, "application/jsonl")


def _excel(actor: Actor, owner: Owner, filename: str, at: datetime) -> HttpResponseBase:
    return _made(
        lambda file: write_workbook(file, name="Tilbud", rows=_table(actor, owner), numbers=_NUMBERS), filename
    )


def _package(actor: Actor, owner: Owner, filename: str, at: datetime) -> HttpResponseBase:
    return _made(lambda file: write_package(file, _parts(actor, owner, at)), filename)


def _parts(actor: Actor, owner: Owner, at: datetime) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each file of the package, made when it is its turn."""
    read_me = _READ_ME.format(name=owner.name, on=timezone.localdate(at))
    yield "laes-mig.txt", iter([read_me.encode()])
    yield "tilbud.csv", csv_lines(_table(actor, owner))
    yield "tilbud.jsonl", json_lines(exports.offer_objects(actor=actor, owner=owner))
    for name, rows in _TABLES.items():
        yield f"{name}.csv", csv_lines(rows(actor=actor, owner=owner))
    if owner.organisation:
        yield "kladder.jsonl", json_lines(exports.draft_objects(actor=actor, owner=owner))
        yield "medlemmer.csv", csv_lines(exports.member_rows(actor=actor, owner=owner))


def _table(actor: Actor, owner: Owner) -> Iterator[list[str]]:
    yield exports.HEADER
    yield from exports.offer_rows(actor=actor, owner=owner)


def _streamed(pieces: Iterator[bytes], filename: str, content_type: str) -> HttpResponseBase:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _made(write: Callable[[IO[bytes]], None], filename: str) -> HttpResponseBase:
    """Send a file that must be whole before its first byte can go; it is on disk meanwhile, under no name."""
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename)


_TABLES = {
    "steder": exports.place_rows,
    "tider": exports.time_rows,
    "kontakter": exports.contact_rows,
    "sager": exports.review_rows,
    "historik": exports.history_rows,
    "tal": exports.count_rows,
}
_FILES: dict[str, Callable[[Actor, Owner, str, datetime], HttpResponseBase]] = {
    "tilbud.csv": _csv,
    "tilbud.xlsx": _excel,
    "tilbud.jsonl": _jsonl,
    "alt.zip": _package,
}
_WITH_PERSONS = frozenset({"tilbud.jsonl", "alt.zip"})
