"""Places named inside a text: "i Odense", "nær 5000", "på Fyn". A name that is also a word needs "i" and a capital."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from brobygger.places.names import slugify
from brobygger.search.understanding.gazetteer import Gazetteer, NamedPlace, NamedRegion

_BEFORE = frozenset("i nær ved omkring fra til på in near at around from to kommune by nærheden af bor".split())
_POSTCODE_BEFORE = frozenset("i nær ved omkring fra postnummer postnr in near".split())
#: After these a place is where somebody lives; after the others it is somewhere they only go.
_HOME_BEFORE, _AWAY_BEFORE = (
    frozenset("bor bosat boende live living".split()),
    frozenset("arbejder fra væk flyttet work".split()),
)
_NOT_A_POSTCODE_AFTER = frozenset("kr kroner dkk mand mennesker år gange skridt".split())
_LONGEST_NAME = 3
_slug = lru_cache(maxsize=10_000)(slugify)
_MOST_PLACES = 4
#: Place names that are first of all Danish words.
_COMMON_WORDS = frozenset(
    """vejen ringe give them hals rude hov ry skive gram fur ans lem tim bording ask horne bred gården lunde blans ny
    hav sorg gave fynshav vig rask mørke tunø haven hus skole glad bjert park bro skov strand holme mor sal mad thy
    als mors ho vik vils fem to otte nr syd nord øst vest farre randbøl stige søby dyr gør bor nordvest vesthimmerland
    løget jerne gug husum viby strib stenløse bedsted gistrup hjerting hasle store tune greve solrød lille vester øster
    kirke skjern hørning harre alle gul them klippinge tranum borre lov sandved tåstrup nibe bryrup nimtofte
    års ans""".split()
)
#: Of these, the ones nobody takes for a word when they stand with "på" or "i", whatever the letter.
_ISLANDS = frozenset("als mors thy fur".split())
#: Names that are words, but as a whole question far more often the town.
_TOWNS = frozenset(
    "nordvest husum viby hasle greve tune gistrup hjerting solrød tåstrup skjern nibe bryrup års stenløse".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The place, or the part of the country, that a text names, and where in the text."""

    place: NamedPlace | None = None
    region: NamedRegion | None = None
    places: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    length: int
    before: str
    found: NamedPlace | NamedRegion


def understand_place(written: Sequence[str], gazetteer: Gazetteer) -> Whereabouts:
    """Return the place where somebody is, of words as they were written; longest names first.

    Of several, the one they live in; else the first one they do not only work in. All of them are words of place.
    """
    taken: set[int] = set()
    found: list[_Candidate] = []
    for length in range(min(_LONGEST_NAME, len(written)), 0, -1):
        for candidate in _candidates(written, length, gazetteer):
            span = set(range(candidate.start, candidate.start + length))
            if taken.isdisjoint(span) and len(found) < _MOST_PLACES:
                taken |= span
                found.append(candidate)
    if not found:
        return Whereabouts()
    best = min(found, key=lambda one: (*_how_far_from_home(one, written), one.start)).found
    return Whereabouts(
        place=best if isinstance(best, NamedPlace) else None,
        region=best if isinstance(best, NamedRegion) else None,
        places=frozenset(taken),
    )


def _how_far_from_home(candidate: _Candidate, written: Sequence[str]) -> tuple[int, int]:
    """Sort key: where somebody lives, then anywhere, then where they work or come from; a town before a region."""
    before = {word.lower() for word in written[max(0, candidate.start - 3) : candidate.start]}
    is_away = candidate.before in {"fra", "from"} or before & _AWAY_BEFORE
    near = 0 if before & _HOME_BEFORE else 2 if is_away else 1
    return near, int(isinstance(candidate.found, NamedRegion))


def _candidates(written: Sequence[str], length: int, gazetteer: Gazetteer) -> Iterator[_Candidate]:
    slugs = [_slug(word) for word in written]
    for start in range(len(written) - length + 1):
        span = written[start : start + length]
        slug = "-".join(slugs[start : start + length])
        before = written[start - 1].lower() if start else ""
        found = gazetteer.called(slug) or gazetteer.region_called(slug)
        if found is None and (span[0][:1].isupper() or before in _BEFORE):
            found = gazetteer.loosely_called(slug)
        if found is None:
            continue
        after = written[start + length].lower() if start + length < len(written) else ""
        if _is_certain(span, before, after, is_alone=length == len(written)):
            yield _Candidate(start, length, before, found)


def _is_certain(span: Sequence[str], before: str, after: str, *, is_alone: bool) -> bool:
    """Test whether words that are a place's name also mean the place."""
    first = span[0]
    if first.isdigit():
        is_year = "1900" <= first <= "2030" and not is_alone and before in {"i", "in", "fra"}
        is_led_up_to = is_alone or before in _POSTCODE_BEFORE
        return is_led_up_to and not is_year and after not in _NOT_A_POSTCODE_AFTER
    word = first.lower()
    if len(span) > 1 or word not in _COMMON_WORDS:
        return len(first) > 2 or len(span) > 1
    if word in _ISLANDS and before in {"på", "i"}:
        return True
    if is_alone:
        return word in _TOWNS
    return before in _BEFORE and first[:1].isupper()
