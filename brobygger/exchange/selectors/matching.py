"""Reads: which offer a row of a file is about. The same row next time finds the same offer, so nothing doubles.

By our own id, by what the same row became last time, or by organisation, name and place, in that order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from brobygger.directory.editing.filling import typed_from
from brobygger.directory.editing.reading import postcode_in
from brobygger.directory.editing.steps import Typed
from brobygger.directory.models import Draft, DraftStatus, Offer
from brobygger.directory.models.drafts import UNDER_WAY
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.directory.rows import data_of
from brobygger.directory.values import OfferData
from brobygger.exchange.columns import KEY, ORGANISATION, bare
from brobygger.exchange.importing.rows import Sheet, Wrong
from brobygger.exchange.models import ImportRow
from brobygger.exchange.owners import Owner
from brobygger.organisations.models import Organisation
from brobygger.taxonomy.selectors import concepts_by_key

_LONGEST_KEY = 300
_NAMELESS = "nyt-tilbud"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a row is about: an organisation's offer or draft, or something new; or why we cannot tell."""

    stable_key: str = ""
    organisation_id: UUID | None = None
    offer_id: UUID | None = None
    draft_id: UUID | None = None
    wrong: Wrong | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the register says of it now: as it would be typed, and as a value."""

    typed: Typed
    data: OfferData
    status: str = ""


@dataclass(slots=True)
class Known:
    """The owner's organisations and offers, by what rows may call them."""

    owner: Owner
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    by_id: Mapping[UUID, Organisation] = field(default_factory=dict)
    by_key: dict[str, tuple[UUID, UUID]] = field(default_factory=dict)
    by_name: dict[tuple[UUID, str], list[tuple[str, UUID]]] = field(default_factory=lambda: defaultdict(list))


def known_of(owner: Owner) -> Known:
    """Return what there is to find for one owner, in three queries."""
    offers = offers_of(owner)
    lines = list(offers.values_list("id", "key", "organisation_id", "name"))
    postcodes: dict[UUID, str] = {}
    for offer_id, code in offers.order_by("-at_locations__position").values_list(
        "id", "at_locations__location__postcode_id"
    ):
        postcodes[offer_id] = code or ""
    organisations = _organisations(owner, {organisation_id for _id, _key, organisation_id, _name in lines})
    known = Known(
        owner=owner,
        organisations={bare(row.name): row for row in organisations} | {row.key: row for row in organisations},
        by_id={row.id: row for row in organisations},
    )
    for offer_id, key, organisation_id, name in lines:
        known.by_key[key] = (organisation_id, offer_id)
        known.by_name[organisation_id, bare(name)].append((postcodes[offer_id], offer_id))
    return known


def offers_of(owner: Owner) -> OfferQuerySet:
    """Return an owner's offers that are not taken down: an organisation's own, or a municipality's local ones."""
    rows = Offer.objects.not_removed()
    return rows.of_organisation(owner.organisation_id) if owner.organisation else rows.local_to({owner.code})


def match_rows(rows: Sequence[ImportRow], *, sheet: Sheet, known: Known) -> list[Match]:
    """Return what each row is about."""
    found = [_by_itself(row.cells, sheet=sheet, known=known) for row in rows]
    became = _became_before(known.owner, {match.stable_key for match in found if match.wrong is None})
    return [_with_before(match, became) for match in found]


def befores(matches: Iterable[Match]) -> dict[UUID, Before]:
    """Return what the register says now of every offer and draft that was found, by its id."""
    matches = list(matches)
    drafts = Draft.objects.in_bulk([match.draft_id for match in matches if match.draft_id])
    offers = Offer.objects.with_ids([match.offer_id for match in matches if match.offer_id]).for_page()
    facets = {key: concept.facet for key, concept in concepts_by_key().items()}
    by_id = {offer.id: _before(offer, facets) for offer in offers}
    found = dict(by_id)
    for draft in drafts.values():
        old = by_id.get(draft.offer_id) if draft.offer_id else None
        found[draft.id] = Before(typed=draft.data, data=old.data if old else nothing_said(draft.organisation_id))
    return found


def _before(offer: Offer, facets: Mapping[str, str]) -> Before:
    """Return what the register says of one offer, fetched ``for_page``."""
    data = data_of(offer)
    typed = typed_from(
        data,
        facets=facets,
        municipalities={row.code: row.name for row in offer.served_municipalities.all()},
        regions={row.code: row.name for row in offer.served_regions.all()},
        pictures=tuple(str(picture.id) for picture in offer.pictures.all()),
    )
    return Before(typed=typed, data=data, status=offer.status)


def offers_being_written(offer_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some offers that have a draft under way."""
    rows = Draft.objects.of_offers(offer_ids).under_way().values_list("offer_id", flat=True)
    return frozenset(rows)


def nothing_said(organisation_id: UUID) -> OfferData:
    """Return an offer about which nothing is said yet."""
    return OfferData(key=_NAMELESS, organisation_id=organisation_id, name="", summary="")


def _organisations(owner: Owner, with_offers: set[UUID]) -> list[Organisation]:
    """Return whose offers an owner puts in: its own, those at home in the town, those with offers only for it."""
    if owner.organisation:
        return [owner.organisation]
    at_home = list(Organisation.objects.in_municipality(owner.code))
    others = Organisation.objects.with_ids(with_offers - {row.id for row in at_home})
    return [*others, *at_home]


def _by_itself(cells: Sequence[str], *, sheet: Sheet, known: Known) -> Match:
    """Return what a row is about by its own words."""
    own_key, name = sheet.cell(cells, KEY), bare(sheet.cell(cells, "name"))
    organisation_id, offer_id = known.by_key.get(own_key.lower(), (None, None))
    organisation = known.by_id.get(organisation_id) if organisation_id else _organisation(cells, sheet, known)
    if organisation is None:
        return Match(wrong=_unknown_organisation(cells, sheet, known))
    postcode = postcode_in(sheet.cell(cells, "places-0-postcode"))
    stable = f"id:{organisation.key}:{own_key}" if own_key else f"navn:{organisation.key}:{name}:{postcode}"
    match = Match(stable_key=stable[:_LONGEST_KEY], organisation_id=organisation.id, offer_id=offer_id)
    if offer_id is not None:
        return match
    alike = known.by_name.get((organisation.id, name), [])
    found = _alike(alike, postcode)
    if len(found) > 1:
        message = gettext("Der er flere tilbud, der hedder det samme. Skriv tilbuddets id i en kolonne.")
        return Match(stable_key=match.stable_key, wrong=Wrong(column=sheet.column_name("name"), message=message))
    return Match(stable_key=match.stable_key, organisation_id=organisation.id, offer_id=found[0] if found else None)


def _alike(alike: Sequence[tuple[str, UUID]], postcode: str) -> list[UUID]:
    """Return which of the offers of the same name a row may mean: those in its place, or in none."""
    if not postcode:
        return [offer_id for _code, offer_id in alike]
    here = [offer_id for code, offer_id in alike if code == postcode]
    return here or [offer_id for code, offer_id in alike if not code]


def _organisation(cells: Sequence[str], sheet: Sheet, known: Known) -> Organisation | None:
    said = bare(sheet.cell(cells, ORGANISATION))
    if known.owner.organisation and not said:
        return known.owner.organisation
    return known.organisations.get(said)


def _unknown_organisation(cells: Sequence[str], sheet: Sheet, known: Known) -> Wrong:
    said, column = sheet.cell(cells, ORGANISATION), sheet.column_name(ORGANISATION)
    names = {"said": said[:80], "owner": known.owner.name}
    if known.owner.organisation:
        message = gettext("Rækken er om »%(said)s«. Her lægger du kun ind for %(owner)s.") % names
    elif said:
        message = gettext("Vi kender ikke »%(said)s« i %(owner)s. Skriv navnet, som det står på Brobygger.") % names
    else:
        message = gettext("Skriv, hvilken forening tilbuddet hører til.")
    return Wrong(column=column, message=message)


def _became_before(owner: Owner, keys: set[str]) -> dict[str, Draft]:
    """Return what rows with the same keys became last time, as long as somebody has not thrown it away."""
    rows = ImportRow.objects.written_before(owner, keys).values_list("stable_key", "draft_id")
    ids = dict(rows)
    drafts = Draft.objects.in_bulk([draft_id for draft_id in ids.values() if draft_id])
    found = {key: drafts[draft_id] for key, draft_id in ids.items() if draft_id in drafts}
    return {key: draft for key, draft in found.items() if draft.status != DraftStatus.WITHDRAWN}


def _with_before(match: Match, became: Mapping[str, Draft]) -> Match:
    """Return a match with what the same row became last time."""
    draft = became.get(match.stable_key)
    if draft is None or match.wrong is not None:
        return match
    return Match(
        stable_key=match.stable_key,
        organisation_id=draft.organisation_id,
        offer_id=match.offer_id or draft.offer_id,
        draft_id=draft.id if draft.status in UNDER_WAY else None,
    )
