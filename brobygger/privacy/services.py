"""Forgetting what may be forgotten."""

from datetime import datetime

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.privacy.declarations import Declaration, declarations


def erase_expired(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Delete every row whose declared time is over; return how many, by model label.

    One transaction and one audit line for each model. Rows without an end (``keep_for`` None) are left alone.
    """
    return {
        declaration.model._meta.label_lower: _erase(declaration, actor=actor, at=at)
        for declaration in declarations()
        if declaration.keep_for is not None
    }


@transaction.atomic
def _erase(declaration: Declaration, *, actor: Actor, at: datetime) -> int:
    assert declaration.keep_for is not None
    label = declaration.model._meta.label_lower
    expired = declaration.model._default_manager.filter(**{f"{declaration.since}__lt": at - declaration.keep_for})
    _, by_model = expired.delete()
    erased = by_model.get(declaration.model._meta.label, 0)
    if erased:
        record(
            actor=actor, act="privacy.rows.erased", subject_kind=label, subject_id="-", at=at, changes={"rows": erased}
        )
    return erased
