"""Acts that only those outside an organisation can do for it: showing it, and trusting it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations import policies
from brobygger.organisations.events import told
from brobygger.organisations.models import Organisation


@transaction.atomic
def approve_organisation(*, actor: Actor, organisation_id: UUID, at: datetime) -> None:
    """Show a new organisation to the public, which is done with its first approved offer; again does nothing.

    Raises ``NotFound`` and ``NotAllowed``.
    """
    organisation = _organisation(organisation_id)
    if organisation.is_approved:
        return
    if not policies.may_approve(actor, organisation_id=organisation.id):
        raise NotAllowed
    organisation.is_approved = True
    organisation.save(update_fields=["is_approved"])
    _write(actor, "approved", organisation, at=at, changes={"is_approved": [False, True]})
    told.tell([organisation.id], at=at)


@transaction.atomic
def set_trusted(*, actor: Actor, organisation_id: UUID, is_trusted: bool, at: datetime) -> None:
    """Say whether an organisation's small corrections are shown at once and looked at afterwards.

    Raises ``NotFound`` and ``NotAllowed``: nobody trusts their own.
    """
    organisation = _organisation(organisation_id)
    code = organisation.municipality_id
    if not policies.may_trust(actor, organisation_id=organisation.id, municipality_code=code):
        raise NotAllowed
    if organisation.is_trusted == is_trusted:
        return
    organisation.is_trusted = is_trusted
    organisation.save(update_fields=["is_trusted"])
    act = "trusted" if is_trusted else "no_longer_trusted"
    _write(actor, act, organisation, at=at, changes={"is_trusted": [not is_trusted, is_trusted]})


def _organisation(organisation_id: UUID) -> Organisation:
    organisation = Organisation.objects.with_id(organisation_id).select_for_update().first()
    if organisation is None:
        raise NotFound
    return organisation


def _write(actor: Actor, act: str, organisation: Organisation, *, at: datetime, changes: dict[str, object]) -> None:
    record(
        actor=actor,
        act=f"organisations.organisation.{act}",
        subject_kind="organisation",
        subject_id=organisation.id,
        at=at,
        changes=changes,
    )
