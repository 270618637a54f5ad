"""What reading a source takes: the country, our concepts, what was said of its terms; and a digest of all of it."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from brobygger.places.models import Municipality, Postcode, Region
from brobygger.places.names import slugify
from brobygger.sources.becoming import Area, Country, Terms
from brobygger.sources.becoming.country import Point
from brobygger.sources.models import Source, TermMapping
from brobygger.taxonomy.models import Concept, Facet
from brobygger.taxonomy.selectors import all_concepts

#: Raised by one when the rules of ``becoming`` change, so that everything is looked at again.
RULES_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What a reading knows from the beginning; ``digest`` is another when any of it is."""

    country: Country
    terms: Terms
    home: Area
    only_in: str
    digest: str


def knowledge_for(source: Source) -> Knowledge:
    """Return what reading a source takes, in six small queries."""
    codes = Municipality.objects.values_list("code", "name", "slug")
    regions = Region.objects.values_list("code", "name")
    country = Country(
        postcodes={
            code: Point(municipality_code=municipality, lat=lat, lon=lon)
            for code, municipality, lat, lon in Postcode.objects.values_list("code", "municipality_id", "lat", "lon")
        },
        municipalities={word: code for code, name, slug in codes for word in (code, slug, slugify(name))},
        regions={word: code for code, name in regions for word in (code, slugify(name.removeprefix("Region ")))},
    )
    terms = terms_of(source)
    only_in = source.municipality_id or ""
    rules = [RULES_VERSION, only_in, str(source.organisation_id), sorted(terms.chosen.items()), len(terms.ours)]
    return Knowledge(
        country=country,
        terms=terms,
        home=Area(municipality_codes=frozenset({only_in})) if only_in else _home(source),
        only_in=only_in,
        digest=hashlib.sha256(orjson.dumps(rules)).hexdigest()[:16],
    )


def terms_of(source: Source) -> Terms:
    """Return what a source's terms are here."""
    concepts = all_concepts()
    by_label = {
        slugify(label): concept.key
        for concept in reversed(concepts)
        for label in (*concept.alt_en, *concept.alt_da, concept.pref_en, concept.pref_da, concept.key)
    }
    rows = TermMapping.objects.of_source(source.id).decided().values_list("scheme", "code", "concept_key")
    return Terms(
        # A way to meet is no topic: it is told by the places.
        ours={
            str(row_id): "" if facet == Facet.DELIVERY else key
            for row_id, key, facet in Concept.objects.current().values_list("id", "key", "facet")
        },
        chosen={(scheme, code): key for scheme, code, key in rows},
        by_label=by_label,
    )


def digest_of(thing: dict[str, Any], *, rules: str) -> str:
    """Return what is another when a source's object, or the rules it is read by, are."""
    # Python's integers have no end; orjson's do.
    try:
        content = orjson.dumps(thing, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        content = repr(sorted(thing.items())).encode()
    return f"{rules}{hashlib.blake2b(content, digest_size=16).hexdigest()}"


def _home(source: Source) -> Area:
    """Return where something is for whose source does not say: where its organisation is at home, or everywhere."""
    code = source.organisation.municipality_id if source.organisation else None
    return Area(municipality_codes=frozenset({code})) if code else Area(is_national=True)
