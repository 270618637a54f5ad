"""Everything the page of one offer shows, as one frozen value in the active language."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone

from brobygger.audit.models import Entry
from brobygger.directory.documents import is_unanswered, place_label
from brobygger.directory.markdown import to_html
from brobygger.directory.models import (
    Access,
    Accessibility,
    CommunityType,
    Delivery,
    Gender,
    Language,
    Location,
    Offer,
    PointPrecision,
    PriceKind,
    Role,
    Signup,
    Status,
)
from brobygger.directory.occurrences import is_always_open, occurrences
from brobygger.directory.rows import capacity_of, locations_of, schedules_of
from brobygger.directory.selectors.page_values import (
    Area,
    Choice,
    ConceptTag,
    ContactCard,
    Freshness,
    HistoryLine,
    OfferPage,
    OrganisationCard,
    PlaceCard,
)
from brobygger.directory.selectors.pictures import picture_cards
from brobygger.directory.selectors.room import capacity_now
from brobygger.directory.values import CriterionData, LinkData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.places.models import Municipality
from brobygger.taxonomy.models import Concept, Facet
from brobygger.taxonomy.selectors import concept_labels, needs_quick_exit
from brobygger.ui.languages import current_language

NEXT_SHOWN = 5


class OfferRemoved(DomainError):
    """Tilbuddet findes ikke længere."""

    code = "offer_removed"
    status = 410

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.name = offer.name
        self.organisation_key = offer.organisation.key
        self.organisation_name = offer.organisation.name
        self.concept_keys = tuple(sorted(concept.key for concept in offer.concepts.all()))
        self.need_keys = tuple(sorted(concept.key for concept in offer.concepts.all() if concept.facet == Facet.NEED))
        codes = sorted(row.code for row in offer.served_municipalities.all())
        self.municipality_code = codes[0] if codes else ""


#: Fields that the page shows as they are stored.
_AS_STORED = (
    "id", "key", "status", "name", "summary", "audience", "first_visit", "alert", "age_min", "age_max",
    "gender_reason", "needs_sobriety", "is_national", "signup_note", "price_note", "concessions", "schedule_note",
    "host_function", "accessibility_note", "practical_help", "is_companion_possible", "changed_at",
)  # fmt: skip


def get_offer(*, actor: Actor, key: str) -> Offer:
    """Return an offer the actor may see, with everything; raises ``NotFound`` and ``OfferRemoved``.

    A hidden offer and one that never was look the same to a visitor.
    """
    offer = Offer.objects.with_key(key).for_page().first()
    if offer is None:
        raise NotFound
    if offer.status == Status.REMOVED:
        raise OfferRemoved(offer)
    if offer.status != Status.PUBLISHED and not Offer.objects.visible_to(actor).with_key(key).exists():
        raise NotFound
    return offer


def get_offer_page(*, actor: Actor, key: str, at: datetime) -> OfferPage:
    """Return the page of an offer, as seen at a moment, in the active language; raises as ``get_offer``."""
    return page_of(get_offer(actor=actor, key=key), at=at)


def page_of(offer: Offer, *, at: datetime) -> OfferPage:
    """Return the page of an offer that somebody may see (fetched ``for_page``, or not a row: ``preview``)."""
    schedules = schedules_of(offer)
    concepts = offer.concepts.all()
    return OfferPage(
        **{name: getattr(offer, name) for name in _AS_STORED},
        description_html=to_html(offer.description),
        organisation=_organisation_card(offer),
        concepts=_concept_tags(concepts),
        needs_quick_exit=needs_quick_exit(keys=[concept.key for concept in concepts]),
        tags=tuple(offer.tags),
        gender=_choice(Gender, offer.gender),
        criteria=tuple(CriterionData(text=row.text, fits_when=row.fits_when) for row in offer.criteria.all()),
        municipalities=_areas(offer.served_municipalities.all()),
        regions=tuple(sorted(region.name for region in offer.served_regions.all())),
        roles=_choices(Role, offer.roles),
        delivery=_choices(Delivery, offer.delivery),
        signup=_choice(Signup, offer.signup),
        access=_choice(Access, offer.access),
        price=_choice(PriceKind, offer.price_kind),
        is_always_open=any(is_always_open(schedule) for schedule in schedules),
        has_schedule=bool(schedules),
        schedules=schedules,
        next_times=occurrences(schedules, after=at, limit=NEXT_SHOWN),
        contacts=_contact_cards(offer),
        languages=_choices(Language, offer.languages),
        accessibility=_choices(Accessibility, offer.accessibility),
        community_type=_choice(CommunityType, offer.community_type),
        places=tuple(_place_card(place) for place in locations_of(offer)),
        links=tuple(LinkData(label=row.label, url=row.url) for row in offer.links.all()),
        pictures=picture_cards(offer.pictures.all()),
        capacity=capacity_now(capacity_of(offer), at=at),
        freshness=_freshness(offer, at=at),
    )


def history(*, offer_id: UUID) -> tuple[HistoryLine, ...]:
    """Return what was done to an offer, newest first, with the names of the fields that changed."""
    entries = Entry.objects.about(subject_kind="offer", subject_id=offer_id).newest_first()
    return tuple(
        HistoryLine(at=entry.at, act=entry.act, actor_kind=entry.actor_kind, fields=tuple(entry.changes))
        for entry in entries
    )


def _choice(choices: type[TextChoices], key: str) -> Choice:
    """Return one word with its label; what is not known has none."""
    return Choice(key=key, label="" if key == "unknown" else str(choices(key).label))


def _choices(choices: type[TextChoices], keys: Iterable[str]) -> tuple[Choice, ...]:
    """Return several words with their labels."""
    return tuple(_choice(choices, key) for key in keys)


def _organisation_card(offer: Offer) -> OrganisationCard:
    """Return who offers it."""
    row = offer.organisation
    return OrganisationCard(
        id=row.id,
        key=row.key,
        name=row.name,
        kind_label=str(row.get_kind_display()),
        website=row.website,
        email=row.email,
        phone=row.phone,
    )


def _concept_tags(concepts: Iterable[Concept]) -> tuple[ConceptTag, ...]:
    """Return the concepts with their names in the active language, in the editors' order."""
    rows = sorted(concepts, key=lambda concept: concept.position)
    labels = concept_labels(keys=[row.key for row in rows], language=current_language())
    return tuple(ConceptTag(key=row.key, facet=row.facet, label=labels[row.key]) for row in rows)


def _areas(rows: Iterable[Municipality]) -> tuple[Area, ...]:
    """Return the municipalities by name."""
    return tuple(Area(code=row.code, name=row.name, slug=row.slug) for row in sorted(rows, key=lambda row: row.slug))


def _contact_cards(offer: Offer) -> tuple[ContactCard, ...]:
    """Return whom to reach, in the order given."""
    return tuple(
        ContactCard(
            function=row.function, person_name=row.person_name, phone=row.phone, email=row.email, hours=row.hours
        )
        for row in sorted(offer.contacts.all(), key=lambda row: row.position)
    )


def _place_card(place: Location) -> PlaceCard:
    """Return a place, with what its point stands for."""
    return PlaceCard(
        kind=place.kind,
        name=place.name,
        address=place.address,
        label=place_label(place),
        postcode=place.postcode_id or "",
        municipality_code=place.municipality_id or "",
        municipality_name=place.municipality.name if place.municipality else "",
        lat=place.lat,
        lon=place.lon,
        precision=place.point_precision,
        precision_label=str(PointPrecision(place.point_precision).label) if place.point_precision else "",
        url=place.url,
        directions=place.directions,
        accessibility_note=place.accessibility_note,
    )


def _freshness(offer: Offer, *, at: datetime) -> Freshness:
    """Return how sure we are on a day."""
    today = timezone.localdate(at)
    return Freshness(
        assured_on=offer.assured_on,
        days_ago=(today - offer.assured_on).days if offer.assured_on else None,
        is_due=offer.next_check_on is None or offer.next_check_on <= today,
        is_unanswered=is_unanswered(offer),
        source_url=offer.source_url,
        source_year=offer.source_year,
    )
