"""Doors: calendars that somebody's own calendar can follow."""

import hashlib
from datetime import datetime, time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from brobygger.directory.icalendar import calendar_of
from brobygger.directory.models import Offer
from brobygger.directory.selectors import OfferRemoved, get_offer
from brobygger.duplicates.selectors import kept_key
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import NotFound
from brobygger.syndication import scopes
from brobygger.syndication.scopes import Scope
from brobygger.syndication.selectors import Revision, calendar_revisions, called_off, offers_with_everything
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.ui.languages import current_language
from brobygger.web.care import with_care

#: A calendar changes when an offer does and when a day is over, and programs ask far more often than that.
SECONDS = 3600


@login_not_required
@require_safe
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Give one offer's times to follow; when it is taken down, they are called off, and gone after a while."""
    try:
        row = get_offer(actor=VISITOR, key=key)
    except OfferRemoved as removed:
        if kept := kept_key(kind="offer", key=key):
            return redirect("syndication:calendar_offer", kept, permanent=True)
        row = removed.offer
        if row.id not in called_off(ids=[row.id], at=_today()):
            raise
    revision = Revision(id=row.id, changed_at=row.changed_at)
    is_sensitive = needs_quick_exit(keys=[concept.key for concept in row.concepts.all()])
    return _followed(request, name=row.name, revisions=(revision,), is_sensitive=is_sensitive)


@login_not_required
@require_safe
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Give the times of everything an organisation offers."""
    try:
        scope = scopes.of_organisation(key)
    except NotFound:
        if kept := kept_key(kind="organisation", key=key):
            return redirect("syndication:calendar_organisation", kept, permanent=True)
        raise
    return _calendar(request, scope)


@login_not_required
@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Give the times of what is in or for a municipality; ``?behov=`` narrows it."""
    return _calendar(request, scopes.narrowed(scopes.in_municipality(code), need_keys=request.GET.getlist("behov")))


@login_not_required
@require_safe
def need(request: HttpRequest, key: str) -> HttpResponse:
    """Give the times of what is about a need, or a narrower one."""
    return _calendar(request, scopes.about_need(key))


def _calendar(request: HttpRequest, scope: Scope) -> HttpResponse:
    revisions = calendar_revisions(scope=scope, at=_today())
    name = scopes.calendar_name(scope)
    return _followed(request, name=name, revisions=revisions, is_sensitive=scope.is_sensitive)


def _followed(request: HttpRequest, *, name: str, revisions: tuple[Revision, ...], is_sensitive: bool) -> HttpResponse:
    """Answer with a calendar, or 304 when the program has it; made once a day unless an offer changes."""
    etag = _mark(name, revisions)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        source = request.build_absolute_uri()
        key = hashlib.sha256(f"calendar|{source}|{etag}".encode()).hexdigest()
        content = caches["pages"].get_or_set(key, lambda: _made(revisions, name=name, source=source), timeout=SECONDS)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    assert isinstance(response, HttpResponse)
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=SECONDS)
    return with_care(response, is_sensitive=is_sensitive)


def _made(revisions: tuple[Revision, ...], *, name: str, source: str) -> bytes:
    """Return the calendar; made once and remembered, as three hundred offers take the better part of a second."""
    offers = offers_with_everything(ids=[revision.id for revision in revisions])
    return calendar_of(offers, name=name, address_of=_address, at=_today(), source=source)


def _mark(name: str, revisions: tuple[Revision, ...]) -> str:
    """Return a mark of what a calendar holds."""
    lines = [f"{revision.id} {revision.changed_at.isoformat()}" for revision in revisions]
    text = "\n".join([name, current_language(), _today().isoformat(), *lines])
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _today() -> datetime:
    """Return when the day began: what was on this morning stays in a calendar until tomorrow."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def _address(row: Offer) -> str:
    """Return an offer's page as others can open it."""
    return f"{settings.BASE_URL}{reverse('web:offer', args=[row.key])}"
