"""Who is it for? Age, sex, whose life it is about, and whether the person wants to get help or to give it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from brobygger.search.understanding.ages import CHILD, SELF, AgeSaid, ages_in
from brobygger.search.understanding.lists import people_words, word_set
from brobygger.search.understanding.sayings import VOLUNTEER, Heard, related_in

#: Before "mand" or "kone" these tell that it is not the writer, or not who the offer is for.
_OF_SOMEBODY = frozenset(
    "min mine sin hans hendes vores voldelig voldelige en af for til fra med ingen ikke kun".split()
)
#: People this close in age find the same offers.
_SAME_AGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the words say about the one who is to use the offer. ``used`` are the words that said only this.

    ``age`` is set when one person's age is told. ``ages`` holds every age that may be meant, in years: of a parent
    and a child, of several children, or the ends and the middle of "i tyverne"; an offer fits when one of them fits.
    ``relation`` is whose life it is about: ``self``, ``child``, ``parent``, ``grandparent``, ``partner``,
    ``sibling``, ``friend``, ``client`` (a professional writes) or nothing. ``speaks_of_self`` is true when the words
    are somebody's own, so that a young age is the writer's.
    """

    age: int | None = None
    ages: tuple[int, ...] = ()
    gender: str = ""
    roles: tuple[str, ...] = ()
    relation: str = ""
    speaks_of_self: bool = False
    used: frozenset[str] = field(default_factory=frozenset)

    def without(self, ignored: Collection[str]) -> "Person":
        """Return the person without the guesses that were taken away."""
        return replace(
            self,
            age=None if "age" in ignored else self.age,
            ages=() if "age" in ignored else self.ages,
            gender="" if "gender" in ignored else self.gender,
            roles=() if "role" in ignored else self.roles,
        )


def understand_person(
    text: str,
    words: Sequence[str],
    heard: Iterable[Heard] | None = None,
    *,
    year: int | None = None,
    is_english: bool = False,
) -> Person:
    """Return who is meant by a lower-case text, its words and what was heard in them."""
    heard = tuple(related_in(words)) if heard is None else tuple(heard)
    said = ages_in(text, words, year=year)
    age, ages = _age(said)
    # "i" is the writer in English, and a preposition in Danish.
    own = word_set("self") if is_english else word_set("self") - {"i"}
    relation = _relation(words, own)
    return Person(
        age=age,
        ages=ages,
        gender=_gender(words, said, relation),
        roles=_roles(words, heard),
        relation=relation,
        speaks_of_self=not own.isdisjoint(words) and word_set("somebody_else").isdisjoint(words),
        used=frozenset(word for one in said for word in one.used),
    )


def _age(said: Sequence[AgeSaid]) -> tuple[int | None, tuple[int, ...]]:
    """Return the one age that is told, if it is one, and every age that may be meant."""
    ages = tuple(dict.fromkeys(age for one in said for age in (one.least, (one.least + one.most) // 2, one.most)))
    if not said:
        return None, ()
    if len(said) == 1:
        return (said[0].least + said[0].most) // 2, ages
    is_one_kind = len({one.who for one in said}) == 1
    is_near = max(ages) - min(ages) <= (_SAME_AGE if min(ages) >= 18 else 1)
    return (ages[0] if is_one_kind and is_near else None), ages


def _gender(words: Sequence[str], said: Sequence[AgeSaid], relation: str) -> str:
    """Return the sex when the writer says it of themselves, or of somebody whose age is said too."""
    named = {word for one in said for word in [one.word] if one.who != SELF and word}
    if named:
        # Offers for somebody whose partner is ill are for the writer, of either sex.
        is_unclear = len({one.who for one in said}) > 1 or relation == "partner"
        return "" if is_unclear or not word_set("dead").isdisjoint(words) else _sex_of(named)
    for place, word in enumerate(words[:-1]):
        if word in {"jeg", "i"} and words[place + 1] in {"er", "am"}:
            following = set(_unowned(words[place + 2 : place + 7]))
            if following & word_set("self_woman"):
                return "women"
            if following & word_set("self_man"):
                return "men"
    for place, word in enumerate(words):
        if word in {"mor", "far", "dad", "mum", "father", "mother"} and place and words[place - 1] in word_set("alone"):
            return _sex_of({word})
    for place, word in enumerate(words[:4]):
        if word in {"mand", "herre", "fyr", "kvinde", "dame"} and not (place and words[place - 1] in _OF_SOMEBODY):
            return "women" if word in word_set("self_woman") else "men"
    return ""


def _unowned(words: Sequence[str]) -> list[str]:
    """Return the words without somebody's husband or mother ("jeg er bange for min mand")."""
    owners = word_set("possessives") | {"for", "med", "af", "til"}
    return [word for place, word in enumerate(words) if not (place and words[place - 1] in owners)]


def _sex_of(named: Collection[str]) -> str:
    is_male, is_female = (not word_set(name).isdisjoint(named) for name in ("boys_and_men", "girls_and_women"))
    if is_male == is_female:
        return ""
    return "men" if is_male else "women"


def _relation(words: Sequence[str], own: Collection[str]) -> str:
    """Return whose life it is about: a client's, that of the first one who is close to the writer, or their own."""
    relations = _relations()
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word in relations["client"] and before in {"en", "", "har", "vores", "min", "for"}:
            return "client"
        if before in word_set("possessives"):
            for relation, named in relations.items():
                if word in named and relation != "client":
                    return relation
    speaks_of_self = any(word in own for word in words)
    if not relations[CHILD].isdisjoint(words[:2]) and not speaks_of_self:
        return CHILD
    return SELF if speaks_of_self else ""


@cache
def _relations() -> dict[str, frozenset[str]]:
    return {name: frozenset(text.split()) for name, text in people_words()["relations"].items()}


def quiet_places(words: Sequence[str], heard: Iterable[Heard]) -> frozenset[int]:
    """Return the places of words that only say who somebody is to the writer ("min mor"), or that they want to help."""
    offering = {place for key, places in heard if key == VOLUNTEER for place in places}
    kin, possessives = word_set("kin"), word_set("possessives")
    return frozenset(offering) | frozenset(
        place for place, word in enumerate(words) if place and word in kin and words[place - 1] in possessives
    )


def _roles(words: Sequence[str], heard: Iterable[Heard]) -> tuple[str, ...]:
    """Return ``frivillig`` when the person wants to give help."""
    joined = f" {' '.join(words)} "
    lists = people_words()
    if any(f" {phrase} " in joined for phrase in lists["not_volunteer"]):
        return ()
    is_volunteer = any(f" {phrase} " in joined for phrase in lists["volunteer"])
    return ("frivillig",) if is_volunteer or any(key == VOLUNTEER for key, _ in heard) else ()
