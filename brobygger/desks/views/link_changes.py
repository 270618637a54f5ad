"""The door behind "change it" in a mail: what we say, filled in; what is sent waits for somebody to look at it.

Without signing in, so the link's holder reaches one offer only, and nothing of what others are writing about it.
"""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.curation.models import ReportReason
from brobygger.curation.services import LONGEST_TEXT
from brobygger.desks.forms.link_changes import CHANGES, ChangeForm
from brobygger.desks.forms.links import NotRightForm
from brobygger.desks.forms.typed import before_in, typed_on, without_row
from brobygger.desks.presenters.editor import Repair, anchor, row_group
from brobygger.desks.views.links import link_door
from brobygger.directory.editing.steps import Problem, Typed
from brobygger.directory.mail_links import Purpose
from brobygger.directory.models import DraftStatus
from brobygger.directory.selectors.drafts import draft_of_offer, typed_now
from brobygger.directory.selectors.links import OpenedLink, open_link
from brobygger.directory.services.drafts import ChangeUnderWay, DraftNotWhole, is_open_to_links, send_change
from brobygger.directory.services.reports import report_offer
from brobygger.kernel.errors import DomainError


@link_door
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Show what we say about an offer, to be changed; send in the change, or a word about what is not asked for."""
    opened = open_link(purpose=Purpose.CHANGE, token=token, at=timezone.now())
    if request.method != "POST":
        return _thanks(request, opened) if request.GET.get("tak") else _show(request, opened)
    if "reason" in request.POST or request.POST.get("act") == "report":
        return _report(request, opened)
    typed = without_row(typed_on(CHANGES, request.POST), request.POST.get("remove", ""))
    if "add" in request.POST or "remove" in request.POST:
        return _show(request, opened, typed=typed, extra=request.POST.get("add", ""))
    return _send(request, opened, typed)


def _send(request: HttpRequest, opened: OpenedLink, typed: Typed) -> HttpResponse:
    """Send a change in; what is to be put right first is told at its field, with everything still there."""
    before = before_in(request.POST)
    try:
        draft = send_change(
            actor=opened.actor, offer_id=opened.offer_id, values=typed, before=before, at=timezone.now()
        )
    except ChangeUnderWay:
        kept = NotRightForm(initial={"reason": ReportReason.OTHER, "text": _new_words(typed, before)})
        return _show(request, opened, report=kept, status=HTTPStatus.CONFLICT)
    except DraftNotWhole as error:
        return _show(request, opened, typed=typed, problems=error.problems, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except DomainError as error:
        told = [Problem(field="", message=gettext(error.message))]
        return _show(request, opened, typed=typed, problems=told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    word = "vist" if draft.status == DraftStatus.LIVE else "sendt"
    return redirect(f"{request.path}?tak={word}")


def _new_words(typed: Typed, before: Typed) -> str:
    """Return the texts somebody wrote in vain, so that they can be handed in another way."""
    texts = (str(typed[name]).strip() for name in CHANGES.texts if typed.get(name) != before.get(name))
    return "\n\n".join(text for text in texts if text)[:LONGEST_TEXT]


def _report(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    """Hand a word about what is not asked for here to those who mend it."""
    form = NotRightForm(request.POST)
    if form.is_valid():
        try:
            report_offer(
                actor=opened.actor, offer_id=opened.offer_id, at=timezone.now(), from_within=True, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return redirect(f"{request.path}?tak=1")
    return _show(request, opened, report=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _thanks(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    """Say what happens next."""
    return render(request, "desks/links/change_sent.html", {"opened": opened, "sent": request.GET["tak"]})


def _show(
    request: HttpRequest,
    opened: OpenedLink,
    *,
    typed: Typed | None = None,
    problems: Iterable[Problem] = (),
    extra: str = "",
    report: NotRightForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show the page: what was typed, else what we say; or that a change waits already."""
    draft = draft_of_offer(actor=opened.actor, offer_id=opened.offer_id)
    context: dict[str, Any] = {"opened": opened, "report": report or NotRightForm(), "is_asked": report is not None}
    context["is_kept"] = report is not None and not report.is_bound
    if draft is not None and not is_open_to_links(draft):
        is_sent = draft.status == DraftStatus.SUBMITTED
        return render(request, "desks/links/change_waits.html", context | {"is_sent": is_sent}, status=status)
    said = draft.data if draft else typed_now(actor=opened.actor, offer_id=opened.offer_id)
    context |= _fields(said, typed=said | (typed or {}), problems=list(problems), extra=extra)
    context["before"] = request.POST.get("before") or context["before"]
    context["is_returned"] = draft is not None
    return render(request, "desks/links/change.html", context, status=status)


def _fields(said: Typed, *, typed: Typed, problems: list[Problem], extra: str) -> dict[str, Any]:
    """Return the forms of the page, and what is to be put right with the way to each field that is there."""
    here = [problem for problem in problems if problem.field.split("-", 1)[0] in CHANGES.fields]
    is_about_times = any("-" in problem.field and problem.step == "hvornaar" for problem in here)
    return {
        "form": ChangeForm(typed, here),
        "rows": {name: row_group(name, typed, here, has_extra=name == extra) for name in CHANGES.rows},
        "repairs": [
            Repair(message=str(problem.message), url=f"#{anchor(problem.field)}" if problem in here else "")
            for problem in problems
        ],
        "has_times_open": is_about_times or extra in {"times", "pauses"},
        "is_beyond": any(problem.field and problem not in here for problem in problems),
        "before": json.dumps({name: said.get(name, "") for name in CHANGES.fields}, ensure_ascii=False),
    }
