"""Writing a draft and sending it in, as a test needs it done."""

from datetime import datetime
from typing import Any

from brobygger.curation.tests.factories import writer
from brobygger.directory.models import Draft, Offer
from brobygger.directory.services.drafts import save_draft, start_draft, submit_draft
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Organisation


def send_in(
    organisation: Organisation,
    typed: dict[str, Any],
    *,
    at: datetime,
    offer: Offer | None = None,
    by: Actor | None = None,
) -> Draft:
    """Write a draft and send it in."""
    actor = by or writer(organisation.id)
    draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id if offer else None, at=at)
    for step, names in (("hvad", ("name", "summary")), ("hvor", ("reach", "municipalities"))):
        values = {name: typed[name] for name in names if name in typed}
        draft = save_draft(
            actor=actor, draft_id=draft.id, step=step, values=values, revision=draft.revision, at=at
        ).draft
    return submit_draft(actor=actor, draft_id=draft.id, at=at)
