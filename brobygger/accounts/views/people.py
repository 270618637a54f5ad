"""HTML doors: who has access, for those who decide about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.accounts.forms.people import InviteForm, RightForm
from brobygger.accounts.middleware import actor_of
from brobygger.accounts.municipality_names import municipality_names
from brobygger.accounts.permissions import Role
from brobygger.accounts.policies import manages_people
from brobygger.accounts.selectors.access_reviews import count_waiting_for
from brobygger.accounts.selectors.people import (
    get_person,
    givable_by,
    invitation_lines,
    people_listed,
    person_line,
)
from brobygger.accounts.services.invitations import invite, resend_invitation, withdraw_invitation
from brobygger.accounts.services.people import change_person, close_person, reopen_person, sign_out_everywhere
from brobygger.audit.services import note_reading
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound

LONGEST_SEARCH = 100
#: Why a name and an address were shown, in the book.
TO_SEE_ACCESS = "for at se eller rette en adgang"


@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody whose access the reader decides about, and the invitations that wait."""
    actor, names = _manager(request), municipality_names()
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    page = people_listed(actor=actor, text=text, page=_number(request.GET.get("side", "")))
    context = {
        "text": text,
        "page": page,
        "people": [person_line(actor=actor, person=row, names=names) for row in page],
        "invitations": invitation_lines(actor=actor, at=timezone.now(), names=names),
        "questions": count_waiting_for(actor=actor),
        "told": request.GET.get("sket", ""),
    }
    return render(request, "accounts/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite, and mail them."""
    actor = _manager(request)
    givable = givable_by(actor=actor)
    form = InviteForm(request.POST or None, givable=givable)
    if not form.is_valid():
        return _show(request, "accounts/invite.html", form)
    words = form.cleaned_data
    try:
        invite(
            actor=actor,
            email=words["email"],
            role=Role(words["role"]),
            municipality_codes=words["municipality_codes"],
            language=words["language"],
            at=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, gettext(error.message))
        return _show(request, "accounts/invite.html", form)
    return _done("inviteret")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show one person's access, and change it."""
    actor = _manager(request)
    row, givable = get_person(actor=actor, user_id=user_id), givable_by(actor=actor)
    note_reading(actor=actor, subject_kind="user", subject_id=row.id, why=TO_SEE_ACCESS, at=timezone.now())
    initial = {"role": row.role, "municipality_codes": row.municipality_codes}
    form = RightForm(request.POST or None, givable=givable, initial=initial)
    context = {"person": person_line(actor=actor, person=row, names=municipality_names())}
    if not form.is_valid():
        return _show(request, "accounts/person.html", form, **context)
    role, codes = Role(form.cleaned_data["role"]), form.cleaned_data["municipality_codes"]
    try:
        change_person(actor=actor, user_id=user_id, role=role, municipality_codes=codes, at=timezone.now())
    except DomainError as error:
        form.add_error(None, gettext(error.message))
        return _show(request, "accounts/person.html", form, **context)
    return _done("rettet")


@require_POST
def take_role(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Take somebody's role; the account stays."""
    member = Role.ASSOCIATION_MEMBER
    change_person(actor=_manager(request), user_id=user_id, role=member, municipality_codes=(), at=timezone.now())
    return _done("taget")


@require_POST
def close(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close somebody's account."""
    close_person(actor=_manager(request), user_id=user_id, at=timezone.now())
    return _done("lukket")


@require_POST
def reopen(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    reopen_person(actor=_manager(request), user_id=user_id, at=timezone.now())
    return _done("aabnet")


@require_POST
def sign_out(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    sign_out_everywhere(actor=_manager(request), user_id=user_id, at=timezone.now())
    return _done("logget-ud")


@require_POST
def resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Mail an invitation again."""
    resend_invitation(actor=_manager(request), invitation_id=invitation_id, at=timezone.now())
    return _done("inviteret")


@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    withdraw_invitation(actor=_manager(request), invitation_id=invitation_id, at=timezone.now())
    return _done("trukket")


def _manager(request: HttpRequest) -> Actor:
    """Return who is asking; those who decide about nobody find no such page."""
    actor = actor_of(request)
    if not manages_people(actor):
        raise NotFound
    return actor


def _done(what: str) -> HttpResponse:
    """Go back to the list, which says in words what was done."""
    response = redirect("accounts:people")
    response["Location"] += f"?sket={what}"
    return response


def _show(request: HttpRequest, template: str, form: RightForm, **context: object) -> HttpResponse:
    """Show a form; 422 when what was sent had a mistake."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def _number(text: str) -> int:
    """Return the page asked for; anything else is the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
