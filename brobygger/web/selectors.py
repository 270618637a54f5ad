"""Reads that need several rooms: a search from beginning to end, with whom to turn to when it is not enough."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.core.cache import caches

from brobygger.directory.models import Offer
from brobygger.kernel.errors import NotFound
from brobygger.knowledge.selectors import CrisisHelp, crisis_help
from brobygger.organisations import selectors as organisations
from brobygger.places.models import Municipality
from brobygger.places.selectors import (
    Nearby,
    Place,
    get_municipality,
    nearby_municipalities,
    resolve_place,
)
from brobygger.search import selectors as search
from brobygger.search.forms import Note, Params, params_from, parse
from brobygger.search.queries import FacetValue, Filters, Hit, Result
from brobygger.sites.models import Site
from brobygger.sites.selectors import get_site, highlighted_ids
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptNotFound, ConceptPage, concept_page, needs_quick_exit

#: A municipality's own offers are few enough to look through for those its site has chosen.
_ALL = 100
_MOST_REMOTE = 4
#: Every search asks for the place's volunteer centre, which changes once in some years.
CENTRE_SECONDS = 60
REMOTE = frozenset({"phone", "online"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Somebody to ask: the volunteer centre of a municipality."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search gave, and what stands round it.

    ``query`` is the question in its one proper address. ``place`` is where the visitor wrote, or for a map also what
    the words were understood to say; ``place_name`` is what to call it either way, empty when no place is known.
    ``needs_quick_exit`` when it is about violence, abuse and the like, as said in words or chosen as a filter.
    """

    query: str
    result: Result
    notes: tuple[Note, ...]
    place: Place | None
    place_name: str
    place_text: str
    municipality_code: str
    municipality_name: str
    crisis: CrisisHelp | None
    centre: Centre | None
    needs_quick_exit: bool


def answer(*, data: Params, language: str, for_map: bool = False, page_size: int = 0, at: datetime) -> Answer:
    """Return the answer to a question as it stands in an address or a form; ``page_size`` 0 is as many as usual."""
    asked = parse(data)
    filters = replace(asked.filters, page_size=page_size) if page_size else asked.filters
    result = search.find(filters=filters, for_map=for_map, at=at)
    topics = result.understood.crisis_topics
    code = asked.filters.municipality_code or result.understood.municipality_code
    return Answer(
        query=params_from(result.filters, place_text=asked.place_text),
        result=result,
        notes=asked.notes,
        place=asked.place or (resolve_place(text=code) if code and for_map else None),
        place_name=asked.place.name if asked.place else _guessed_place(result),
        place_text=asked.place_text,
        municipality_code=code,
        municipality_name=_municipality_name(code) if code else "",
        crisis=crisis_help(topics=topics, municipality_code=code or None, language=language) if topics else None,
        centre=centre_of(municipality_code=code) if code else None,
        needs_quick_exit=_is_about_violence(asked.filters, result),
    )


def _municipality_name(code: str) -> str:
    """Return what a municipality is called; remembered for a minute, as every search asks."""
    name = caches["memory"].get_or_set(f"municipality:{code}", lambda: _name_of(code), timeout=CENTRE_SECONDS)
    return str(name)


def _name_of(code: str) -> str:
    place = resolve_place(text=code)
    return place.name if place else code


def _is_about_violence(filters: Filters, result: Result) -> bool:
    """Test whether a question is about what somebody at home must not see, in words or as a chosen filter."""
    said = (key for key, _label in result.understood.concepts)
    keys = (*filters.needs, *filters.targets, *filters.activities, *said)
    return bool(keys) and needs_quick_exit(keys=keys)


def _guessed_place(result: Result) -> str:
    """Return the place read out of the words, by the name on its tag."""
    return next((guess.label for guess in result.understood.guesses if guess.id == "place"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """What the page of one need is made of; ``counts`` are offers for each need, its narrower ones included."""

    concept: ConceptPage
    result: Result
    counts: Mapping[str, int]
    crisis: CrisisHelp | None


def need_page(*, key: str, language: str, at: datetime) -> NeedPage:
    """Return the page of one need. Raises ``ConceptNotFound``, also for what is not a need."""
    concept = concept_page(key=key, language=language)
    if concept.facet != Facet.NEED:
        raise ConceptNotFound
    result = search.find(filters=Filters(needs=(key,), widen=False), at=at)
    topics = result.understood.crisis_topics
    return NeedPage(
        concept=concept,
        result=result,
        counts=need_counts(at=at),
        crisis=crisis_help(topics=topics, language=language) if topics else None,
    )


def need_counts(*, municipality_code: str = "", at: datetime) -> Mapping[str, int]:
    """Return how many offers there are for each need, narrower ones included: everywhere, or in one municipality."""
    filters = Filters(municipality_code=municipality_code, is_strict_place=True, page_size=1, widen=False)
    return {value.value: value.count for value in search.find(filters=filters, at=at).facets.get("needs", ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPage:
    """What one municipality's front page is made of; ``site`` is None while it has no texts of its own."""

    municipality: Municipality
    site: Site | None
    result: Result
    highlights: tuple[Hit, ...]
    remote: tuple[Hit, ...]
    needs: tuple[FacetValue, ...]
    nearby: tuple[Nearby, ...]
    centre: Centre | None


def local_page(*, slug: str, at: datetime) -> LocalPage:
    """Return the front page of the municipality at an address. Raises ``NotFound``."""
    municipality = get_municipality(slug=slug)
    if municipality is None:
        raise NotFound
    code = municipality.code
    site = _site_of(code)
    result = search.find(
        filters=Filters(municipality_code=code, is_strict_place=True, page_size=_ALL, widen=False), at=at
    )
    by_id = {hit.document.id: hit for hit in result.hits}
    chosen = highlighted_ids(site=site) if site else ()
    return LocalPage(
        municipality=municipality,
        site=site,
        result=result,
        highlights=tuple(by_id[offer_id] for offer_id in chosen if offer_id in by_id),
        remote=_from_anywhere(result.hits),
        needs=result.facets.get("needs", ()),
        nearby=tuple(nearby_municipalities(code=code)),
        centre=_centre(site, code),
    )


def _from_anywhere(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the first national offers that nobody has to travel to."""
    national = (hit for hit in hits if hit.document.is_national and not REMOTE.isdisjoint(hit.document.delivery))
    return tuple(islice(national, _MOST_REMOTE))


def _site_of(code: str) -> Site | None:
    """Return a municipality's own site, if it has one."""
    with suppress(NotFound):
        return get_site(municipality_code=code)
    return None


def _centre(site: Site | None, code: str) -> Centre | None:
    """Return the volunteer centre: the one the site names, else the one in the register."""
    if site and site.volunteer_centre_name:
        return Centre(name=site.volunteer_centre_name, url=site.volunteer_centre_url)
    organisation = organisations.volunteer_centre(municipality_code=code)
    return Centre(name=organisation.name, url=organisation.website) if organisation else None


def municipalities() -> list[Municipality]:
    """Return every municipality with its region, by name."""
    return list(Municipality.objects.without_border().select_related("region").by_name())


def centre_of(*, municipality_code: str) -> Centre | None:
    """Return the volunteer centre of a municipality, None when we know none; remembered for a minute."""
    return caches["memory"].get_or_set(
        f"centre:{municipality_code}",
        lambda: _centre(_site_of(municipality_code), municipality_code),
        timeout=CENTRE_SECONDS,
    )


def offer_key_of(*, offer_id: UUID) -> str:
    """Return the public key of the offer with an id, empty when there is none."""
    return Offer.objects.with_ids([offer_id]).values_list("key", flat=True).first() or ""
