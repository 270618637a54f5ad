"""Reads: everything an organisation or a municipality owns, a few offers in memory at a time.

What is read is what the actor's ``OFFERS_EXPORT`` reaches of the owner's, so no address takes out somebody else's.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.curation.models import Review
from brobygger.curation.selectors import decisions_of
from brobygger.directory.editing.filling import typed_from
from brobygger.directory.models import DailyCount, Draft, Offer
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.directory.rows import data_of
from brobygger.exchange.as_json import offer_as_json
from brobygger.exchange.columns import COLUMNS, Words, cells_of
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_export
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.selectors import members_of
from brobygger.places.models import Municipality, Region
from brobygger.taxonomy.selectors import all_concepts

_AT_A_TIME = 200
Row = list[str]
HEADER: Row = [column.label for column in COLUMNS]


def offers_to_export(*, actor: Actor, owner: Owner) -> OfferQuerySet:
    """Return an owner's offers, taken-down ones too, by name; raises ``NotFound`` for those who may not have them."""
    if not may_export(actor, owner):
        raise NotFound
    rows = Offer.objects.within_reach(actor, Permission.OFFERS_EXPORT)
    rows = rows.of_organisation(owner.organisation_id) if owner.organisation else rows.local_to((owner.code,))
    return rows.alphabetical()


def offer_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield the cells of each offer that is not taken down, as ``HEADER`` names them; not yet harmless.

    These are what an import understands: the same rows in again change nothing.
    """
    rows = offers_to_export(actor=actor, owner=owner).not_removed().for_page()
    words = Words.of(all_concepts())
    facets = {concept.key: concept.facet for concept in all_concepts()}
    municipalities = dict(Municipality.objects.values_list("code", "name"))
    regions = dict(Region.objects.values_list("code", "name"))
    for offer in rows.iterator(chunk_size=_AT_A_TIME):
        typed = typed_from(data_of(offer), facets=facets, municipalities=municipalities, regions=regions)
        yield cells_of(key=offer.key, organisation=offer.organisation.name, typed=typed, words=words)


def offer_objects(*, actor: Actor, owner: Owner) -> Iterator[dict[str, Any]]:
    """Yield everything each offer says, taken-down ones too. Names of persons go to the organisation they are in."""
    rows = offers_to_export(actor=actor, owner=owner).for_page()
    for offer in rows.iterator(chunk_size=_AT_A_TIME):
        yield offer_as_json(offer, with_persons=owner.organisation is not None)


def offer_objects_page(*, actor: Actor, owner: Owner, after: str, most: int) -> list[dict[str, Any]]:
    """Return some offers as ``offer_objects`` has them: by their keys, those after one."""
    rows = offers_to_export(actor=actor, owner=owner).for_page().filter(key__gt=after).order_by("key")[:most]
    return [offer_as_json(offer, with_persons=owner.organisation is not None) for offer in rows]


def offer_to_export(*, actor: Actor, owner: Owner, key: str) -> UUID:
    """Return the id of one of an owner's offers; raises ``NotFound``."""
    offer = offers_to_export(actor=actor, owner=owner).with_key(key).first()
    if offer is None:
        raise NotFound
    return offer.id


def place_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield each place of each offer."""
    yield ["Tilbud", "Nr.", "Slags", "Navn", "Adresse", "Postnummer", "Kommune", "Internetadresse", "Vejvisning"]
    for offer in offer_objects(actor=actor, owner=owner):
        for number, place in enumerate(offer["locations"], start=1):
            names = ("kind", "name", "address", "postcode_id", "municipality_id", "url", "directions")
            yield [offer["key"], str(number), *(str(place[name] or "") for name in names)]


def time_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield each time of each offer, repeated as RFC 5545 says it."""
    yield ["Tilbud", "Første dag", "Begynder", "Minutter", "Gentages", "Sidste dag", "Med ord"]
    for offer in offer_objects(actor=actor, owner=owner):
        for time in offer["schedules"]:
            names = ("starts_on", "starts_at", "minutes", "rrule", "ends_on", "note")
            yield [offer["key"], *("" if time[name] is None else str(time[name]) for name in names)]


def contact_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield each contact of each offer; a person's name only in the organisation's own file."""
    yield ["Tilbud", "Funktion", "Navn", "Telefon", "Mail", "Træffetid"]
    for offer in offer_objects(actor=actor, owner=owner):
        for contact in offer["contacts"]:
            names = ("function", "person_name", "phone", "email", "hours")
            yield [offer["key"], *(contact.get(name, "") for name in names)]


def review_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield each review and decision of what an organisation sent in, or of what a municipality decides."""
    yield ["Handler om", "Hvor", "Åbnet", "Stilling", "Afgjort", "Afgørelse", "Begrundelse"]
    rows = Review.objects.visible_to(actor).select_related("municipality").newest_first()
    rows = rows.of_organisation(owner.organisation.id) if owner.organisation else rows.of_municipality(owner.code)
    for review in rows.iterator(chunk_size=_AT_A_TIME):
        opened = [review.subject_label, str(review.municipality or "hele landet"), review.opened_at.isoformat()]
        opened.append(str(review.get_status_display()))
        for decision in decisions_of(review=review):
            yield [*opened, decision.decided_at.isoformat(), str(decision.get_outcome_display()), decision.text]
        if review.is_undecided:
            yield [*opened, "", "", ""]


def history_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield what the book says was done to each offer: what, when, which fields, and by what kind of somebody."""
    yield ["Tilbud", "Hvornår", "Hvad", "Hvem", "Felter"]
    keys = dict(offers_to_export(actor=actor, owner=owner).values_list("id", "key"))
    for chunk in _chunks(list(keys)):
        ids = {str(offer_id): keys[offer_id] for offer_id in chunk}
        for entry in Entry.objects.of_kind("offer").about_any(ids).in_order():
            fields = ", ".join(entry.changes)
            yield [ids[entry.subject_id], entry.at.isoformat(), entry.act, entry.actor_kind, fields]


def count_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield how often each offer was seen, day by day."""
    yield ["Tilbud", "Dag", "Vist på en liste", "Åbnet"]
    keys = dict(offers_to_export(actor=actor, owner=owner).values_list("id", "key"))
    for chunk in _chunks(list(keys)):
        for row in DailyCount.objects.of_offers(chunk).order_by("on"):
            yield [keys[row.offer_id], row.on.isoformat(), str(row.shown), str(row.opened)]


def member_rows(*, actor: Actor, owner: Owner) -> Iterator[Row]:
    """Yield who writes for an organisation, to those who may know; nobody for a municipality."""
    yield ["Navn", "Mail", "Må", "Siden"]
    if owner.organisation is None:
        return
    for member in members_of(actor=actor, organisation_id=owner.organisation.id):
        yield [member.name, member.email, str(member.role_label), member.since.date().isoformat()]


def draft_objects(*, actor: Actor, owner: Owner) -> Iterator[dict[str, Any]]:
    """Yield an organisation's drafts that are not done with, as they were typed, to those who write them."""
    if owner.organisation is None:
        return
    rows = Draft.objects.visible_to(actor).of_organisation(owner.organisation.id).under_way().newest_first()
    for draft in rows.select_related("offer").iterator(chunk_size=_AT_A_TIME):
        offer_key = draft.offer.key if draft.offer else ""
        yield {"offer": offer_key, "status": draft.status, "saved_at": draft.saved_at, "data": draft.data}


def _chunks(ids: list[Any]) -> Iterator[list[Any]]:
    """Yield ids a few at a time: a database takes only so many in one question."""
    for start in range(0, len(ids), _AT_A_TIME):
        yield ids[start : start + _AT_A_TIME]
