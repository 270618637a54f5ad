"""Confirming: somebody looked, and it was still right."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.curation import policies
from brobygger.curation.models import Assurance
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, NotAllowed
from brobygger.privacy.cpr import forbid_cpr

#: Half a year: voluntary offers change with the season, and asking more often tires those who answer.
CHECK_AGAIN_AFTER = timedelta(days=182)


@transaction.atomic
def assure(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    by_label: str,
    at: datetime,
    check_again_after: timedelta = CHECK_AGAIN_AFTER,
) -> Assurance:
    """Keep that somebody looked and it was still right; the answer says when to look again.

    The caller has asked its own policy which row. ``by_label`` is a function ("foreningen selv"), not a name.
    """
    if not policies.may_assure(actor):
        raise NotAllowed
    if not by_label.strip():
        raise BadData("Skriv, hvem der bekræfter.")
    forbid_cpr(by_label)
    assurance = Assurance.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        assured_at=at,
        next_check_on=timezone.localdate(at + check_again_after),
        by_kind=actor.kind,
        by_id=str(actor.id or ""),
        by_label=by_label.strip()[:120],
    )
    record(
        actor=actor,
        act=f"curation.{subject_kind}.assured",
        subject_kind=subject_kind,
        subject_id=subject_id,
        at=at,
        changes={"next_check_on": assurance.next_check_on},
    )
    return assurance
