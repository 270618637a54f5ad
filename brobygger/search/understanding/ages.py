"""Ages in a text: in numbers, in words, as a year of birth, a decade of life or a class at school, and whose they are.

An age said of the writer and one said of somebody else are both kept: nobody can tell which of them is to come, and
a parent's age must not hide what is for the child, nor the other way round.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brobygger.search.understanding.lists import people_words, word_set

_OLDEST = 115
#: Class 0 is the year a child turns six.
_AGE_IN_CLASS_0 = 6
SELF, CHILD, OTHER = "self", "child", "other"

_N = r"(\d{1,3})(?![\d%])"
_NOT_YEARS = r"(?!\s*(?:gange|uger|ugers|måneder|mdr|dage|timer|minutter|kroner|kr\b|km|børn|barn|weeks|months|days|kids|children|procent|%|meter|plejehjem|steder|personer|mennesker|dages|års))"
_PERSON = (
    "sønner|søn|døtre|datter|dreng|drenge|pige|piger|barn|børn|mand|kvinde|mor|far|mormor|morfar|farmor|farfar|kone|bror|søster|fyr|dame|"
    "herre|ung|borger|barnebarn|børnebørn|veninde|ven|nabo|tvillinger|trillinger|teenager|unge|elev|nevø|niece|kæreste|samlever|"
    "storebror|lillebror|storesøster|lillesøster|tante|onkel|son|sons|daughter|daughters|boy|girl|mother|father|mum|mom|dad|man|woman|child|kid|kids|children|husband|wife"
)
_IS = (
    "jeg er(?: lige)?|han er|hun er|vi er|er(?: lige)? fyldt|fyldt|fylder(?: snart)?|er lige blevet|lige blevet|blevet|bliver(?: snart)?|er snart|er|"
    "i am|i'm|im|he is|she is|he's|she's|we are|aged?|turned|just turned"
)
_MORE = r"((?:\s*(?:,|og|and|&)\s*\d{1,2}(?!\d)(?!\s*(?:børn|barn|kr|timer|kids)))*)"
#: After a number of years these tell how long or how long ago.
_HOW_LONG = (
    r"(?!\s*(?:siden|tilbage|efter|i træk|sammen|clean|ædru|senere|tidligere|ago|later|gift|together|sober|fra))"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_N}\s*(?:-|–|til|to)\s*{_N}\s*-?\s*(?:år\b|årige?s?\b|years|års)",
        rf"\b(?:mellem|between)\s+{_N}\s*(?:og|and|-)\s*{_N}{_NOT_YEARS}",
        rf"\b{_N}\s*[-–]?\s*årige?s?\b",
        rf"\b{_N}\s*(?:år gammel|år gamle|års alderen|årsalderen|years old|year old|years-old|year-old|yrs old|yo\b|y/o)",
        rf"\b(?:{_PERSON})(?:en|et|ne)?\s*(?:på|of|is|er|are|aged|alder|,|:|\()?\s*{_N}{_MORE}{_NOT_YEARS}{_HOW_LONG}",
        rf"\b(?:{_IS})\s+{_N}{_MORE}{_NOT_YEARS}",
        rf"(?<![\d-])\b{_N}\s*\+",
        rf"\b{_N}\s*år\b{_HOW_LONG}",
    )
)
_DECADES = {
    "teenageårene": 13, "tyverne": 20, "trediverne": 30, "fyrrerne": 40, "halvtredserne": 50, "tresserne": 60, "halvfjerdserne": 70,
    "firserne": 80, "halvfemserne": 90, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
}  # fmt: skip
_DECADE = re.compile(
    rf"(?:\b(først|midt|sidst|slutningen|starten|begyndelsen|early|mid|late)\b\D{{0,8}}?)?\b([1-9]0(?=\s*['’]?(?:erne|ere|s\b))|{'|'.join(_DECADES)})"
)
_PART_OF_DECADE = {
    "først": (0, 3),
    "starten": (0, 3),
    "begyndelsen": (0, 3),
    "early": (0, 3),
    "midt": (4, 6),
    "mid": (4, 6),
}
_LATE = (6, 9)
_LIMIT = re.compile(rf"\b(over|under|above|below)\s+{_N}{_NOT_YEARS}(?:\s+(?:år|years))?{_HOW_LONG}")
_BORN = re.compile(r"\b(?:født|årgang|born)\s+(?:(?:d\.?|den)?\s*[\d./-]*\s*(?:i|in)?\s*)?((?:19|20)\d\d)\b")
_MONTHS = re.compile(
    rf"\b(?:{_PERSON}|baby|spædbarn|bebs)\D{{0,12}}?(\d{{1,2}})\s*(?:måneder|mdr|uger|months|weeks)\b(?!\s*(?:siden|ago))"
)
_CLASS = re.compile(
    r"\b(\d{1,2})\s*\.?\s*(?:klasse|kl\.|klassetrin|grade)(?![\w])|\bi\s+(\d)\.?\s?[a-e]\b|\b([1-3])\s*\.?\s*g\b"
)
#: Before a number of years: it tells how long, or what was once.
_SPAN_BEFORE = re.compile(
    r"\b(?:i|efter|gennem|sidste|seneste|for|næsten|de|past|last|after|om|i over|i næsten|på under)\s+$"
)
_ONCE_BEFORE = re.compile(r"\b(?:var|da|dengang|was|when)\b[^.,]{0,14}$")

_UNITS = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()
)
_TENS = {
    "tyve": 20,
    "tredive": 30,
    "fyrre": 40,
    "halvtreds": 50,
    "tres": 60,
    "halvfjerds": 70,
    "firs": 80,
    "halvfems": 90,
}
_NUMBERS = {
    **{word: value for value, word in enumerate(_UNITS) if value > 1},
    **_TENS,
    **{f"{'en' if n == 1 else _UNITS[n]}og{tens}": value + n for tens, value in _TENS.items() for n in range(1, 10)},
    "halvandet": 1, "et": 1, "halvtredsindstyve": 50,
}  # fmt: skip
_SPELLED = re.compile(rf"\b({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?=\s*-?\s*(?:års?\b|årige?\b))")
_SPELLED_IS = re.compile(
    r"(?:(?<=jeg er )|(?<=han er )|(?<=hun er )|(?<=fylder )|(?<=bliver ))"
    rf"({'|'.join(sorted((word for word, n in _NUMBERS.items() if n > 12), key=len, reverse=True))})\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeSaid:
    """One age, or a span of ages, of one person: ``who`` is ``self``, ``child`` or ``other``, ``word`` what they were called."""

    least: int
    most: int
    who: str = ""
    word: str = ""
    used: frozenset[str] = frozenset()


def ages_in(text: str, words: Sequence[str], *, year: int | None = None) -> tuple[AgeSaid, ...]:
    """Return every age that a lower-case text tells; ``year`` is the present one, to know who is born when."""
    if not (any(letter.isdigit() for letter in text) or _is_spelled(words)):
        return tuple(_of_words(words))
    text = _SPELLED.sub(lambda match: str(_NUMBERS[match.group(1)]), text)
    text = _SPELLED_IS.sub(lambda match: str(_NUMBERS[match.group(1)]), text)
    found = [said for _, said in sorted(_said(text, year), key=lambda pair: pair[0])]
    return tuple(found) or tuple(_of_words(words))


def _is_spelled(words: Sequence[str]) -> bool:
    return any(word in _DECADES or word in _NUMBERS for word in words)


def _said(text: str, year: int | None) -> Iterator[tuple[int, AgeSaid]]:
    """Give what was said with where it begins, each stretch of text read once."""
    taken: list[tuple[int, int]] = []
    for start, end, ages, used in _readings(text, year):
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            who, word = _whose(text, start, end)
            for least, most in ages:
                if 0 <= least <= most <= _OLDEST:
                    yield start, AgeSaid(least=least, most=most, who=who, word=word, used=used)


_Reading = tuple[int, int, list[tuple[int, int]], frozenset[str]]


def _readings(text: str, year: int | None) -> Iterator[_Reading]:
    for match in _CLASS.finditer(text):
        grade = int(match.group(1) or match.group(2) or 10)
        if grade <= 10:
            age = _AGE_IN_CLASS_0 + grade
            yield *match.span(), [(age, age)], frozenset({*match.groups(""), "klasse", "kl", "går", "g"})
    for match in _DECADE.finditer(text):
        start = _DECADES.get(match.group(2)) or int(match.group(2))
        low, high = _PART_OF_DECADE.get(match.group(1) or "", _LATE if match.group(1) else (0, 9))
        yield (
            *match.span(),
            [(start + low, start + high)],
            frozenset(re.findall(r"\w+['’]?\w*", match.group(0))) | {f"{start}'erne", f"{start}erne"},
        )
    for match in _BORN.finditer(text) if year else ():
        age = (year or 0) - int(match.group(1))
        yield *match.span(), [(max(0, age - 1), age)], frozenset({match.group(1), "født", "årgang", "born"})
    for match in _MONTHS.finditer(text):
        age = int(match.group(1)) // 12 if "m" in match.group(0)[match.end(1) - match.start() :] else 0
        yield *match.span(), [(age, age)], frozenset({match.group(1), "måneder", "uger", "months", "weeks", "mdr"})
    yield from _limits(text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not _is_no_age(text, match, is_bare=pattern is _PATTERNS[-1]):
                yield *match.span(), _numbers(match, pattern), _used(match.group(0))


def _limits(text: str) -> Iterator[_Reading]:
    """Give "over 60" and "under 25"."""
    for match in _LIMIT.finditer(text):
        limit = int(match.group(2))
        if 3 <= limit < 100:
            is_over = match.group(1) in {"over", "above"}
            ages = (limit + 1, min(limit + 15, _OLDEST)) if is_over else (max(0, limit - 8), limit - 1)
            yield *match.span(), [ages], frozenset({match.group(1), match.group(2), "år", "years"})


def _numbers(match: re.Match[str], pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    if pattern in _PATTERNS[:2]:
        low, high = sorted((int(match.group(1)), int(match.group(2))))
        return [(low, high)]
    return [(int(number), int(number)) for number in re.findall(r"\d+", match.group(0))]


def _used(said: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", said)
    return frozenset(words) - word_set("kin") | {"år", "årig", "årige"}


def _is_no_age(text: str, match: re.Match[str], *, is_bare: bool) -> bool:
    """Test whether a number of years is a time that passed: "gift i 40 år", "da jeg var 12"."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _ONCE_BEFORE.search(before) or re.search(r"\bvar\b", match.group(0)):
        return True
    return is_bare and _SPAN_BEFORE.search(before) is not None


def _whose(text: str, start: int, end: int) -> tuple[str, str]:
    """Return who an age belongs to: the person named nearest to it, in it, before it or right after."""
    inside = _people(text[start:end])
    before = _people(text[max(0, start - 30) : start])[-1:]
    after = _people(" ".join(text[end:].split()[:2]))[:1]
    for word in (*inside[::-1], *before, *after):
        return _kind(word), word
    return "", ""


def _people(text: str) -> list[str]:
    named = word_set("self_names") | word_set("child_names") | word_set("other_names")
    return [word for word in re.findall(r"[^\W\d_]+", text) if word in named]


def _kind(word: str) -> str:
    if word in word_set("self_names"):
        return SELF
    return CHILD if word in word_set("child_names") else OTHER


def _of_words(words: Sequence[str]) -> Iterator[AgeSaid]:
    """Give the age of the first word that tells one, unless it tells of the dead."""
    if not word_set("dead").isdisjoint(words):
        return
    table: dict[str, list[int]] = people_words()["age"]["words"]
    for word in words:
        if word in table:
            least, most = table[word]
            yield AgeSaid(least=least, most=most, who=_kind(word), word=word)
            return
