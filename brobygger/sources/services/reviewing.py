"""Something new that is looked at before it is shown: a draft that waits in the same queue as everybody's."""

from datetime import datetime
from uuid import UUID

from brobygger.directory.editing.filling import typed_from
from brobygger.directory.models import Draft, DraftStatus
from brobygger.directory.services.drafts import fill_draft, start_draft, submit_draft, take_back_draft
from brobygger.directory.services.drafts.applying import DraftNotWhole
from brobygger.directory.values import OfferData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.places.models import Municipality, Region
from brobygger.taxonomy.selectors import concepts_by_key


def send_to_review(
    *, actor: Actor, data: OfferData, organisation_id: UUID, draft_id: UUID | None, at: datetime
) -> UUID:
    """Write something in a draft of the source's own, and send it to be looked at; return the draft.

    One that is decided against, or somebody has taken over, is left as it is. Raises ``BadData`` with the first thing
    a reviewer would miss.
    """
    draft = Draft.objects.with_id(draft_id).first() if draft_id else None
    if draft is not None and draft.status != DraftStatus.SUBMITTED:
        return draft.id
    if draft is None:
        draft = start_draft(actor=actor, organisation_id=organisation_id, at=at)
    else:
        take_back_draft(actor=actor, draft_id=draft.id, at=at)
    typed = typed_from(
        data,
        facets={key: concept.facet for key, concept in concepts_by_key().items()},
        municipalities=dict(Municipality.objects.values_list("code", "name")),
        regions=dict(Region.objects.values_list("code", "name")),
    )
    try:
        fill_draft(actor=actor, draft_id=draft.id, values=typed, at=at)
        submit_draft(actor=actor, draft_id=draft.id, at=at)
    except DraftNotWhole as error:
        raise BadData(str(error.problems[0].message)) from error
    return draft.id
