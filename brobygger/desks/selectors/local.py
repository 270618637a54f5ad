"""Reads: what a municipality's team looks after."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.accounts.selectors.people import people_visible_to
from brobygger.curation.models import ErrorReport, Review
from brobygger.curation.selectors.queue import waiting_for
from brobygger.desks.policies import may_read_in_vain
from brobygger.directory.models import Check, LocalVisibility, Offer
from brobygger.directory.selectors.links_shown import BrokenLink, broken_links_in
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.places.models import Municipality
from brobygger.search.in_vain.telling import InVain, in_vain
from brobygger.sites.models import Site
from brobygger.sites.policies import may_edit
from brobygger.sites.selectors import get_site, highlighted_ids

#: The most urgent of each pile; the pile's own page has the rest.
MOST_SHOWN = 3
#: More than this asks for another word.
MOST_FOUND = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything that waits in one municipality, counted, with the most urgent of it. ``missed`` are needs."""

    site: Site
    reviews: tuple[Review, ...]
    waiting_reviews: int
    reports: tuple[ErrorReport, ...]
    open_reports: int
    to_call: int
    offers: int
    confirmed: int
    hidden: int
    highlights: int
    people: int
    in_vain: InVain
    broken_links: tuple[BrokenLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferChoice:
    """An offer that can be put first, or hidden."""

    id: UUID
    key: str
    name: str
    organisation_name: str
    is_national: bool


def own_municipalities(*, actor: Actor) -> tuple[Municipality, ...]:
    """Return the municipalities whose pages the actor looks after, by name."""
    reach = reach_of(actor, Permission.SITE_EDIT)
    rows = Municipality.objects.without_border().by_name()
    return tuple(rows if reach.is_everywhere else rows.with_codes(reach.municipality_codes))


def get_own_municipality(*, actor: Actor, code: str) -> Municipality:
    """Return a municipality whose page the actor looks after. Raises ``NotFound``, hidden and absent alike."""
    return _known(code, is_theirs=may_edit(actor, municipality_code=code))


def missed_in(*, actor: Actor, code: str, at: datetime) -> tuple[Municipality, InVain]:
    """Return what was searched for in vain in a municipality. Raises ``NotFound`` for those it is not for."""
    municipality = _known(code, is_theirs=may_read_in_vain(actor, municipality_code=code))
    return municipality, in_vain(municipality_code=code, at=at)


def missed_everywhere(*, actor: Actor, at: datetime) -> InVain:
    """Return what was searched for in vain in the whole country. Raises ``NotFound`` for those it is not for."""
    if not may_read_in_vain(actor):
        raise NotFound
    return in_vain(at=at)


def overview(*, actor: Actor, code: str, at: datetime) -> Overview:
    """Return what waits in a municipality. Raises ``NotFound`` for those who do not look after it."""
    get_own_municipality(actor=actor, code=code)
    site = get_site(municipality_code=code)
    reviews = waiting_for(actor=actor).of_municipality(code)
    reports = ErrorReport.objects.visible_to(actor).open().filter(municipalities=code).oldest_first()
    offers, confirmed = _freshness(code, today=timezone.localdate(at))
    return Overview(
        site=site,
        reviews=tuple(reviews[:MOST_SHOWN]),
        waiting_reviews=reviews.count(),
        reports=tuple(reports[:MOST_SHOWN]),
        open_reports=reports.count(),
        to_call=Check.objects.to_call().callable_by(actor).in_municipality(code).count(),
        offers=offers,
        confirmed=confirmed,
        hidden=LocalVisibility.objects.visible_to(actor).in_municipality(code).hidden().count(),
        highlights=len(highlighted_ids(site=site)),
        people=people_visible_to(actor=actor).active().in_municipalities([code]).count(),
        in_vain=in_vain(municipality_code=code, at=at),
        broken_links=broken_links_in(municipality_code=code),
    )


def offers_to_choose(*, municipality_code: str, text: str) -> tuple[OfferChoice, ...]:
    """Return offers shown in a municipality whose name or organisation holds a text, by name; national ones too."""
    if not text:
        return ()
    local, everywhere = Offer.objects.in_or_for([municipality_code]), Q(is_national=True)
    named = Q(name__icontains=text) | Q(organisation__name__icontains=text)
    rows = Offer.objects.published().shown_in(municipality_code).filter(named)
    return _choices(rows.filter(Q(id__in=local.values("id")) | everywhere).alphabetical()[:MOST_FOUND])


def chosen_offers(*, municipality_code: str) -> tuple[OfferChoice, ...]:
    """Return what a municipality shows first, in its order; what is no longer shown is left out."""
    ids = highlighted_ids(site=get_site(municipality_code=municipality_code))
    rows = Offer.objects.published().shown_in(municipality_code).with_ids(ids)
    return tuple(sorted(_choices(rows), key=lambda choice: ids.index(choice.id)))


def is_choosable(*, municipality_code: str, offer_id: UUID) -> bool:
    """Test whether an offer is shown to people in a municipality."""
    rows = Offer.objects.published().shown_in(municipality_code).with_id(offer_id)
    return rows.filter(is_national=True).exists() or rows.in_or_for([municipality_code]).exists()


def _known(code: str, *, is_theirs: bool) -> Municipality:
    row = Municipality.objects.without_border().with_codes([code]).first() if is_theirs else None
    if row is None:
        raise NotFound
    return row


def _freshness(code: str, *, today: date) -> tuple[int, int]:
    """Return how many offers are shown in a municipality, and how many are confirmed and not yet due again."""
    rows = Offer.objects.local().in_or_for([code]).shown_in(code)
    fresh = Q(assured_on__isnull=False, next_check_on__gt=today)
    counts = rows.aggregate(offers=Count("id", distinct=True), confirmed=Count("id", filter=fresh, distinct=True))
    return counts["offers"], counts["confirmed"]


def _choices(rows: object) -> tuple[OfferChoice, ...]:
    found = rows.values("id", "key", "name", "is_national", organisation_name=F("organisation__name"))  # type: ignore[attr-defined]
    return tuple(OfferChoice(**row) for row in found)
