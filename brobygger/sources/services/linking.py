"""Acts: when somebody has said yes to something new from a source, it is the source's offer from then on."""

from datetime import datetime

from django.db import transaction

from brobygger.directory.models import Draft, DraftStatus
from brobygger.kernel.actors import Actor
from brobygger.opendata.models import Kind
from brobygger.opendata.services.many_origins import Told
from brobygger.sources.models import Outcome, Source, Thing
from brobygger.sources.policies import machine_of
from brobygger.sources.services.origins import Gathered


@transaction.atomic
def link_reviewed(*, actor: Actor, source: Source, at: datetime) -> int:
    """Tie the offers that drafts of a source have become to what they came from; return how many."""
    things = list(Thing.objects.of_source(source.id).waiting_for_review())
    drafts = Draft.objects.in_bulk([thing.draft_id for thing in things]).values()
    offers = {draft.id: draft.offer_id for draft in drafts if draft.status == DraftStatus.LIVE}
    ready = [thing for thing in things if thing.draft_id in offers]
    gathered = Gathered(source=source)
    for thing in ready:
        offer_id = offers[thing.draft_id] if thing.draft_id else None
        thing.offer_id = offer_id
        thing.save(update_fields=["offer"])
        said = Outcome.objects.said_of(source.id, thing.foreign_id)
        if said is not None and offer_id is not None:
            told = Told(subject_id=offer_id, thing_id=thing.thing_id, foreign_id=thing.foreign_id, raw=said)
            gathered.add(Kind.SERVICE, told)
    gathered.hand_on(actor=machine_of(source), at=at)
    return len(ready)
