"""What two entries have in common and what speaks against it, as numbers between 0 and 1."""

from collections.abc import Collection, Mapping
from types import MappingProxyType, SimpleNamespace

from rapidfuzz import fuzz

from brobygger.directory.writing.likeness import name_likeness
from brobygger.duplicates.matching.entries import Entry
from brobygger.duplicates.matching.said import OFFER
from brobygger.places.distance import distance_km

#: Within so many kilometres two points are one place; further apart than this they are not.
_NEAR_KM, _FAR_KM = 0.3, 5.0
#: Organisations' names as alike as this are one organisation's, below that they are two.
_SAME_OWNER, _OTHER_OWNER = 0.85, 0.55
_ALIKE = 0.8


def features(one: Entry, other: Entry) -> Mapping[str, float]:
    """Return what two entries of one kind have in common, by name; what nobody said is 0 in every way."""
    name = _name(one, other)
    owner = _owner(one, other)
    ways = {
        "phone": _agreement(one.phones, other.phones),
        "email": _agreement(one.emails, other.emails),
        "domain": _agreement(one.domains, other.domains),
        "street": _agreement(one.streets, other.streets),
        "cvr": _agreement({one.cvr} - {""}, {other.cvr} - {""}),
    }
    same = {f"{way}_same": float(agrees > 0) for way, agrees in ways.items()}
    differs = {f"{way}_differs": float(agrees < 0) for way, agrees in ways.items()}
    place, content = _place(one, other), _content(one, other)
    reached = max(same["phone_same"], same["email_same"], same["street_same"])
    found = {
        **name,
        **owner,
        **same,
        **differs,
        **place,
        **content,
        "name_and_reached": name["name"] * reached,
        "name_and_owner": name["name"] * owner["owner_same"],
        "owner_but_other_name": owner["owner_same"] * (1 - name["name"]),
        "reached_but_other_name": reached * (1 - name["name"]),
        "name_owner_and_place": name["name"] * owner["owner_same"] * place["place_same"],
        "name_but_elsewhere": name["name"] * place["municipality_differs"],
    }
    return MappingProxyType(found)


def _name(one: Entry, other: Entry) -> dict[str, float]:
    """Compare the names by their words in any order and by their letters, with and without what people leave out."""
    mine, theirs = one.name, other.name
    words = name_likeness(mine.text, theirs.text)
    letters = fuzz.token_sort_ratio(mine.text, theirs.text) / 100
    inside = fuzz.token_set_ratio(mine.text, theirs.text) / 100
    plain = fuzz.token_sort_ratio(one.plain_name, other.plain_name) / 100
    both = mine.telling | theirs.telling
    shared = mine.telling & theirs.telling
    return {
        "name": max(words, letters, plain),
        "name_words": words,
        "name_inside": inside,
        "name_plain": plain,
        "name_exact": float(mine.words == theirs.words),
        "telling_differs": float(bool(mine.telling) and bool(theirs.telling) and not shared),
        "telling_more": float(bool(both) and mine.telling != theirs.telling),
        "town_differs": float(bool(mine.towns) and bool(theirs.towns) and mine.towns.isdisjoint(theirs.towns)),
    }


def _owner(one: Entry, other: Entry) -> dict[str, float]:
    """Compare who offers it; organisations have no owner."""
    if one.kind != OFFER:
        return {"owner_same": 0.0, "owner_row_same": 0.0, "owner_differs": 0.0, "owner_town_differs": 0.0}
    is_row = one.organisation_id == other.organisation_id
    alike = 1.0 if is_row else fuzz.token_set_ratio(one.organisation.text, other.organisation.text) / 100
    towns = one.organisation_towns, other.organisation_towns
    return {
        "owner_same": float(alike >= _SAME_OWNER),
        "owner_row_same": float(is_row),
        "owner_differs": float(alike < _OTHER_OWNER),
        "owner_town_differs": float(bool(towns[0]) and bool(towns[1]) and towns[0].isdisjoint(towns[1])),
    }


def _place(one: Entry, other: Entry) -> dict[str, float]:
    """Compare where it is: municipalities, postcodes and points; the whole country is no disagreement with a town."""
    here, there = one.municipality_codes, other.municipality_codes
    is_said = bool(here) and bool(there)
    nearest = _nearest(one, other)
    return {
        "municipality_same": float(is_said and not here.isdisjoint(there)),
        "place_same": float((is_said and not here.isdisjoint(there)) or not (here or there)),
        "municipality_differs": float(is_said and here.isdisjoint(there)),
        "one_is_national": float(bool(here) != bool(there)),
        "postcode_differs": float(_agreement(one.postcodes, other.postcodes) < 0),
        "near": float(nearest is not None and nearest <= _NEAR_KM),
        "far": float(nearest is not None and nearest > _FAR_KM),
    }


def _content(one: Entry, other: Entry) -> dict[str, float]:
    """Compare what it is, for whom and when."""
    is_gendered = "any" not in {one.gender, other.gender} and one.gender != other.gender
    text = _share(one.text, other.text)
    return {
        "concepts": _share(one.concepts, other.concepts),
        "concepts_differ": float(_agreement(one.concepts, other.concepts) < 0),
        "text": text,
        "text_same": float(text >= _ALIKE),
        "times_same": float(_agreement(one.times, other.times) > 0),
        "times_differ": float(_agreement(one.times, other.times) < 0),
        "ages_differ": float(_ages_apart(one, other)),
        "gender_differs": float(is_gendered),
    }


def _agreement(mine: Collection[str], theirs: Collection[str]) -> int:
    """Return 1 when something is shared, -1 when both say something else, 0 when one says nothing."""
    if not mine or not theirs:
        return 0
    return 1 if set(mine) & set(theirs) else -1


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how much of the shorter stands in the longer."""
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter else 0.0


def _ages_apart(one: Entry, other: Entry) -> bool:
    """Test whether two say whom by age, and it is not the same people at all."""
    mine, theirs = (one.age_min, one.age_max), (other.age_min, other.age_max)
    if mine == (None, None) or theirs == (None, None):
        return False
    lowest, highest = max(mine[0] or 0, theirs[0] or 0), min(mine[1] or 200, theirs[1] or 200)
    return lowest >= highest


def _nearest(one: Entry, other: Entry) -> float | None:
    if not one.points or not other.points:
        return None
    mine, theirs = ([SimpleNamespace(lat=lat, lon=lon) for lat, lon in entry.points] for entry in (one, other))
    return min(distance_km(here, there) for here in mine for there in theirs)
