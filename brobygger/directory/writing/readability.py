"""How easily a Danish text reads (LIX, Björnsson 1968), and kind advice on what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.directory.writing.advice import Advice, advice_on
from brobygger.directory.writing.sentences import sentences_in, words_in

#: A word of more letters than this is long (Björnsson).
_LONG = 6
#: With fewer words the number says nothing.
LEAST_WORDS = 20
#: So much advice at a time: more is a telling-off.
MOST_ADVICE = 5
_MOST_OF_A_KIND = 2
#: Below so much it is as easy as the words say (Björnsson's steps, a little stricter at the top).
_LEVELS: tuple[tuple[int, str, str | Promise], ...] = (
    (30, "easy", _("Let at læse. Det er godt.")),
    (38, "fine", _("Til at læse for de fleste.")),
    (45, "heavy", _("Lidt tung at læse.")),
    (10_000, "hard", _("Svær at læse for mange.")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """How a text reads. ``lix`` is None, and ``level`` empty, when there is too little text to tell."""

    lix: int | None
    level: str
    verdict: str | Promise
    sentence_count: int
    word_count: int
    advice: tuple[Advice, ...]


def readability(text: str) -> Readability:
    """Return how easily a text reads, with the advice that helps most, at most ``MOST_ADVICE``."""
    sentences = sentences_in(text)
    words = [word for sentence in sentences for word in words_in(sentence)]
    lix = _lix(words, sentence_count=len(sentences))
    level, verdict = _level(lix)
    return Readability(
        lix=lix,
        level=level,
        verdict=verdict,
        sentence_count=len(sentences),
        word_count=len(words),
        advice=_chosen(advice_on(sentences)),
    )


def _lix(words: list[str], *, sentence_count: int) -> int | None:
    """Return words per sentence, and the share of long words in per cent, added."""
    if len(words) < LEAST_WORDS:
        return None
    long = sum(len(word) > _LONG and not word.isdecimal() for word in words)
    return round(len(words) / sentence_count + 100 * long / len(words))


def _level(lix: int | None) -> tuple[str, str | Promise]:
    if lix is None:
        return "", ""
    return next((key, verdict) for below, key, verdict in _LEVELS if lix < below)


def _chosen(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    """Return the advice that helps most: the gravest first, few of each kind, nothing twice."""
    chosen: dict[tuple[str, str], Advice] = {}
    for one in sorted(advice, key=lambda one: -one.weight):
        of_its_kind = sum(kind == one.kind for kind, _quote in chosen)
        if of_its_kind < _MOST_OF_A_KIND and len(chosen) < MOST_ADVICE:
            chosen.setdefault((one.kind, one.quote), one)
    return tuple(chosen.values())
