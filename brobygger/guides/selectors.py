"""Reads: what goes into a guide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from brobygger.directory.models import Offer
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.directory.selectors.offer_page import page_of
from brobygger.guides.entries import entry_of
from brobygger.guides.indexes import indexes_of
from brobygger.guides.values import Chapter, Crisis, CrisisLine, Entry, Guide, Wanted
from brobygger.kernel.errors import DomainError
from brobygger.knowledge.selectors import CrisisWay, crisis_help
from brobygger.places.models import Region
from brobygger.search.understanding.crisis import topics_near
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import concepts_of, with_narrower
from brobygger.web.presenters.times import day_text

#: A booklet of this many offers has some two hundred pages; nobody staples more than that.
MOST_OFFERS = 400
LEAST_IN_CHAPTER = 3


class GuideTooBig(DomainError):
    """Der er for mange tilbud til et hæfte. Vælg også en kommune eller en udfordring."""

    code = "guide_too_big"
    status = 422


def count_of(wanted: Wanted) -> int:
    """Return how many offers a guide would hold."""
    return _offers(wanted).count()


def guide_of(wanted: Wanted, *, at: datetime) -> Guide:
    """Return a guide in Danish, the language of what it holds. Raises ``GuideTooBig``."""
    rows = list(_offers(wanted).alphabetical().for_page()[: MOST_OFFERS + 1])
    if len(rows) > MOST_OFFERS:
        raise GuideTooBig
    with translation.override("da"):
        chapters = tuple(_chapters(rows, wanted, at=at))
        return Guide(
            title=_title(wanted),
            about=wanted.need_label if wanted.municipality_name else "",
            made=day_text(timezone.localdate(at)),
            site=urlsplit(settings.BASE_URL).netloc,
            site_url=settings.BASE_URL,
            operator=settings.OPERATOR_NAME,
            crisis=_crisis(wanted),
            chapters=chapters,
            indexes=indexes_of(entry for chapter in chapters for entry in chapter.entries),
        )


def _offers(wanted: Wanted) -> OfferQuerySet:
    """Return the shown offers that belong in a guide: the place's own and those for the whole country."""
    offers = OfferQuerySet(Offer).published()
    if wanted.municipality_code:
        local = OfferQuerySet(Offer).in_or_for([wanted.municipality_code]).values("id")
        offers = offers.filter(Q(is_national=True) | Q(id__in=local)).shown_in(wanted.municipality_code)
    if wanted.need_key:
        about = Offer.concepts.through.objects.filter(concept__key__in=with_narrower(keys=[wanted.need_key]))
        offers = offers.filter(id__in=about.values("offer_id"))
    return offers


def _title(wanted: Wanted) -> str:
    """Return what stands on the cover."""
    if wanted.municipality_name:
        return gettext("Fællesskab og hjælp i %(place)s") % {"place": wanted.municipality_name}
    return wanted.need_label


def _chapters(rows: Sequence[Offer], wanted: Wanted, *, at: datetime) -> Iterator[Chapter]:
    """Return offers in chapters: by need in a municipality, by region for a need, the national ones last."""
    local = [row for row in rows if not row.is_national]
    national = [row for row in rows if row.is_national]
    groups = _by_need(local, wanted) if wanted.municipality_code else _by_region(local)
    numbered = _numbers()
    for title, offers in (*groups, (gettext("For hele landet: telefon, net og råd"), national)):
        if offers:
            entries = tuple(_entry(offer, number=next(numbered), at=at) for offer in offers)
            yield Chapter(title=title, entries=entries)


def _numbers() -> Iterator[int]:
    yield from range(1, MOST_OFFERS + 1)


def _entry(offer: Offer, *, number: int, at: datetime) -> Entry:
    """Return one offer's entry."""
    url = f"{settings.BASE_URL}{reverse('web:offer', args=[offer.key])}"
    return entry_of(offer, page_of(offer, at=at), number=number, url=url, at=at)


def _by_need(offers: Sequence[Offer], wanted: Wanted) -> list[tuple[str, list[Offer]]]:
    """Return offers under broad needs, each where it says most; within one need, under the narrower ones."""
    needs = concepts_of(Facet.NEED)
    headings = [need for need in needs if not need.broader]
    if wanted.need_key:
        chosen = next(need for need in needs if need.key == wanted.need_key)
        headings = [*(need for need in needs if need.key in chosen.narrower), chosen]
    below = {need.pref_da: with_narrower(keys=[need.key]) for need in headings}
    tagged = [(offer, {concept.key for concept in offer.concepts.all()}) for offer in offers]
    counts = {label: sum(bool(keys & under) for _, keys in tagged) for label, under in below.items()}
    # Nearly everything is against loneliness: what fewer offers share says more, but not so few that it is no chapter.
    order = sorted(below, key=lambda label: (counts[label] < LEAST_IN_CHAPTER, counts[label]))
    groups: dict[str, list[Offer]] = {label: [] for label in below}
    groups[rest := gettext("Andre fællesskaber")] = []
    for offer, keys in tagged:
        groups[next((label for label in order if keys & below[label]), rest)].append(offer)
    return list(groups.items())


def _by_region(offers: Iterable[Offer]) -> list[tuple[str, list[Offer]]]:
    """Return offers under the region they are in; those in several under the first."""
    groups = defaultdict[str, list[Offer]](list)
    regions = dict(_region_names())
    for offer in offers:
        own = [regions[row.region_id] for row in offer.served_municipalities.all()]
        own += [row.name for row in offer.served_regions.all()]
        groups[min(own, default=gettext("Andre steder"))].append(offer)
    return sorted(groups.items())


def _region_names() -> Iterator[tuple[str, str]]:
    yield from Region.objects.values_list("code", "name")


def _crisis(wanted: Wanted) -> Crisis:
    """Return whom to call now: what the need is near, else the general help."""
    topics = topics_near((wanted.need_key,)) if wanted.need_key else frozenset[str]()
    found = crisis_help(topics=topics, municipality_code=wanted.municipality_code or None, language="da")
    general = crisis_help(topics=(), municipality_code=wanted.municipality_code or None, language="da")
    ways = {way.key: way for way in (*found.ways, *general.ways)}
    oldest = min(way.last_checked_on for way in (found.emergency, *ways.values()))
    return Crisis(
        emergency=_crisis_line(found.emergency),
        lines=tuple(map(_crisis_line, ways.values())),
        checked=day_text(oldest),
    )


def _crisis_line(way: CrisisWay) -> CrisisLine:
    return CrisisLine(name=way.name, phone=way.phone, hours=way.hours, about=way.audience, website=way.domain)
