"""Doors: who writes for an association."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.permissions import Role
from brobygger.accounts.services.invitations import invite
from brobygger.audit.services import note_reading
from brobygger.kernel.errors import DomainError, NotAllowed, NotFound
from brobygger.organisations.forms import InviteForm
from brobygger.organisations.models import MemberRole
from brobygger.organisations.selectors import (
    OwnOrganisation,
    claims_for_members,
    get_own_organisation,
    invited_to,
    members_of,
)
from brobygger.organisations.services import change_member, remove_member
from brobygger.ui.languages import current_language

#: Why names and addresses were shown, in the book.
TO_SEE_MEMBERS = "for at se, hvem der skriver for foreningen"


@never_cache
@require_safe
def members(request: HttpRequest, key: str) -> HttpResponse:
    """Show who writes for an association, and to those who decide, how to change it."""
    own = get_own_organisation(actor=request.actor, key=key)  # type: ignore[attr-defined]
    note_reading(
        actor=request.actor,  # type: ignore[attr-defined]
        subject_kind="organisation",
        subject_id=own.organisation.id,
        why=TO_SEE_MEMBERS,
        at=timezone.now(),
    )
    return _show(request, own, InviteForm())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_member(request: HttpRequest, key: str) -> HttpResponse:
    """Invite somebody by mail. Whether the address has an account is never told."""
    actor = request.actor  # type: ignore[attr-defined]
    own = _where_one_decides(request, key)
    form, organisation = InviteForm(request.POST or None), own.organisation
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return _show(request, own, form, status=status)
    try:
        invite(
            actor=actor, email=form.cleaned_data["email"], role=Role.ASSOCIATION_MEMBER, at=timezone.now(),
            organisation_id=organisation.id, organisation_name=organisation.name,
            organisation_role=form.cleaned_data["role"], language=current_language(),
            organisation_municipalities=[organisation.municipality_id] if organisation.municipality_id else [],
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, gettext(error.message))
        return _show(request, own, form, status=error.status)
    return redirect("organisations:members", key)


@require_POST
def change(request: HttpRequest, key: str, user_id: UUID) -> HttpResponse:
    """Give somebody another role, or let them go; oneself may always go."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    own = get_own_organisation(actor=actor, key=key)
    what, wanted = request.POST.get("hvad", ""), {"organisation_id": own.organisation.id, "user_id": user_id}
    try:
        if what == "ud":
            remove_member(actor=actor, at=at, **wanted)
        elif what in MemberRole.values:
            change_member(actor=actor, role=what, at=at, **wanted)
    except NotAllowed as error:
        raise NotFound from error
    except DomainError as error:
        return _show(request, own, InviteForm(), problem=gettext(error.message), status=error.status)
    if user_id == actor.id and what == "ud":
        return redirect("organisations:mine")
    return redirect("organisations:members", key)


def _where_one_decides(request: HttpRequest, key: str) -> OwnOrganisation:
    """Return the organisation, or say what a stranger is told."""
    own = get_own_organisation(actor=request.actor, key=key)  # type: ignore[attr-defined]
    if not own.may_manage_members:
        raise NotFound
    return own


def _show(
    request: HttpRequest, own: OwnOrganisation, form: InviteForm, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    actor, organisation_id = request.actor, own.organisation.id  # type: ignore[attr-defined]
    context = {
        "own": own,
        "organisation": own.organisation,
        "members": members_of(actor=actor, organisation_id=organisation_id),
        "invited": invited_to(own),
        "claims": claims_for_members(actor=actor, organisation_id=organisation_id),
        "form": form,
        "problem": problem,
    }
    return render(request, "organisations/members.html", context, status=status)
