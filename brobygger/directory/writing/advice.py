"""What makes a sentence heavy, told kindly: too long, an office's words, the trade's words, passive, two times no."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from brobygger.directory.writing.sentences import words_in

_FILE = Path(__file__).parent.parent / "data" / "everyday_words.toml"
#: A sentence of more words is long to hold in one's head.
_LONG_SENTENCE = 24
#: A word of more letters is long to read.
_LONG_WORD = 18
_MOST_QUOTED = 90
_NEGATIONS = frozenset("ikke ingen aldrig hverken uden næppe ingenting intet".split())
_MODALS = frozenset("kan skal vil må bør kunne skulle ville måtte burde".split())
#: Verbs that end like a passive and are none: people do these themselves.
_NO_PASSIVE = frozenset(
    """mødes findes synes trives lykkes snakkes følges hjælpes ses enes slås glædes færdes mindes længes omgås skændes
    skilles kys kysses krammes væres sættes fås nås vores deres jeres altid ellers hos gratis ens plads hjemmefra dels
    skiftes behøves kriges forenes mangles fælles alles""".split()
)
_PARTICIPLE = re.compile(r"[a-zæøå]{3,}(?:et|te|ede|t)$")
_BECOMES = frozenset("bliver blive blev".split())
_NO_PARTICIPLE = frozenset(
    "det et godt lidt meget noget fast sjovt svært let måltid mødet hyggeligt holdt bedt stort helt kendt trist".split()
)
#: Endings of nouns, verbs and adjectives; those that a word ending in "e" has instead of it.
_ENDINGS = tuple("s n r e t en et er ne erne ene ens ets es".split())
_ENDINGS_OF_E = tuple("er es t te et ede ende en erne".split())
_LEAST_INFLECTED = 5
_WORDING = {
    "office": _("Skriv for eksempel »{instead}«."),
    "trade": _("Mange kender ikke ordet. Skriv for eksempel »{instead}«."),
}
_WEIGHT = {"office": 3.5, "trade": 4.0}
_S_FORM = re.compile(r"[a-zæøå]{2,}[a-zæøå]es$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One kind word of advice: the place it is about, and what to do. ``weight`` says how much it helps."""

    kind: str
    quote: str
    message: str | Promise
    weight: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """An office's word and what to write instead."""

    kind: str
    instead: str
    forms: tuple[frozenset[str], ...]


def advice_on(sentences: Iterable[str]) -> Iterator[Advice]:
    """Give all advice on a text, sentence by sentence."""
    for sentence in sentences:
        words = words_in(sentence)
        yield from _long_sentence(sentence, words)
        yield from _odd_words(words)
        yield from _passive(words)
        yield from _two_times_no(sentence, words)
        yield from _long_words(words)


def _long_sentence(sentence: str, words: list[str]) -> Iterator[Advice]:
    if len(words) > _LONG_SENTENCE:
        message = format_lazy(_("Sætningen har {count} ord. Prøv at dele den i to."), count=len(words))
        yield Advice(kind="long", quote=_short(sentence), message=message, weight=3 + len(words) / _LONG_SENTENCE)


def _odd_words(words: list[str]) -> Iterator[Advice]:
    """Give an everyday word for each of an office's or the trade's; the longest saying first."""
    plain, place = [word.lower() for word in words], 0
    while place < len(words):
        entry = _entry_at(plain, place)
        if entry:
            quote = " ".join(words[place : place + len(entry.forms)])
            yield Advice(
                kind=entry.kind,
                quote=quote,
                message=format_lazy(_WORDING[entry.kind], instead=entry.instead),
                weight=_WEIGHT[entry.kind],
            )
        place += len(entry.forms) if entry else 1


def _entry_at(words: list[str], place: int) -> "_Entry | None":
    """Return what is said of the words from a place on, the longest first."""
    for entry in _entries().get(words[place], ()):
        here = words[place : place + len(entry.forms)]
        if len(here) == len(entry.forms) and all(word in forms for word, forms in zip(here, entry.forms, strict=True)):
            return entry
    return None


def _passive(words: list[str]) -> Iterator[Advice]:
    """Give advice where nobody does it: "skal udfyldes", "bliver afholdt"."""
    plain = [word.lower() for word in words]
    for place, word in enumerate(plain):
        before = plain[max(0, place - 3) : place]
        is_s_form = bool(_S_FORM.match(word)) and word not in _NO_PASSIVE and not _MODALS.isdisjoint(before)
        is_become = (
            not _BECOMES.isdisjoint(before[-2:]) and bool(_PARTICIPLE.match(word)) and word not in _NO_PARTICIPLE
        )
        if is_s_form or is_become:
            said = " ".join(words[max(0, place - 2) : place + 1])
            yield Advice(
                kind="passive",
                quote=said,
                message=_("Hvem gør det? Skriv »du« eller »vi«, så er det lettere at forstå."),
                weight=2.5,
            )


def _two_times_no(sentence: str, words: list[str]) -> Iterator[Advice]:
    if sum(word.lower() in _NEGATIONS for word in words) > 1:
        message = _("Her er to gange nej i én sætning. Kan det siges, så man ved, hvad man kan?")
        yield Advice(kind="no", quote=_short(sentence), message=message, weight=2.8)


def _long_words(words: list[str]) -> Iterator[Advice]:
    for word in words:
        if len(word) > _LONG_WORD and "-" not in word:
            message = _("Det er et langt ord. Kan det siges med to korte?")
            yield Advice(kind="word", quote=word, message=message, weight=2 + len(word) / 100)


def _short(sentence: str) -> str:
    """Return the beginning of a sentence, cut between words."""
    if len(sentence) <= _MOST_QUOTED:
        return sentence
    return sentence[:_MOST_QUOTED].rsplit(" ", 1)[0] + " …"


@cache
def _entries() -> dict[str, list[_Entry]]:
    """The list by every form of its first word, the longest sayings first."""
    listed = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    entries = [
        _Entry(kind, instead, tuple(_forms(word) for word in said.split()))
        for kind, pairs in listed.items()
        for said, instead in pairs.items()
    ]
    found: dict[str, list[_Entry]] = {}
    for entry in sorted(entries, key=lambda entry: -len(entry.forms)):
        for form in entry.forms[0]:
            found.setdefault(form, []).append(entry)
    return found


def _forms(word: str) -> frozenset[str]:
    """Return the forms of a word; short words and small words have none but their own."""
    if len(word) < _LEAST_INFLECTED:
        return frozenset({word})
    forms = {word, *(word + ending for ending in _ENDINGS)}
    if word.endswith("e"):
        forms |= {word[:-1] + ending for ending in _ENDINGS_OF_E}
    return frozenset(forms)
