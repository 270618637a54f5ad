"""Offers as HSDS ``service``, with everything that belongs to them inside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from brobygger.audit.models import Entry
from brobygger.directory.models import Access, CapacityStatus, CommunityType, Gender, Language, Offer, PriceKind, Signup
from brobygger.directory.rows import capacity_of
from brobygger.opendata.mapping.costs import cost_options_of, fees_of
from brobygger.opendata.mapping.history import metadata_of
from brobygger.opendata.mapping.organizations import organization_of
from brobygger.opendata.mapping.parts import Thing, moment, page, part_id, web_address, without_empty
from brobygger.opendata.mapping.places import location_of, service_areas_of
from brobygger.opendata.mapping.terms import term_of
from brobygger.opendata.mapping.times import schedule_of
from brobygger.taxonomy.models import Concept

#: What the number of free places counts: the register knows whether there is room, not how much.
_UNIT = {
    "id": part_id("unit", "room"),
    "name": "plads (1: der er plads til mindst én, 0: der er ikke plads nu)",
}
_HAS_ROOM = frozenset({CapacityStatus.FREE, CapacityStatus.FEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a service says that is not the offer's own rows.

    ``delivery`` are the concepts of ways to meet, by key; ``terms`` concepts as they are published, by id, as far as
    they are known already; ``entries`` the book of acts about the offer, newest first; ``thing_id`` is the id a source
    gave; ``organization`` the organisation in the standard's words, when it is known already.
    """

    delivery: Mapping[str, Concept] = field(default_factory=dict)
    terms: Mapping[UUID, Thing] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    thing_id: UUID | None = None
    organization: Thing | None = None


NOTHING = Beside()


def service_of(offer: Offer, *, at: datetime, beside: Beside = NOTHING) -> Thing:
    """Return an offer (fetched ``for_page`` with ``concepts__broader`` and regions) as a HSDS ``service``.

    Without ``last_modified``, which is known when it is seen what changed. ``at`` decides whether an answer about room
    still counts.
    """
    with translation.override("da"):
        return without_empty(
            id=str(beside.thing_id or offer.id),
            **_own_words(offer, at=at),
            phones=_phones(offer),
            schedules=[schedule_of(row) for row in _in_position(offer.schedules.all()) if row.location_id is None],
            service_areas=list(service_areas_of(offer)),
            service_at_locations=list(_at_locations(offer)),
            languages=_languages(offer),
            organization=beside.organization or organization_of(offer.organisation),
            cost_options=cost_options_of(offer),
            contacts=list(_contacts(offer)),
            capacities=_capacities(offer, at=at),
            attributes=list(_attributes(offer, beside)),
            metadata=metadata_of(beside.entries, resource_id=str(beside.thing_id or offer.id)),
            **_profile(offer, at=at),
        )


def _own_words(offer: Offer, *, at: datetime) -> Thing:
    """Return what the standard has one field for."""
    emails = [contact.email for contact in _in_position(offer.contacts.all()) if contact.email]
    return {
        "name": offer.name,
        "description": "\n\n".join(text for text in (offer.summary, offer.description.strip()) if text),
        "url": page("web:offer", offer.key),
        "additional_urls": _links(offer),
        "email": next(iter(emails), ""),
        "status": "temporarily closed" if _room(offer, at=at) == CapacityStatus.PAUSED else "active",
        "application_process": " ".join(_how_to_come(offer)),
        "fees_description": fees_of(offer),
        "eligibility_description": " ".join(_who_it_is_for(offer)),
        "minimum_age": offer.age_min,
        "maximum_age": offer.age_max,
        "assured_date": offer.assured_on.isoformat() if offer.assured_on else None,
        "alert": offer.alert,
    }


def _profile(offer: Offer, *, at: datetime) -> Thing:
    """Return what our profile adds to the standard."""
    return {
        "dk_key": offer.key,
        "dk_summary": offer.summary,
        "dk_first_visit": offer.first_visit,
        "dk_gender_limit": "" if offer.gender == Gender.ANY else offer.gender,
        "dk_gender_reason": offer.gender_reason,
        "dk_needs_sobriety": offer.needs_sobriety,
        "dk_is_national": offer.is_national,
        "dk_roles": list(offer.roles),
        "dk_delivery": list(offer.delivery),
        "dk_signup": "" if offer.signup == Signup.UNKNOWN else offer.signup,
        "dk_signup_note": offer.signup_note,
        "dk_access": "" if offer.access == Access.UNKNOWN else offer.access,
        "dk_price_kind": "" if offer.price_kind == PriceKind.UNKNOWN else offer.price_kind,
        "dk_concessions": offer.concessions,
        "dk_schedule_note": offer.schedule_note,
        "dk_host_function": offer.host_function,
        "dk_accessibility": list(offer.accessibility),
        "dk_accessibility_note": offer.accessibility_note,
        "dk_community_type": "" if offer.community_type == CommunityType.UNKNOWN else offer.community_type,
        "dk_practical_help": offer.practical_help,
        "dk_companion_possible": offer.is_companion_possible,
        "dk_criteria": [
            {"text": row.text, "fits_when": row.fits_when} for row in _in_position(offer.criteria.all())
        ],
        "dk_tags": list(offer.tags),
        "dk_room": _room(offer, at=at),
        "dk_source_year": offer.source_year,
    }  # fmt: skip


def _how_to_come(offer: Offer) -> Iterator[str]:
    """Yield what it takes to come the first time."""
    if offer.access == Access.REFERRAL:
        yield "Kræver henvisning."
    if offer.access == Access.OPEN:
        yield "Du kan komme uden henvisning."
    if offer.signup != Signup.UNKNOWN:
        yield f"{str(offer.get_signup_display()).capitalize()}."
    if offer.signup_note:
        yield offer.signup_note
    if offer.first_visit:
        yield offer.first_visit


def _who_it_is_for(offer: Offer) -> Iterator[str]:
    """Yield every limit in words, so that nobody is thought to fit who does not."""
    if offer.audience:
        yield offer.audience.strip()
    if offer.gender != Gender.ANY:
        yield f"{str(offer.get_gender_display()).capitalize()}: {offer.gender_reason}"
    if offer.needs_sobriety:
        yield "Man skal være ædru og clean, når man kommer."
    for row in _in_position(offer.criteria.all()):
        yield f"{row.text} {'Ja' if row.fits_when else 'Nej'}, så passer tilbuddet."


def _links(offer: Offer) -> list[Thing]:
    """Return links, and the page the register has it from."""
    rows = [(str(row.id), row.label, web_address(row.url)) for row in _in_position(offer.links.all())]
    known = {url for _, _, url in rows}
    source = web_address(offer.source_url)
    if source and source not in known:
        rows.append((part_id(offer.id, "source_url"), "Kilde", source))
    return [without_empty(id=key, label=label, url=url) for key, label, url in rows if url]


def _contacts(offer: Offer) -> Iterator[Thing]:
    """Yield who to reach, by function: a consent to be named here cannot be called back from copies."""
    for row in _in_position(offer.contacts.all()):
        phone = [_phone(row)] if row.phone else []
        yield without_empty(id=str(row.id), title=row.function, email=row.email, phones=phone)


def _phones(offer: Offer) -> list[Thing]:
    return [_phone(row) for row in _in_position(offer.contacts.all()) if row.phone]


def _phone(contact: Any) -> Thing:
    said = ", ".join(part for part in (contact.function, contact.hours) if part)
    return without_empty(id=part_id(contact.id, "phone"), number=contact.phone, type="voice", description=said)


def _at_locations(offer: Offer) -> Iterator[Thing]:
    """Yield the offer at each of its places, with the times that hold there."""
    schedules = _in_position(offer.schedules.all())
    for row in _in_position(offer.at_locations.all()):
        yield without_empty(
            id=str(row.id),
            schedules=[schedule_of(time) for time in schedules if time.location_id == row.location_id],
            location=location_of(row.location, offer=offer),
        )


def _languages(offer: Offer) -> list[Thing]:
    names = {language.value: language for language in Language}
    return [
        without_empty(
            id=part_id(offer.id, "language", code),
            name=str(names[code].label if code in names else code).capitalize(),
            code=code,
        )
        for code in dict.fromkeys(offer.languages)
    ]


def _room(offer: Offer, *, at: datetime) -> str:
    """Return whether there is room, while the answer counts."""
    row = capacity_of(offer)
    return "" if row is None or row.expires_at <= at else row.status


def _capacities(offer: Offer, *, at: datetime) -> list[Thing]:
    row = capacity_of(offer)
    if row is None or not _room(offer, at=at):
        return []
    said = str(row.get_status_display()).capitalize()
    if row.wait_weeks:
        said = f"{said}, {row.wait_weeks} {'uge' if row.wait_weeks == 1 else 'uger'}"
    return [
        {
            "id": str(row.id),
            "unit": dict(_UNIT),
            "available": 1 if row.status in _HAS_ROOM else 0,
            "description": f"{said}.",
            "updated": moment(row.set_at),
            **({"dk_wait_weeks": row.wait_weeks} if row.wait_weeks is not None else {}),
        }
    ]


def _attributes(offer: Offer, beside: Beside) -> Iterator[Thing]:
    """Yield the concepts an offer carries, in the editors' order, with the ways to meet."""
    concepts = {concept.id: concept for concept in offer.concepts.all()}
    concepts |= {concept.id: concept for key in offer.delivery if (concept := beside.delivery.get(key))}
    for concept in sorted(concepts.values(), key=lambda each: (each.facet, each.position)):
        yield without_empty(
            id=part_id(offer.id, "concept", concept.id),
            link_type=concept.facet,
            link_entity="service",
            taxonomy_term=beside.terms.get(concept.id) or term_of(concept),
        )


def _in_position(rows: Any) -> list[Any]:
    """Return prefetched rows in the order they were given."""
    return sorted(rows, key=lambda row: row.position)
