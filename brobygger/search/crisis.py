"""Does this text smell of crisis? A pure question, asked before anything else is searched.

The answer is a set of topics ("suicide", "violence" …); what help belongs to a topic is the knowledge room's.
The rules are data (``data/crisis_wording.toml``), so that somebody who knows people in crisis, not code, can
mend them. Better to show help once too often than once too little.

A rule is a row of words in order: ``word``, ``stem*``, ``one|other``, ``CLASS`` (named under ``classes``),
``~`` (up to three words between), ``~~`` (up to eight) and ``$`` (the end of a sentence). Text is read word by
word, so the time it takes grows with the text's length and never worse.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_WORDING = Path(__file__).parent / "data" / "crisis_wording.toml"
_GAPS = {"~": 3, "~~": 8}
_STOP = "."
_MASK = "\0"
_MAX_CHARACTERS = 10_000
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*|[.!?;\n]")
_STRETCHED = re.compile(r"(.)\1{2,}")
#: How people write æ, ø and å when they cannot, or do not, type them.
_FOLDS = (("ae", "oe", "aa"), ("ae", "o", "a"), ("a", "o", "a"), ("e", "o", "a"))


@dataclass(frozen=True, slots=True)
class _Word:
    """One place in a rule: the words and stems that fit it."""

    words: frozenset[str]
    stems: tuple[str, ...]

    def fits(self, token: str) -> bool:
        return token in self.words or (bool(self.stems) and token.startswith(self.stems))


_Steps = tuple[tuple[int, _Word], ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A rule cut in two at its rarest word, to be matched outwards from there."""

    topic: str
    left: _Steps
    right: _Steps


class _PhraseBook:
    """Phrases found by their anchor word in constant time."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_stem: dict[str, list[_Phrase]] = defaultdict(list)
        self._stem_lengths: list[int] = []

    def add(self, anchor: _Word, phrase: _Phrase) -> None:
        for word in anchor.words:
            self._by_word[word].append(phrase)
        for stem in anchor.stems:
            self._by_stem[stem].append(phrase)
        self._stem_lengths = sorted({len(stem) for stem in self._by_stem})

    def matches(self, tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Give (topic, first, last) for every phrase found."""
        for place, token in enumerate(tokens):
            for phrase in self._candidates(token):
                first = _walk(tokens, place, phrase.left, step=-1)
                if first is None:
                    continue
                last = _walk(tokens, place, phrase.right, step=1)
                if last is not None:
                    yield phrase.topic, first, last

    def _candidates(self, token: str) -> Iterator[_Phrase]:
        yield from self._by_word.get(token, ())
        for length in self._stem_lengths:
            if length > len(token):
                return
            yield from self._by_stem.get(token[:length], ())


@dataclass(frozen=True, slots=True)
class _Rules:
    fillers: frozenset[str]
    spellings: dict[str, str]
    repairs: dict[str, str]
    known: frozenset[str]
    harmless: _PhraseBook
    crisis: _PhraseBook
    only_with_others: frozenset[str]


def crisis_topics(text: str) -> frozenset[str]:
    """Return the crisis topics the text touches; empty when it touches none."""
    if not text:
        return frozenset()
    rules = _rules()
    tokens = _tokens(text[:_MAX_CHARACTERS], rules)
    for _, first, last in list(rules.harmless.matches(tokens)):
        tokens[first : last + 1] = [_STOP if t == _STOP else _MASK for t in tokens[first : last + 1]]
    found = {topic for topic, _, _ in rules.crisis.matches(tokens)}
    if found <= rules.only_with_others:
        return frozenset()
    return frozenset(found)


def _tokens(text: str, rules: _Rules) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("i̇", "i").replace("’", "'").replace("ʼ", "'")
    tokens = [_STOP]
    for raw in _TOKEN.findall(_STRETCHED.sub(r"\1", plain)):
        token = _STOP if raw in ".!?;\n" else _spelled(raw, rules)
        if token not in rules.fillers:
            tokens.append(token)
    tokens.append(_STOP)
    return tokens


def _spelled(token: str, rules: _Rules) -> str:
    """Return the word meant: slang written out, slips in the words that matter most repaired."""
    token = rules.spellings.get(token, token)
    if token in rules.known:
        return token
    if repaired := rules.repairs.get(token):
        return repaired
    if 6 <= len(token) <= 20:
        for cut in _shortened(token):
            if repaired := rules.repairs.get(cut):
                return repaired
    return token


def _shortened(word: str) -> Iterator[str]:
    """Give the word with one letter left out, once for each place."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _walk(tokens: Sequence[str], place: int, steps: _Steps, *, step: int) -> int | None:
    """Follow the steps from a matched word; return the last place reached, or None."""
    if not steps:
        return place
    gap, word = steps[0]
    for _ in range(gap + 1):
        place += step
        if not 0 <= place < len(tokens):
            return None
        if word.fits(tokens[place]):
            reached = _walk(tokens, place, steps[1:], step=step)
            if reached is not None:
                return reached
        if tokens[place] in (_STOP, _MASK):
            return None
    return None


@cache
def _rules() -> _Rules:
    """Read the wording once for the life of the process."""
    data = tomllib.loads(_WORDING.read_text(encoding="utf-8"))
    harmless, crisis, known = _PhraseBook(), _PhraseBook(), set(data["leave_alone"])
    for line in data["harmless"]:
        _add(harmless, line, "harmless", data, known)
    for topic, lines in data["topics"].items():
        for line in lines:
            _add(crisis, line, topic, data, known)
    return _Rules(
        fillers=frozenset(data["fillers"]),
        spellings=data["spellings"],
        repairs=_repairs(data["repair"]),
        known=frozenset(known),
        harmless=harmless,
        crisis=crisis,
        only_with_others=frozenset(data["only_with_others"]),
    )


def _add(book: _PhraseBook, line: str, topic: str, data: dict[str, Any], known: set[str]) -> None:
    gap, steps = 0, []
    for part in line.split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        steps.append((gap, _word(part, data["classes"])))
        gap = 0
    for _, word in steps:
        known |= word.words
    rarest = min(range(len(steps)), key=lambda place: _commonness(steps[place][1], data["common"]))
    # Going left, the gap belongs to the word that was left behind.
    left = tuple((steps[place + 1][0], steps[place][1]) for place in reversed(range(rarest)))
    book.add(steps[rarest][1], _Phrase(topic=topic, left=left, right=tuple(steps[rarest + 1 :])))


def _word(part: str, classes: dict[str, str]) -> _Word:
    words: set[str] = set()
    stems: set[str] = set()
    for name in part.split("|"):
        for form in classes.get(name, name).split():
            if form == "$":
                words.add(_STOP)
            elif form.isupper() and form in classes:
                nested = _word(form, classes)
                words |= nested.words
                stems |= set(nested.stems)
            elif form.endswith("*"):
                stems |= _foldings(form[:-1])
            else:
                words |= _foldings(form)
    return _Word(frozenset(words), tuple(sorted(stems)))


def _foldings(form: str) -> set[str]:
    """Return the form as written and as typed without æ, ø, å."""
    folded = {form}
    if any(letter in form for letter in "æøå"):
        folded |= {form.replace("æ", ae).replace("ø", oe).replace("å", aa) for ae, oe, aa in _FOLDS}
    return folded


def _commonness(word: _Word, common: list[str]) -> tuple[bool, int]:
    """Sort key: everyday words last, then words with many forms."""
    return (_STOP in word.words or any(form in word.words for form in common), len(word.words) + len(word.stems))


def _repairs(keywords: list[str]) -> dict[str, str]:
    """Map slips (a letter missing, extra, wrong or swapped) to the word they were meant to be."""
    repairs: dict[str, str] = {}
    for word in keywords:
        for place in range(1, len(word) - 1):
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            repairs.setdefault(swapped, word)
        if len(word) >= 7:
            for form in _foldings(word):
                repairs[form] = word
                for cut in _shortened(form):
                    repairs.setdefault(cut, word)
    return repairs
