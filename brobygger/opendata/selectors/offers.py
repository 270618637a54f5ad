"""Reads: offers and organisations as they should be published now."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from brobygger.audit.models import Entry
from brobygger.directory.models import LocalVisibility, Offer, OfferAtLocation
from brobygger.opendata.fresh import Fresh, uuid_or_none
from brobygger.opendata.mapping import Beside, organization_of, service_of, term_of
from brobygger.opendata.mapping.parts import Thing
from brobygger.opendata.models import Kind, Origin
from brobygger.opendata.overlay import overlaid
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality, Region
from brobygger.taxonomy.models import Concept, Facet

OfferRows = QuerySet[Offer]

#: The whole country, in the column of municipalities; and what no municipality is found under.
EVERYWHERE, NOWHERE = "", "-"


def services_of_offers(offer_ids: Collection[UUID], *, at: datetime) -> Iterator[Fresh]:
    """Yield the services that some offers are published as; those the public does not see give none."""
    rows = list(offers_with_everything(offer_ids))
    organizations, ours = _organization_bodies([row.organisation for row in rows])
    origins = {origin.subject_id: origin for origin in Origin.objects.of(Kind.SERVICE, offer_ids)}
    regions = _codes_of_regions()
    for offer, mapped in zip(rows, _mapped(rows, origins, ours, at=at), strict=True):
        origin = origins.get(offer.id)
        is_new = origin is not None and not origin.mapped
        if origin is not None and is_new:
            origin.mapped = mapped
        organization = organizations[offer.organisation_id]
        body = _published(mapped, origin, organization)
        yield Fresh(
            kind=Kind.SERVICE,
            thing_id=UUID(body["id"]),
            body=body,
            organization_id=uuid_or_none((body.get("organization") or organization).get("id")),
            areas=_areas(offer, regions),
            is_stamped="last_modified" not in body,
            newly_mapped=origin if is_new else None,
        )


def shown_offers(offer_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some offers that the public sees."""
    return frozenset(Offer.objects.shown_among(offer_ids).values_list("id", flat=True))


def mapped_rows(kind: Kind, *, thing_ids: Mapping[UUID, UUID], at: datetime) -> dict[UUID, Thing]:
    """Return offers or organisations in the standard's words as they are now, shown or not, to lay a source's over.

    ``thing_ids`` are the ids each is to be published under.
    """
    if kind == Kind.ORGANIZATION:
        found = Organisation.objects.with_ids(thing_ids).select_related("municipality")
        return {row.id: organization_of(row, thing_id=thing_ids[row.id]) for row in found}
    rows = list(_with_everything(Offer.objects.with_ids(thing_ids)))
    _bodies, organizations = _organization_bodies([offer.organisation for offer in rows])
    besides = _beside(rows, thing_ids, organizations)
    return {offer.id: service_of(offer, at=at, beside=beside) for offer, beside in zip(rows, besides, strict=True)}


def taken_ids(kind: Kind, *, wanted: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Return those of some ids that rows want which other rows have, are published under, or want too."""
    things = set(wanted.values())
    rows = Organisation.objects.with_ids(things) if kind == Kind.ORGANIZATION else Offer.objects.with_ids(things)
    has = [*((row_id, row_id) for row_id in rows.values_list("id", flat=True))]
    has += Origin.objects.published_as(kind, things).values_list("thing_id", "subject_id")
    wants = Counter(wanted.values())
    return frozenset(
        [thing_id for thing_id, owner in has if wanted.get(owner) != thing_id]
        + [thing_id for thing_id, times in wants.items() if times > 1]
    )


def organizations_of(organisation_ids: Collection[UUID]) -> Iterator[Fresh]:
    """Yield the organizations that some organisations are published as: approved, with something the public sees."""
    offering = Offer.objects.published().filter(organisation_id__in=organisation_ids)
    rows = list(
        Organisation.objects.approved()
        .filter(id__in=offering.values("organisation_id"))
        .select_related("municipality")
        .defer("municipality__border")
        .order_by("id")
    )
    bodies, _ours = _organization_bodies(rows)
    for row in rows:
        body = bodies[row.id]
        yield Fresh(
            kind=Kind.ORGANIZATION,
            thing_id=UUID(body["id"]),
            body=body,
            organization_id=UUID(body["id"]),
            parent_id=uuid_or_none(body.get("parent_organization_id")),
        )


def parts_at_places(service: Fresh, *, body: Thing) -> Iterator[Fresh]:
    """Yield a service at each of its places; ``body`` is the service as it is sent."""
    whole = {key: value for key, value in body.items() if key != "service_at_locations"}
    for part in body.get("service_at_locations", ()):
        thing_id = uuid_or_none(part.get("id"))
        if thing_id is None:
            continue
        yield Fresh(
            kind=Kind.SERVICE_AT_LOCATION,
            thing_id=thing_id,
            body={**part, "service": whole},
            organization_id=service.organization_id,
            parent_id=service.thing_id,
            areas=service.areas,
        )


def thing_ids_of(kind: Kind, *, subject_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the ids some of our rows are published under: a source's where there is one, else their own."""
    given = dict(Origin.objects.of(kind, subject_ids).values_list("subject_id", "thing_id"))
    return {subject_id: given.get(subject_id, subject_id) for subject_id in subject_ids}


def subject_ids_of(kind: Kind, *, thing_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the rows that some published ids belong to."""
    given = dict(Origin.objects.published_as(kind, thing_ids).values_list("thing_id", "subject_id"))
    return {thing_id: given.get(thing_id, thing_id) for thing_id in thing_ids}


def offers_with_everything(offer_ids: Collection[UUID]) -> Sequence[Offer]:
    """Return the shown ones of some offers with all that is published of them, in a fixed number of queries."""
    return list(_with_everything(Offer.objects.shown_among(offer_ids).order_by("id")))


def _with_everything(rows: OfferRows) -> OfferRows:
    """Fetch with an offer all that ``mapping`` reads, without the borders that only the map draws."""
    municipalities = Municipality.objects.without_border().select_related("region")
    return rows.select_related("capacity").prefetch_related(
        # Many offers share an organisation, and many places a town: each is fetched once, not beside every row.
        Prefetch("organisation", Organisation.objects.select_related("municipality").defer("municipality__border")),
        Prefetch("at_locations", OfferAtLocation.objects.select_related("location")),
        "at_locations__location__postcode",
        Prefetch("at_locations__location__postcode__municipality", municipalities),
        Prefetch("at_locations__location__municipality", municipalities),
        Prefetch("served_municipalities", Municipality.objects.without_border()),
        Prefetch("served_regions", Region.objects.all()),
        Prefetch("local_visibility", LocalVisibility.objects.hidden()),
        Prefetch("concepts", Concept.objects.only("id", "key", "facet", "position")),
        "schedules",
        "contacts",
        "links",
        "criteria",
    )


def _mapped(
    rows: Sequence[Offer], origins: Mapping[UUID, Origin], organizations: Mapping[UUID, Thing], *, at: datetime
) -> Iterator[Thing]:
    thing_ids = {offer_id: origin.thing_id for offer_id, origin in origins.items()}
    for offer, beside in zip(rows, _beside(rows, thing_ids, organizations), strict=True):
        yield service_of(offer, at=at, beside=beside)


def _beside(
    rows: Sequence[Offer], thing_ids: Mapping[UUID, UUID], organizations: Mapping[UUID, Thing]
) -> Iterator[Beside]:
    """Yield what each offer is mapped with."""
    delivery = {concept.key: concept for concept in Concept.objects.current().of_facet(Facet.DELIVERY)}
    carried = {concept.id for offer in rows for concept in offer.concepts.all()}
    carried |= {concept.id for concept in delivery.values()}
    terms = {row.id: term_of(row) for row in Concept.objects.filter(id__in=carried).prefetch_related("broader")}
    histories = _histories([row.id for row in rows])
    for offer in rows:
        yield Beside(
            delivery=delivery,
            terms=terms,
            entries=histories[str(offer.id)],
            thing_id=thing_ids.get(offer.id),
            organization=organizations[offer.organisation_id],
        )


def _histories(offer_ids: Collection[UUID]) -> Mapping[str, list[Entry]]:
    """Return the book of acts about some offers, newest first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    entries = Entry.objects.of_kind("offer").about_any([str(offer_id) for offer_id in offer_ids]).newest_first()
    for entry in entries.only("id", "at", "actor_kind", "act", "subject_id", "changes", "number"):
        found[entry.subject_id].append(entry)
    return found


def _published(mapped: Thing, origin: Origin | None, organization: Thing) -> Thing:
    """Return a service as it is published: with its source's words over it, and its organisation as that is."""
    if origin is None:
        return {**mapped, "organization": organization}
    return overlaid(raw=origin.raw, mapped=origin.mapped, ours=mapped)


def _organization_bodies(rows: Sequence[Organisation]) -> tuple[dict[UUID, Thing], dict[UUID, Thing]]:
    """Return organisations as they are published, and in our own words alone."""
    origins = {each.subject_id: each for each in Origin.objects.of(Kind.ORGANIZATION, {row.id for row in rows})}
    given = {row_id: origin.thing_id for row_id, origin in origins.items()}
    ours = {row.id: organization_of(row, thing_id=given.get(row.id)) for row in {row.id: row for row in rows}.values()}
    laid_over = {
        row_id: overlaid(raw=origin.raw, mapped=origin.mapped, ours=ours[row_id]) for row_id, origin in origins.items()
    }
    return {**ours, **laid_over}, ours


def _codes_of_regions() -> Mapping[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, region in Municipality.objects.order_by("code").values_list("code", "region_id"):
        codes[region].append(code)
    return codes


def _areas(offer: Offer, regions: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the municipalities an offer is found from: those it is for or in, but for those that do not show it.

    The whole country is one; but when a municipality does not show it, all the others are named.
    """
    hidden = {row.municipality_id for row in offer.local_visibility.all()}
    codes = set() if offer.is_national else _named(offer, regions)
    if not hidden:
        return (EVERYWHERE,) if offer.is_national else tuple(sorted(codes))
    all_codes = {code for each in regions.values() for code in each}
    return tuple(sorted((codes or all_codes) - hidden)) or (NOWHERE,)


def _named(offer: Offer, regions: Mapping[str, list[str]]) -> set[str]:
    codes = {municipality.code for municipality in offer.served_municipalities.all()}
    codes |= {code for region in offer.served_regions.all() for code in regions[region.code]}
    return codes | {at.location.municipality_id for at in offer.at_locations.all() if at.location.municipality_id}
