"""Acts: beginning a draft, of something new, of an offer that is to change, or of last season's once more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory import policies
from brobygger.directory.editing.steps import Typed
from brobygger.directory.models import Draft, Offer
from brobygger.directory.selectors.drafts import typed_of
from brobygger.directory.services.offers import get_editable
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations.models import Organisation

#: What is about one season and is never true of the next.
_OF_ONE_SEASON: Typed = {"pauses": [], "alert": "", "pictures": []}


@transaction.atomic
def start_draft(
    *, actor: Actor, at: datetime, organisation_id: UUID | None = None, offer_id: UUID | None = None
) -> Draft:
    """Return a draft to write in: of something new, or of an offer (the one under way, if there is one).

    Raises ``NotFound``.
    """
    if offer_id is None:
        organisation = _organisation(actor, organisation_id)
        words = _first_words(organisation)
        begun = Draft.objects.of_organisation(organisation.id).untouched_by(actor.id)
        # Two taps on the button, or another try tomorrow, are one draft.
        return next((draft for draft in begun if draft.data == words), None) or _begin(
            actor, organisation, data=words, at=at
        )
    offer = _offer(actor, offer_id)
    under_way = Draft.objects.of_offer(offer.id).under_way().first()
    if under_way is not None:
        return under_way
    return _begin(actor, offer.organisation, data=typed_of(offer), at=at, offer=offer)


@transaction.atomic
def copy_offer(*, actor: Actor, offer_id: UUID, at: datetime) -> Draft:
    """Return a draft of a new offer that says what an old one says, less what was about its season.

    Raises ``NotFound``.
    """
    offer = _offer(actor, offer_id)
    times = [{**row, "first": "", "last": ""} for row in typed_of(offer)["times"]]
    return _begin(actor, offer.organisation, data=typed_of(offer) | _OF_ONE_SEASON | {"times": times}, at=at)


def _organisation(actor: Actor, organisation_id: UUID | None) -> Organisation:
    """Return an organisation the actor writes for; to others it looks as if it were not there."""
    rows = Organisation.objects.select_related("municipality")
    organisation = rows.with_id(organisation_id).first() if organisation_id else None
    if organisation is None:
        raise NotFound
    if not policies.may_write_for(
        actor, organisation_id=organisation.id, municipality_code=organisation.municipality_id
    ):
        raise NotFound
    return organisation


def _offer(actor: Actor, offer_id: UUID) -> Offer:
    """Return an offer the actor writes about; others' look as if they were not there."""
    try:
        return get_editable(actor=actor, offer_id=offer_id)
    except NotAllowed as error:
        raise NotFound from error


def _first_words(organisation: Organisation) -> Typed:
    """Return what we can fill in before anybody has typed anything: where the organisation has its home."""
    home = organisation.municipality
    return {"reach": "kommuner", "municipalities": home.name} if home else {}


def _begin(actor: Actor, organisation: Organisation, *, data: Typed, at: datetime, offer: Offer | None = None) -> Draft:
    """Write the row and a line in the book."""
    draft = Draft.objects.create(
        organisation=organisation,
        offer=offer,
        data=data,
        base=data if offer else {},
        based_on_changed_at=offer.changed_at if offer else None,
        author_id=actor.id,
        editor_id=actor.id,
        started_at=at,
        saved_at=at,
    )
    record(actor=actor, act="directory.draft.started", subject_kind="draft", subject_id=draft.id, at=at)
    return draft
