"""Names without what people add and leave out: towns, legal forms, abbreviations, who leads it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from brobygger.directory.writing.likeness import TELLING
from brobygger.organisations.likeness import bare_name
from brobygger.places.package_data import municipalities, postcodes

#: "v/ Hanne", "ved Hanne Hansen", "c/o": who leads it is not its name.
_LED_BY = re.compile(r"\s(?:v/|v\.|c/o)\s?.*$", re.IGNORECASE)
_SHORT = {
    "afd": "afdeling", "komm": "kommune", "fr": "frivillig", "friv": "frivillig", "kbh": "kobenhavn", "gr": "gruppe",
    "lokalforen": "lokalforening", "lf": "lokalforening", "foren": "forening", "ctr": "center", "rk": "rode kors",
}  # fmt: skip
#: Legal forms, and words that any two names may differ in.
_SAYS_NOTHING = frozenset(
    """forening foreningen lokalforening lokalafdeling afdeling afd aps as ivs imba amba fmba smba fond fonden
    selvejende institution den det de en et i og for af pa hos med til ved fra om dit din alle kommune kommunes danmark
    danmarks dansk danske landsforening landsforeningen gruppen tilbud tilbuddet projekt projektet""".split()
)
#: Shorter names of towns are words as well: "Ry", "Give", "Bov".
_SHORTEST_TOWN = 5
#: Parts of town names that are words of their own.
_NO_TOWNS = frozenset("hojby nyborg_ hus skole vester oster havn kirke bakken broen huset moder aben".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: the words that make it this one, the towns in it, and the words that say whom or when."""

    words: tuple[str, ...]
    towns: frozenset[str]
    telling: frozenset[str]

    @property
    def text(self) -> str:
        """The words that make it this one, in their order."""
        return " ".join(self.words)


def take_apart(name: str, *, owner: str = "") -> Name:
    """Return a name without towns and empty words, and without its organisation's name where something is left."""
    words = _words(name)
    towns = frozenset(word for word in words if word in _towns())
    core = [word for word in words if word not in towns and word not in _SAYS_NOTHING]
    owners = set(_words(owner))
    own = [word for word in core if word not in owners]
    # "Ventilen for unge" by Ventilen: whom it is for alone is no name.
    kept = own if not TELLING.issuperset(own) else core or words
    return Name(words=tuple(kept), towns=towns, telling=frozenset(TELLING.intersection(core)))


def towns_of(name: str) -> frozenset[str]:
    """Return the towns that stand in a name."""
    return frozenset(word for word in _words(name) if word in _towns())


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    bare = bare_name(_LED_BY.sub("", name))
    found: list[str] = []
    for word in bare.split():
        found += _SHORT.get(word, word).split()
    return tuple(_joined(found))


def _joined(words: Collection[str]) -> list[str]:
    """Put towns of two words together: "hoje taastrup" is one."""
    result: list[str] = []
    for word in words:
        both = f"{result[-1]} {word}" if result else ""
        if both in _towns():
            result[-1] = both
        else:
            result.append(word)
    return result


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    """Return every municipality and postal town, spelled as names are compared."""
    given = [row.name for row in municipalities()] + [row.name for row in postcodes()]
    names = {bare_name(name) for name in given}
    bare = {name.removesuffix(" kommune").removesuffix(" c").removesuffix(" o") for name in names}
    return frozenset(name for name in bare if len(name) >= _SHORTEST_TOWN) - _NO_TOWNS
