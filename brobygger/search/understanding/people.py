"""Who is it for? Age, sex, and whether the person wants to get help or to give it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from brobygger.search.understanding.lists import people_words, word_set
from brobygger.search.understanding.sayings import VOLUNTEER, related_in

_OLDEST = 115
#: Class 0 is the year a child turns six.
_AGE_IN_CLASS_0 = 6

_PERSON = (
    "søn|datter|dreng|pige|barn|mand|kvinde|mor|far|mormor|morfar|farmor|farfar|kone|bror|søster|fyr|dame|herre|ung|"
    "borger|barnebarn|veninde|ven|nabo|son|daughter|boy|girl|mother|father|man|woman"
)
_IS = "jeg er|han er|hun er|er fyldt|bliver|jeg bliver|i am|i'm|he is|she is|aged?"
_OTHER_UNITS = "gange|uger|måneder|dage|timer|kroner|kr|km|børn|weeks|months"
_AGE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(\d{1,3})\s*[-–]?\s*årige?s?\b",
        r"\b(\d{1,3})\s*(?:år gammel|år gamle|years old|year old|years-old|year-old|yrs old)\b",
        rf"\b(?:{_IS})\s+(\d{{1,3}})(?!\d)(?!\s*(?:{_OTHER_UNITS}))",
        rf"\b(?:{_PERSON})(?:en|et)?\s+(?:på|of|is|er|,)\s*(\d{{1,3}})\b(?!\s*(?:uger|måneder|dage|plejehjem))",
        r"\b(\d{1,3})\s*år\b(?!\s*(?:siden|tilbage|efter|i træk|sammen))",
    )
)
#: Before "mand" or "kone" these tell that it is not the writer, or not who the offer is for.
_OF_SOMEBODY = frozenset("min mine sin hans hendes vores voldelig voldelige en af for til fra med ingen".split())
_CLASS_PATTERN = re.compile(r"\b(\d{1,2})\s*\.?\s*(?:klasse|kl\.)(?![\w])")
_UPPER_SECONDARY = re.compile(r"\b(?:gymnasiet|gymnasieelev|[123]\s*\.?\s*g)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the words say about the one who is to use the offer. ``used`` are the words that said only this.

    ``speaks_of_self`` is true when the words are somebody's own, so that a young age is the writer's.
    """

    age: int | None = None
    gender: str = ""
    roles: tuple[str, ...] = ()
    speaks_of_self: bool = False
    used: frozenset[str] = field(default_factory=frozenset)


def understand_person(text: str, words: Sequence[str]) -> Person:
    """Return who is meant by a lower-case text and its words."""
    age, used = _age(text, words)
    return Person(
        age=age,
        gender=_gender(words, age),
        roles=_roles(words),
        speaks_of_self=not word_set("self").isdisjoint(words) and word_set("somebody_else").isdisjoint(words),
        used=frozenset(used),
    )


def _age(text: str, words: Sequence[str]) -> tuple[int | None, set[str]]:
    """Return the age that is said, in numbers, as a class at school, or by a word that leaves no doubt."""
    if match := _CLASS_PATTERN.search(text):
        grade = int(match.group(1))
        if grade <= 10:
            return _AGE_IN_CLASS_0 + grade, {match.group(1), "klasse", "kl", "går"}
    for pattern in _AGE_PATTERNS:
        if (match := pattern.search(text)) and int(match.group(1)) <= _OLDEST:
            return int(match.group(1)), {*match.group(0).split(), match.group(1), "år", "årig", "årige"} - word_set(
                "kin"
            )
    if _UPPER_SECONDARY.search(text):
        return 17, {"g"}
    if "død" in words or "døde" in words:
        return None, set()
    ages: dict[str, int] = people_words()["age"]["words"]
    return next((ages[word] for word in words if word in ages), None), set()


def _gender(words: Sequence[str], age: int | None) -> str:
    """Return the sex when the writer says it of themselves, or of somebody whose age is said too."""
    for place, word in enumerate(words[:-1]):
        if word in {"jeg", "i"} and words[place + 1] in {"er", "am"}:
            following = set(words[place + 2 : place + 7])
            if following & word_set("self_woman"):
                return "women"
            if following & word_set("self_man"):
                return "men"
    for place, word in enumerate(words[:4]):
        if word in {"mand", "herre", "fyr", "kvinde", "dame"} and not (place and words[place - 1] in _OF_SOMEBODY):
            return "women" if word in word_set("self_woman") else "men"
    if age is None:
        return ""
    named = [word for word in words if word in word_set("boys_and_men") | word_set("girls_and_women")]
    if not named or "død" in words:
        return ""
    return "men" if named[0] in word_set("boys_and_men") else "women"


def understand_unwanted(words: Sequence[str]) -> tuple[frozenset[int], tuple[str, ...]]:
    """Return the places of words that tell what is not wanted, and the words that show an offer to be so."""
    table = people_words()["unwanted"]
    after, between = frozenset(table["after"].split()), frozenset(table["between"].split())
    places: set[int] = set()
    shown_by: list[str] = []
    for place, word in enumerate(words):
        if word not in after:
            continue
        at = next((n for n in range(place + 1, min(place + 4, len(words))) if words[n] not in between), None)
        for group in table["groups"]:
            if at is not None and words[at] in group["words"].split():
                places |= {place, at}
                shown_by += group["shown_by"].split()
    return frozenset(places), tuple(shown_by)


def quiet_places(words: Sequence[str]) -> frozenset[int]:
    """Return the places of words that only say who somebody is to the writer ("min mor"), or that they want to help."""
    offering = {place for key, places in related_in(words) if key == VOLUNTEER for place in places}
    kin, possessives = word_set("kin"), word_set("possessives")
    return frozenset(offering) | frozenset(
        place for place, word in enumerate(words) if place and word in kin and words[place - 1] in possessives
    )


def _roles(words: Sequence[str]) -> tuple[str, ...]:
    """Return ``frivillig`` when the person wants to give help."""
    joined = f" {' '.join(words)} "
    lists = people_words()
    if any(f" {phrase} " in joined for phrase in lists["not_volunteer"]):
        return ()
    is_volunteer = any(f" {phrase} " in joined for phrase in lists["volunteer"])
    return ("frivillig",) if is_volunteer or any(key == VOLUNTEER for key, _ in related_in(words)) else ()
