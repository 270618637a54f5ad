"""From what people say to concepts: "har ingen at snakke med" is loneliness.

Four ways, surest first. A relation between people ("min kone … slår … mig", ``sayings.py``). A whole saying, small
words and order included ("min kone slår mig" is not "jeg slår min kone"). The same saying by its words of content, in
order, with a little between. A name of the concept alone. The longest match wins, and its words are used up: in "min
mand drikker" nobody finds the drinker's own help.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.tokens import is_stop_word, stem, words
from brobygger.search.understanding.concepts import ConceptBook, Topic
from brobygger.search.understanding.lists import word_set
from brobygger.search.understanding.sayings import Heard, related_in, vague_needs
from brobygger.search.understanding.wording import MASK

#: Words that may stand anywhere in a saying without changing it.
_FILLERS = frozenset(
    """så meget lige rigtig rigtigt virkelig jo altså bare også nu helt lidt og at simpelthen ret faktisk hele tiden
    bliver blevet er har godt gerne""".split()
)
#: Small words that change who does what to whom, so that a saying with them must be said with them.
TELLING = frozenset("ikke ingen aldrig uden efter mig ham hende selv aldrig hverken no not nobody me".split())
#: Never skipped inside a saying: "jeg er ikke ensom".
_NOT = frozenset("ikke ikk aldrig ingen uden not never no".split())
#: Right after a saying these turn it round: "min mand drikker ikke".
_NOT_AFTER = frozenset("ikke ikk aldrig not never".split())
#: By so many words a saying must be longer to be surer than a relation inside it.
_LONGER_BY = 2
#: A form ("telefon") is wished for in few words, or after one of these: "taler i telefon hele dagen" is no wish.
_WISHED_FORM = frozenset("på over via per pr i kun helst gerne eller og søger ønsker by only prefer".split())
_OWNERS = frozenset("min mit mine din sin sit sine hans hendes vores deres my his her".split())
_FEW_WORDS = 3
_LEAST_JOINED = 3
_RELATION, _SAYING, _CONTENT, _NAME, _PART = 1.1, 1.0, 0.8, 0.9, 0.6
#: Distress without a cause counts for this much beside a cause.
_BESIDE_A_CAUSE = 0.35
_GAP_IN_SAYING, _GAP_IN_CONTENT = 1, 2

Stems = tuple[str, ...]
Line = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """One concept found in a text: how sure, and which words (by place) said it: none when its meaning did, or the
    language it is written in (``is_of_tongue``).
    """

    key: str
    weight: float
    places: tuple[int, ...]
    is_of_tongue: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    stems: Stems
    weight: float
    gap: int
    is_content: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What is known of a text besides its words: what was heard in it, and what must not be taken from it.

    ``hidden`` are places of words that say something else (a town, a price), ``denied`` concepts that the word at a
    place names and the writer says no to, with the place of the "no".
    """

    heard: tuple[Heard, ...] = ()
    hidden: frozenset[int] = field(default_factory=frozenset)
    denied: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def denies(self, said: Said) -> bool:
        """Test whether a concept is said no to; a saying that holds the "no" itself means it ("kan ikke …")."""
        negations = (self.denied.get((place, said.key)) for place in said.places)
        return any(negation is not None and negation not in said.places for negation in negations)


class PhraseBook:
    """Everything that is said of the concepts, ready to be found in a text. Immutable."""

    def __init__(self, concepts: ConceptBook, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.facets: Mapping[str, str] = {topic.key: topic.facet for topic in concepts.topics.values()}
        #: By the first word, or the first two, so that "min" and "jeg" do not lead to hundreds of sayings.
        self._by_start: dict[str | tuple[str, str], list[_Phrase]] = {}
        self._names: dict[str, dict[str, float]] = {}
        for topic in concepts.topics.values():
            self._add_topic(topic)

    def _add_topic(self, topic: Topic) -> None:
        for label in topic.labels:
            content = _content(words(label))
            if len(content) == 1:
                self._names.setdefault(content[0], {}).setdefault(topic.key, _NAME)
            elif content:
                self._add(topic.key, _whole(words(label)), _SAYING, _GAP_IN_SAYING, is_content=False)
                self._add(topic.key, content, _CONTENT, _GAP_IN_CONTENT, is_content=True)
        for expression in topic.expressions:
            content = _content(words(expression))
            # "spiller for meget" has one word to go by: with others between it would be found in "spil for unge".
            gap = _GAP_IN_SAYING if len(content) > 1 else 0
            self._add(topic.key, _whole(words(expression)), _SAYING, gap, is_content=False)
            if len([s for s in content if s not in TELLING]) >= 2:
                self._add(topic.key, content, _CONTENT, _GAP_IN_CONTENT, is_content=True)

    def _add(self, key: str, stems: Stems, weight: float, gap: int, *, is_content: bool) -> None:
        if stems:
            start = stems[0] if len(stems) == 1 else (stems[0], stems[1])
            self._by_start.setdefault(start, []).append(_Phrase(key, stems, weight, gap, is_content))

    def names(self, word: str) -> Collection[str]:
        """Return the concepts that a word is the name of, whole."""
        if word == MASK or is_stop_word(word) or word in word_set("kin"):
            return ()
        return self._names.get(stem(word), ())

    def find(self, tokens: Sequence[str], *, left_out: Collection[str] = (), aside: Aside | None = None) -> list[Said]:
        """Return the concepts that the words (lower case, spelling repaired) speak of, surest first."""
        aside = aside or Aside(heard=tuple(related_in(tokens)))
        shown: list[str] = [MASK if place in aside.hidden else word for place, word in enumerate(tokens)]
        used: set[int] = set()
        found: dict[str, Said] = {}
        kept: list[Said] = []
        for said in sorted(chain(self._related(aside), self._phrases_in(shown)), key=_surest_first):
            if said.key in left_out or aside.denies(said) or not self._may_stand(said, kept, used):
                continue
            self._keep(found, said)
            kept.append(said)
            used.update(said.places)
        for said in chain(self._joined_in(shown), self._named_in(shown, used)):
            if said.key not in left_out and not aside.denies(said):
                self._keep(found, said)
        return sorted(self._causes_first(found.values()), key=lambda said: (-said.weight, said.places, said.key))

    def _may_stand(self, said: Said, kept: Sequence[Said], used: set[int]) -> bool:
        """Test whether what was said may stand beside what is surer: on other words, or on the very same ones.

        A relation yields only to a longer saying of the same facet: "min mor har mistet min far" is a widow's.
        """
        if said.weight == _RELATION:
            facet = self.facets[said.key]
            longer = (other for other in kept if other.weight < _RELATION and _is_inside(said, other))
            return all(self.facets[other.key] != facet for other in longer)
        return used.isdisjoint(said.places) or any(_ends(said) == _ends(other) for other in kept)

    def _causes_first(self, found: Collection[Said]) -> Iterator[Said]:
        """Give what was found, with distress held back when its cause is told as well."""
        has_cause = any(said.key not in vague_needs() and self.facets.get(said.key) == "need" for said in found)
        for said in found:
            is_held_back = has_cause and said.key in vague_needs()
            yield replace(said, weight=said.weight * _BESIDE_A_CAUSE) if is_held_back else said

    @staticmethod
    def _keep(found: dict[str, Said], said: Said) -> None:
        if said.key not in found or found[said.key].weight < said.weight:
            found[said.key] = said

    def _related(self, aside: Aside) -> Iterator[Said]:
        """Give the concepts that were heard as a relation."""
        for key, places in aside.heard:
            if key in self.facets:
                yield Said(key, _RELATION, places)

    def _phrases_in(self, tokens: Sequence[str]) -> Iterator[Said]:
        """Give every saying found."""
        whole = [(place, stem(word)) for place, word in enumerate(tokens) if word not in _FILLERS]
        content = [(place, s) for place, word in enumerate(tokens) if (s := _content_stem(word))]
        barriers = frozenset(place for place, word in enumerate(tokens) if word in _NOT)
        for line, is_content, reach in ((whole, False, _GAP_IN_SAYING), (content, True, _GAP_IN_CONTENT)):
            for start, (_, first) in enumerate(line):
                followers = dict.fromkeys(second for _, second in line[start + 1 : start + 2 + reach])
                for phrase in self._starting(first, followers):
                    if phrase.is_content != is_content:
                        continue
                    found = _follow(line, start, phrase, barriers)
                    if found and not (_is_denied_after(tokens, found[-1]) and barriers.isdisjoint(found)):
                        yield Said(phrase.key, phrase.weight, found)

    def _starting(self, first: str, followers: Iterable[str]) -> Iterator[_Phrase]:
        """Give the sayings that begin with a word, or with it and one of those near after it."""
        yield from self._by_start.get(first, ())
        for second in followers:
            yield from self._by_start.get((first, second), ())

    def _joined_in(self, tokens: Sequence[str]) -> Iterator[Said]:
        """Give the concepts that two words name together: "gælds rådgivning" is written apart by many."""
        for place, (word, after) in enumerate(pairwise(tokens)):
            if not (_may_be_joined(word) and _may_be_joined(after)):
                continue
            for joined in (word + after, f"{word}s{after}"):
                for key, sureness in self._names.get(stem(joined), {}).items():
                    yield Said(key, sureness, (place, place + 1))

    def _named_in(self, tokens: Sequence[str], used: set[int]) -> Iterator[Said]:
        """Give the concepts that a word names, or a part of a compound, unless a saying used the word up."""
        is_short = sum(not is_stop_word(word) for word in tokens) <= _FEW_WORDS
        for place, word in enumerate(tokens):
            # A word that only says who somebody is to the writer ("min mor") is too loose to name a group.
            if place in used or word == MASK or is_stop_word(word) or word in word_set("kin") | _FILLERS:
                continue
            for term, weight in self._analyzer.terms(word):
                for key, sureness in self._names.get(term, {}).items():
                    before = tokens[place - 1] if place else ""
                    is_wished = before in _WISHED_FORM or (is_short and before not in _OWNERS)
                    if self.facets[key] == "delivery" and not is_wished:
                        continue
                    yield Said(key, sureness if weight == 1.0 else _PART, (place,))


def _may_be_joined(word: str) -> bool:
    return len(word) >= _LEAST_JOINED and word.isalpha() and not is_stop_word(word)


def _is_denied_after(tokens: Sequence[str], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1] in _NOT_AFTER


def _ends(said: Said) -> tuple[int, int]:
    return said.places[0], said.places[-1]


def _is_inside(one: Said, other: Said) -> bool:
    """Test whether one saying is a part of another, clearly longer one."""
    (first, last), (start, end) = _ends(one), _ends(other)
    return start <= first and last <= end and (end - start) - (last - first) >= _LONGER_BY


def _surest_first(said: Said) -> tuple[bool, int, float, tuple[int, ...], str]:
    """Sort key: relations and whole sayings by their words, the relation first; then sayings by words of content."""
    return said.weight < _SAYING, -len(said.places), -said.weight, said.places, said.key


def _follow(line: Line, start: int, phrase: _Phrase, barriers: Collection[int]) -> tuple[int, ...]:
    """Return the places of a saying that begins here, or nothing. No negation is skipped on the way."""
    places = [line[start][0]]
    at = start
    for wanted in phrase.stems[1:]:
        window = line[at + 1 : at + 2 + phrase.gap]
        step = next((n for n, (_, found) in enumerate(window) if found == wanted), None)
        if step is None or any(place in barriers for place, _ in window[:step]):
            return ()
        at += 1 + step
        places.append(line[at][0])
    return tuple(places)


def _whole(tokens: Sequence[str]) -> Stems:
    """Return the stems of all words but the fillers."""
    return tuple(stem(word) for word in tokens if word not in _FILLERS)


def _content(tokens: Sequence[str]) -> Stems:
    """Return the stems of the words that carry the meaning."""
    return tuple(s for word in tokens if (s := _content_stem(word)))


def _content_stem(word: str) -> str:
    if word in TELLING:
        return word
    return "" if is_stop_word(word) else stem(word)
