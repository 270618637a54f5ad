"""Acts on accounts."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor


@transaction.atomic
def ensure_account(
    *,
    actor: Actor,
    email: str,
    password: str,
    role: Role,
    at: datetime,
    municipality_codes: Iterable[str] = (),
    name: str = "",
) -> User:
    """Return the account with this e-mail, made now when there is none. An existing account is left as it is."""
    existing = User.objects.filter(email__iexact=email).first()
    if existing is not None:
        return existing
    user = User.objects.create_user(
        email,
        password,
        name=name,
        role=role,
        municipality_codes=sorted(municipality_codes),
        is_staff=role == Role.NATIONAL_ADMINISTRATOR,
        is_superuser=role == Role.NATIONAL_ADMINISTRATOR,
    )
    record(
        actor=actor,
        act="accounts.user.created",
        subject_kind="user",
        subject_id=user.id,
        at=at,
        changes={"role": [None, role]},
    )
    return user


def note_sign_in(*, actor: Actor, at: datetime) -> None:
    """Write in the book that somebody signed in; from where is nobody's business."""
    record(actor=actor, act="accounts.user.signed_in", subject_kind="user", subject_id=actor.id, at=at)
