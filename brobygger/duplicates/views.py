"""Doors: the queue of pairs, one pair side by side, what was answered, and one merge."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.accounts.middleware import actor_of
from brobygger.duplicates.forms import ChoosingForm
from brobygger.duplicates.matching.reasons import in_words
from brobygger.duplicates.models import Kind, Pair
from brobygger.duplicates.policies import may_decide
from brobygger.duplicates.presenters import PairPage, group_label, page_url, pair_page, sureness
from brobygger.duplicates.selectors import queue as queues
from brobygger.duplicates.selectors.versions import names_for, versions_of
from brobygger.duplicates.services import merge_pair, refuse_pair, reopen_pair, undo_merge
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.ui.languages import current_language

_GET_OR_POST = ["GET", "HEAD", "POST"]
#: So many answers are shown; older ones are in the book.
_ANSWERS_SHOWN = 50


@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the pairs that may be one, the surest first."""
    kind, page = request.GET.get("slags", ""), request.GET.get("side", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    found = queues.queue(actor=_decider(request), kind=kind, page=number)
    lines = [
        (line, sureness(line.kind, line.score), [r for r in in_words(line.reasons) if not r.is_against][:3])
        for line in found.lines
    ]
    context = {"queue": found, "lines": lines, "kind": kind, "kinds": Kind.choices}
    return render(request, "duplicates/queue.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
def pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Show two entries side by side, and take the answer: one, or two."""
    actor = _decider(request)
    row = queues.get_pair(actor=actor, pair_id=pair_id)
    if request.method == "POST" and request.POST.get("act") == "refuse":
        return _refuse(request, actor, row)
    page = _page(row, request)
    form = ChoosingForm(request.POST if request.method == "POST" else None, groups=page.groups)
    if request.method == "POST" and form.is_valid():
        kept_id = form.kept_id(one_id=row.one_id, other_id=row.other_id)
        try:
            merge = merge_pair(
                actor=actor, pair_id=row.id, kept_id=kept_id, choices=form.choices(), at=timezone.now()
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            messages.success(request, gettext("De er lagt sammen. Den gamle adresse fører til den, der blev."))
            return redirect("duplicates:merge", merge.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "duplicates/pair.html", {"pair": row, "page": page, "form": form}, status=status)


@never_cache
@require_GET
def answered(request: HttpRequest) -> HttpResponse:
    """Show what was answered last: what was merged, and what is two."""
    actor = _decider(request)
    context = {
        "merges": queues.merges(actor=actor, limit=_ANSWERS_SHOWN),
        "refused": queues.refused(actor=actor, limit=_ANSWERS_SHOWN),
    }
    return render(request, "duplicates/answered.html", context)


@never_cache
@require_POST
def reopen(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Take back that two are not the same."""
    row = reopen_pair(actor=_decider(request), pair_id=pair_id, at=timezone.now())
    return redirect("duplicates:pair", row.id)


@never_cache
@require_http_methods(_GET_OR_POST)
def merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Show what was merged, and part the two again when somebody asks for it."""
    actor = _decider(request)
    row = queues.get_merge(actor=actor, merge_id=merge_id)
    problem = ""
    if request.method == "POST":
        try:
            parted = undo_merge(actor=actor, merge_id=row.id, at=timezone.now())
        except DomainError as error:
            problem = gettext(error.message)
        else:
            _tell_parted(request, row.kind, parted.left)
            return redirect("duplicates:pair", row.pair_id)
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    context = {"merge": row, "problem": problem, "url": page_url(row.kind, row.kept_key)}
    return render(request, "duplicates/merge.html", context, status=status)


def _decider(request: HttpRequest) -> Actor:
    """Return who asks, when they decide about pairs at all; to others these pages are not there."""
    actor = actor_of(request)
    if not may_decide(actor):
        raise NotFound
    return actor


def _page(row: Pair, request: HttpRequest) -> PairPage:
    one, other = versions_of(row)
    names = names_for((one, other), language=current_language())
    return pair_page(row, one, other, names=names, posted=request.POST)


def _refuse(request: HttpRequest, actor: Actor, row: Pair) -> HttpResponse:
    """Keep that two are not the same, and lead to the next."""
    try:
        refuse_pair(actor=actor, pair_id=row.id, at=timezone.now())
    except DomainError as error:
        messages.error(request, gettext(error.message))
    else:
        messages.success(request, gettext("Det er husket: De to er ikke det samme."))
    following = queues.next_pair(actor=actor)
    return redirect("duplicates:pair", following.id) if following else redirect("duplicates:queue")


def _tell_parted(request: HttpRequest, kind: str, left: tuple[str, ...]) -> None:
    messages.success(request, gettext("De er skilt ad igen."))
    if left:
        names = ", ".join(group_label(kind, name) for name in left)
        words = gettext("Det her er rettet siden og bliver, som det er: %(names)s.")
        messages.warning(request, words % {"names": names})
