"""Reads of drafts: one for its writers, those of an organisation, what one says, and how it would look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.directory import policies
from brobygger.directory.editing.filling import typed_from
from brobygger.directory.editing.merging import Difference, merge
from brobygger.directory.editing.reading import Country, Point, Reading, postcode_in, read_typed
from brobygger.directory.editing.steps import Typed, rows_of, value_of
from brobygger.directory.models import Draft, Offer
from brobygger.directory.models.drafts import DraftStatus
from brobygger.directory.rows import data_of
from brobygger.directory.values import OfferData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.selectors import find_organisations
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.places.names import slugify
from brobygger.taxonomy.selectors import concepts_by_key

#: What a new offer is called in its address until it has one of its own.
UNNAMED = "nyt-tilbud"
#: So many organisations are looked through for those the actor may write for.
MOST_FOUND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft as one line in a list."""

    id: UUID
    name: str
    status: str
    status_label: str
    saved_at: datetime
    offer_key: str


def get_draft(*, actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft the actor may write in; raises ``NotFound``."""
    draft = Draft.objects.visible_to(actor).with_id(draft_id).select_related("organisation", "offer").first()
    if draft is None:
        raise NotFound
    return draft


def draft_of_offer(*, actor: Actor, offer_id: UUID) -> Draft | None:
    """Return the change of an offer that is under way and that the actor may write in, if there is one."""
    return Draft.objects.visible_to(actor).of_offer(offer_id).under_way().first()


def typed_now(*, actor: Actor, offer_id: UUID) -> Typed:
    """Return what an offer says now, as it would be typed. Raises ``NotFound``."""
    offer = Offer.objects.within_reach(actor, Permission.OFFER_EDIT).with_id(offer_id).for_page().first()
    if offer is None:
        raise NotFound
    return typed_of(offer)


def drafts_under_way(*, actor: Actor, organisation_id: UUID | None = None) -> tuple[DraftLine, ...]:
    """Return the drafts that are not done with and that the actor may write in, the one written in last first."""
    rows = Draft.objects.visible_to(actor).under_way().select_related("offer")
    if organisation_id is not None:
        rows = rows.of_organisation(organisation_id)
    return tuple(
        DraftLine(
            id=draft.id,
            name=draft.name,
            status=draft.status,
            status_label=str(DraftStatus(draft.status).label),
            saved_at=draft.saved_at,
            offer_key=draft.offer.key if draft.offer else "",
        )
        for draft in rows.newest_first()
    )


def kept_aside(draft: Draft, *, word: str, step: str = "") -> dict[str, Any] | None:
    """Return the version kept aside under a word (on one step, when it is named), or None when it is no more."""
    found = (item for item in draft.set_aside if item["word"] == word and step in {"", item["step"]})
    return next(found, None)


def waiting_aside(draft: Draft, *, actor: Actor) -> tuple[str, ...]:
    """Return the words of what the actor, or somebody signed out, typed and that still differs from the draft."""
    own = (item for item in draft.set_aside if item["by"] in {"", str(actor.id)})
    return tuple(item["word"] for item in own if differences_aside(draft, kept=item))


def differences_aside(draft: Draft, *, kept: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return where a version kept aside and the draft say different things that both changed."""
    values = kept["values"]
    return merge(before=kept["before"], mine=values, theirs=draft.data, fields=values).differences


def organisations_to_write_for(*, actor: Actor, text: str = "") -> tuple[Organisation, ...]:
    """Return the actor's own organisations; whoever writes for a municipality's finds them by name."""
    own = Organisation.objects.filter(id__in=actor.organisation_ids).alphabetical()
    found = [line.id for line in find_organisations(text=text, limit=MOST_FOUND)] if text else []
    others = Organisation.objects.filter(id__in=found).exclude(id__in=actor.organisation_ids).alphabetical()
    within = (
        row
        for row in others
        if policies.may_write_for(actor, organisation_id=row.id, municipality_code=row.municipality_id)
    )
    return (*own, *within)


def offer_before(draft: Draft) -> OfferData:
    """Return what the register says of a draft's offer now; for a new one, an offer about which nothing is said."""
    if draft.offer_id is None:
        return OfferData(key=_key_of(draft), organisation_id=draft.organisation_id, name="", summary="")
    return data_of(Offer.objects.for_page().get(id=draft.offer_id))


def read_draft(draft: Draft, *, at: datetime, typed: Typed | None = None) -> Reading:
    """Return the offer a draft says, on top of what the register says now; ``typed`` stands in for what it holds."""
    said = draft.data if typed is None else typed
    return read_typed(said, before=offer_before(draft), country=country_for(said), at=at)


def typed_of(offer: Offer) -> Typed:
    """Return an offer (fetched ``for_page``) as it would be typed."""
    return typed_from(
        data_of(offer),
        facets={key: concept.facet for key, concept in concepts_by_key().items()},
        municipalities={row.code: row.name for row in offer.served_municipalities.all()},
        regions={row.code: row.name for row in offer.served_regions.all()},
        pictures=tuple(str(picture.id) for picture in offer.pictures.all()),
    )


def country_for(typed: Typed) -> Country:
    """Return what reading a draft needs to know of the country, in three small queries."""
    codes = {postcode_in(value_of(row, "postcode")) for row in rows_of(typed, "places")}
    municipalities = Municipality.objects.all()
    return Country(
        postcodes={
            row.code: Point(municipality_id=row.municipality_id, lat=row.lat, lon=row.lon)
            for row in Postcode.objects.in_bulk(codes).values()
        },
        municipalities={row.code: Point(municipality_id=row.code, lat=row.lat, lon=row.lon) for row in municipalities},
        municipality_names={row.slug: row.code for row in municipalities},
        regions={slugify(row.name.removeprefix("Region ")): row.code for row in Region.objects.all()},
    )


def _key_of(draft: Draft) -> str:
    """Return the key a new offer would have by its name alone."""
    return slugify(draft.name) or UNNAMED
