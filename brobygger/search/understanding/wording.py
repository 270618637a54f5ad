"""Wording: a small language for what people say, so that one line of data stands for very many sentences.

A rule is a row of words in order: ``word``, ``stem*``, ``one|other``, ``CLASS`` (named under ``classes``),
``~`` (up to three words between), ``~~`` (up to eight) and ``$`` (the end of a sentence). Text is read word by
word, so the time it takes grows with the text's length and never worse.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: The token that stands before the first sentence and after each, and the one that hides a word from all rules.
STOP, MASK = ".", "\0"
_GAPS = {"~": 3, "~~": 8}
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
class _Rule:
    """A rule cut in two at its rarest word, to be matched outwards from there."""

    topic: str
    left: _Steps
    right: _Steps


class Wording:
    """Rules found by their rarest word in constant time.

    A word of ``barriers`` ("ikke") is never skipped by a short gap: "min far er ikke død" says nothing of a loss.
    """

    def __init__(
        self, classes: Mapping[str, str], common: Collection[str], barriers: Collection[str] = frozenset()
    ) -> None:
        self._classes = classes
        self._common = common
        self._barriers = frozenset(barriers)
        self._by_word: dict[str, list[_Rule]] = defaultdict(list)
        self._by_stem: dict[str, list[_Rule]] = defaultdict(list)
        self._stem_lengths: list[int] = []

    def add(self, topic: str, line: str) -> frozenset[str]:
        """Add one rule; return the whole words it is made of."""
        gap, steps = 0, []
        for part in line.split():
            if part in _GAPS:
                gap = _GAPS[part]
                continue
            steps.append((gap, self._word(part)))
            gap = 0
        rarest = min(range(len(steps)), key=lambda place: self._commonness(steps[place][1]))
        # Going left, the gap belongs to the word that was left behind.
        left = tuple((steps[place + 1][0], steps[place][1]) for place in reversed(range(rarest)))
        self._keep(steps[rarest][1], _Rule(topic=topic, left=left, right=tuple(steps[rarest + 1 :])))
        return frozenset(word for _, step in steps for word in step.words)

    def matches(self, tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Give (topic, first, last) for every rule that fits."""
        for place, token in enumerate(tokens):
            for rule in self._candidates(token):
                first = self._walk(tokens, place, rule.left, step=-1)
                if first is None:
                    continue
                last = self._walk(tokens, place, rule.right, step=1)
                if last is not None:
                    yield rule.topic, first, last

    def _walk(self, tokens: Sequence[str], place: int, steps: _Steps, *, step: int) -> int | None:
        """Follow the steps from a matched word; return the last place reached, or None."""
        if not steps:
            return place
        gap, word = steps[0]
        stops = self._barriers if gap <= _GAPS["~"] else frozenset()
        for _ in range(gap + 1):
            place += step
            if not 0 <= place < len(tokens):
                return None
            token = tokens[place]
            if word.fits(token):
                reached = self._walk(tokens, place, steps[1:], step=step)
                if reached is not None:
                    return reached
            if token in (STOP, MASK) or token in stops:
                return None
        return None

    def _keep(self, anchor: _Word, rule: _Rule) -> None:
        for word in anchor.words:
            self._by_word[word].append(rule)
        for stem in anchor.stems:
            self._by_stem[stem].append(rule)
        self._stem_lengths = sorted({len(stem) for stem in self._by_stem})

    def _candidates(self, token: str) -> Iterator[_Rule]:
        yield from self._by_word.get(token, ())
        for length in self._stem_lengths:
            if length > len(token):
                return
            yield from self._by_stem.get(token[:length], ())

    def _word(self, part: str) -> _Word:
        words: set[str] = set()
        stems: set[str] = set()
        for name in part.split("|"):
            for form in self._classes.get(name, name).split():
                if form == "$":
                    words.add(STOP)
                elif form.isupper() and form in self._classes:
                    nested = self._word(form)
                    words |= nested.words
                    stems |= set(nested.stems)
                elif form.endswith("*"):
                    stems |= foldings(form[:-1])
                else:
                    words |= foldings(form)
        return _Word(frozenset(words), tuple(sorted(stems)))

    def _commonness(self, word: _Word) -> tuple[bool, int]:
        """Sort key: everyday words last, then words with many forms."""
        is_common = STOP in word.words or any(form in word.words for form in self._common)
        return is_common, len(word.words) + len(word.stems)


def foldings(form: str) -> set[str]:
    """Return the form as written and as typed without æ, ø, å."""
    folded = {form}
    if any(letter in form for letter in "æøå"):
        folded |= {form.replace("æ", ae).replace("ø", oe).replace("å", aa) for ae, oe, aa in _FOLDS}
    return folded
