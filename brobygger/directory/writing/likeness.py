"""When two offers are the same one written twice: pure functions on what is said of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from brobygger.organisations.likeness import bare_name

#: From this likeness (0 to 1) on it is worth asking whether it is the same.
LEAST_ALIKE = 0.7
#: From this likeness of two words (0-100) on they are one word, spelled as people do.
_SAME_WORD = 80
#: How alike two names must be when nothing else is the same, and when the association or the way to it is.
NAME_ALONE, NAME_BESIDE = 0.92, 0.68
#: Words that say whom or when: two names that differ in these are of two offers.
TELLING = frozenset(
    """unge ung voksne voksen born barn ban foraldre mand mend kvinder kvinde aldre seniorer begyndere begynder ovede
    mandag tirsdag onsdag torsdag fredag lordag sondag formiddag eftermiddag aften par enlige madre fadre piger drenge
    studerende parorende efterladte pensionister demens angst depression sorg kraft 1 2 3 4 5 i ii iii a b""".split()
)
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What tells one offer from another. ``places`` are streets with their postcodes."""

    name: str
    organisation_id: object = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How alike two offers are, and in what: ``name``, ``organisation``, ``phone``, ``email``, ``link``, ``place``."""

    score: float
    shared: tuple[str, ...]


def compare(one: Traits, other: Traits) -> Alike:
    """Return how alike two offers are. The same association alone is no likeness: most have several offers."""
    shared = tuple(
        word
        for word, is_shared in (
            ("organisation", one.organisation_id is not None and one.organisation_id == other.organisation_id),
            ("phone", not one.phones.isdisjoint(other.phones)),
            ("email", not one.emails.isdisjoint(other.emails)),
            ("link", not one.addresses.isdisjoint(other.addresses)),
            ("place", not one.places.isdisjoint(other.places)),
        )
        if is_shared
    )
    name = name_likeness(one.name, other.name)
    if name < (NAME_BESIDE if shared else NAME_ALONE):
        return Alike(score=0.0, shared=shared)
    return Alike(score=min(1.0, 0.75 * name + 0.09 * len(shared)), shared=("name", *shared))


def name_likeness(one: str, other: str) -> float:
    """Return how alike two names are (0 to 1), word by word in any order; those that tell whom it is for count."""
    mine, theirs = bare_name(one).split(), bare_name(other).split()
    if not mine or not theirs:
        return 0.0
    left = list(theirs)
    unmatched: list[str] = []
    matched = 0.0
    for word in mine:
        best = max(left, key=lambda candidate: fuzz.ratio(word, candidate), default="")
        if best and fuzz.ratio(word, best) >= _SAME_WORD and not _are_two(word, best):
            left.remove(best)
            matched += (len(word) + len(best)) * fuzz.ratio(word, best) / 100
        else:
            unmatched.append(word)
    if not TELLING.isdisjoint({*unmatched, *left}):
        return 0.0
    whole = sum(map(len, mine)) + sum(map(len, theirs))
    share = matched / whole
    # A name inside a longer one ("Sorggruppe" in "Sorggruppe hos Håbet") is nearly the same.
    inside = 0.8 if matched and (not unmatched or not left) else 0.0
    return max(share, inside)


def _are_two(one: str, other: str) -> bool:
    """Test whether two words that look alike are two on purpose: "gruppe 1" and "gruppe 2"."""
    return one != other and (one in TELLING or other in TELLING)


def plain_phones(phones: Iterable[str]) -> frozenset[str]:
    """Return numbers as their last eight digits, however they are written."""
    return frozenset(digits[-8:] for phone in phones if len(digits := _NOT_A_DIGIT.sub("", phone)) >= 8)


def plain_place(address: str, postcode: str) -> str:
    """Return a street and its postcode so that two spellings of it are the same; empty without a street."""
    street = bare_name(address)
    return f"{street} {postcode}".strip() if street else ""
