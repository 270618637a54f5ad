"""Doors: keys for other systems."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.reauthentication import reauthentication_required
from brobygger.exchange.forms.keys import NewKeyForm
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_manage_keys
from brobygger.exchange.selectors.keys import keys_of, owner_of
from brobygger.exchange.selectors.owners import find_owner
from brobygger.exchange.services.keys import NewKey, make_key, revoke_key
from brobygger.kernel.errors import DomainError, NotFound


@never_cache
@require_safe
def keys(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show an owner's keys, and how to get one more."""
    return _show(request, find_owner(kind=kind, key=key), NewKeyForm())


@reauthentication_required
@never_cache
@require_POST
def new_key(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Make a key and show it, this once; whoever asks has just shown again who they are."""
    actor, owner, form = actor_of(request), find_owner(kind=kind, key=key), NewKeyForm(request.POST)
    if not may_manage_keys(actor, owner):
        raise NotFound
    if not form.is_valid():
        return _show(request, owner, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = make_key(actor=actor, owner=owner, at=timezone.now(), **form.values())
    except NotFound:
        raise
    except DomainError as error:
        return _show(request, owner, NewKeyForm(), problem=gettext(error.message), status=error.status)
    return _show(request, owner, NewKeyForm(), made=made)


@require_POST
def close_key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Close a key; it opens nothing from this moment."""
    owner = owner_of(revoke_key(actor=actor_of(request), key_id=key_id, at=timezone.now()))
    return redirect("exchange:keys", owner.kind, owner.key)


def _show(
    request: HttpRequest,
    owner: Owner,
    form: NewKeyForm,
    *,
    made: NewKey | None = None,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    at = timezone.now()
    rows = [(row, row.is_usable(at)) for row in keys_of(actor=actor_of(request), owner=owner)]
    context = {"owner": owner, "form": form, "keys": rows, "made": made, "problem": problem}
    return render(request, "exchange/keys/keys.html", context, status=status)
