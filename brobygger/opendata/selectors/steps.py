"""Reads: what a change of one row means for others, and where the register and what is published differ."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db.models import QuerySet

from brobygger.directory.models import Offer
from brobygger.opendata.fresh import Fresh
from brobygger.opendata.mapping import taxonomy_id_of, taxonomy_of, term_of
from brobygger.opendata.models import Kind, Record, Term
from brobygger.opendata.selectors.offers import subject_ids_of, thing_ids_of
from brobygger.organisations.models import Organisation
from brobygger.taxonomy.models import Concept, Facet, Scheme

_READ_AT_A_TIME = 2_000


def organisations_of_offers(offer_ids: Collection[UUID]) -> set[UUID]:
    """Return who offers some offers, shown or not."""
    return set(Offer.objects.with_ids(offer_ids).values_list("organisation_id", flat=True))


def offers_of_organisations(organisation_ids: Collection[UUID]) -> list[UUID]:
    """Return the shown offers of some organisations."""
    if not organisation_ids:
        return []
    rows = Offer.objects.published().filter(organisation_id__in=organisation_ids)
    return list(rows.order_by("id").values_list("id", flat=True))


def terms_of_services(organization_ids: Collection[UUID]) -> Mapping[UUID, set[tuple[UUID, UUID]]]:
    """Return the terms that the published services of some organizations carry."""
    found: dict[UUID, set[tuple[UUID, UUID]]] = {each: set() for each in organization_ids}
    # A tombstone has no terms. The kind is looked at here: asked for it, SQLite goes through every service there is.
    rows = Term.objects.filter(record__organization_id__in=organization_ids)
    carried = rows.values_list("record__kind", "record__organization_id", "term_id", "taxonomy_id").distinct()
    for kind, organization_id, term_id, taxonomy_id in carried.iterator(_READ_AT_A_TIME):
        assert organization_id is not None
        if kind == Kind.SERVICE:
            found[organization_id].add((term_id, taxonomy_id))
    return found


def shown_offer_ids() -> Iterator[UUID]:
    """Yield every offer the public sees, in the order of their ids."""
    return _by_id(Offer.objects.published())


def approved_organisation_ids() -> Iterator[UUID]:
    """Yield every organisation the public may see, in the order of their ids."""
    return _by_id(Organisation.objects.approved())


def published_ids(kind: Kind) -> Iterator[UUID]:
    """Yield what is published of one kind, in the order of lists."""
    number = 0
    while lot := list(
        Record.objects.of_kind(kind).here().numbered_after(number).values_list("number", "thing_id")[:_READ_AT_A_TIME]
    ):
        yield from (thing_id for _, thing_id in lot)
        number = lot[-1][0]


def left_over(kind: Kind, *, thing_ids: Collection[UUID]) -> list[UUID]:
    """Return the rows of some published offers or organisations that should not be published, or not under that id."""
    subjects = subject_ids_of(kind, thing_ids=thing_ids)
    ids = set(subjects.values())
    if kind == Kind.SERVICE:
        shown = set(Offer.objects.shown_among(ids).values_list("id", flat=True))
    else:
        offering = Offer.objects.published().filter(organisation_id__in=ids).values("organisation_id")
        shown = set(Organisation.objects.approved().filter(id__in=offering).values_list("id", flat=True))
    given = thing_ids_of(kind, subject_ids=ids)
    return [
        subject_id
        for thing_id, subject_id in subjects.items()
        if subject_id not in shown or given[subject_id] != thing_id
    ]


def taxonomies() -> list[Fresh]:
    """Return the lists of concepts."""
    scheme = Scheme.objects.first()
    if scheme is None:
        return []
    return [
        Fresh(
            kind=Kind.TAXONOMY,
            thing_id=taxonomy_id_of(facet),
            body=taxonomy_of(facet, version=scheme.version[:12]),
        )
        for facet in Facet.values
    ]


def terms() -> list[Fresh]:
    """Return the concepts, and those that are no longer in the scheme as long as shown offers carry them."""
    scheme = Scheme.objects.first()
    if scheme is None:
        return []
    used = Concept.objects.filter(retired_at__isnull=False, offers__in=Offer.objects.published())
    rows = Concept.objects.current() | Concept.objects.filter(id__in=used.values("id"))
    bodies = {row.id: (row, term_of(row)) for row in rows.in_order().prefetch_related("broader")}
    children: dict[str, int] = defaultdict(int)
    for _, body in bodies.values():
        children[body.get("parent_id", "")] += 1
    return [
        Fresh(
            kind=Kind.TAXONOMY_TERM,
            thing_id=row.id,
            body=body,
            parent_id=UUID(body["parent_id"]) if "parent_id" in body else None,
            taxonomy_id=taxonomy_id_of(row.facet),
            has_children=str(row.id) in children,
        )
        for row, body in bodies.values()
    ]


def _by_id(rows: QuerySet[Offer] | QuerySet[Organisation]) -> Iterator[UUID]:
    """Yield the ids of rows, some at a time: what is written meanwhile neither stops nor doubles anything."""
    last = None
    while True:
        rest = rows.filter(id__gt=last) if last else rows
        lot = list(rest.order_by("id").values_list("id", flat=True)[:_READ_AT_A_TIME])
        yield from lot
        if len(lot) < _READ_AT_A_TIME:
            return
        last = lot[-1]
