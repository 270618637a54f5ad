"""The whole reading of a question: concepts, person, place, time and form, with what was chosen put above guesses."""

import unicodedata
from collections.abc import Container, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Self

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.tokens import LONGEST_TEXT, is_stop_word, normalize, words
from brobygger.search.concepts import ConceptBook
from brobygger.search.gazetteer import Gazetteer, NamedPlace
from brobygger.search.understanding.lists import people_words, word_set
from brobygger.search.understanding.people import Person, quiet_places, understand_person, understand_unwanted
from brobygger.search.understanding.phrases import PhraseBook, Said
from brobygger.search.understanding.times import understand_when
from brobygger.search.understanding.whereabouts import understand_place

#: A question has at most this many words; the rest adds time and no meaning.
MOST_WORDS = 60
_ENGLISH = frozenset(
    """the i i'm my is he she and to of for with needs need want am are friends help someone son daughter has have
    can so after feel feels feeling alone lost died passed away old years year live living where what how who
    there something anyone husband wife mother father mum dad brother sister child children people work language
    learn speak talk about because not no don't i've he's she's it was were get find looking free food money
    house home at be do does did our we they them""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was taken to say.

    ``tokens`` are the words to match with their places, spelling repaired; ``said`` are the concepts.
    ``quiet`` are places of words that say little for matching, ``unwanted`` words that show an offer is not wanted.
    """

    tokens: tuple[tuple[int, str], ...] = ()
    corrected: str = ""
    said: tuple[Said, ...] = ()
    person: Person = field(default_factory=Person)
    place: NamedPlace | None = None
    when: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    extra_words: tuple[str, ...] = ()
    quiet: frozenset[int] = frozenset()
    unwanted: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Reader:
    """Reads questions with one set of concepts and documents. Immutable; safe for many threads."""

    def __init__(self, *, concepts: ConceptBook, analyzer: Analyzer) -> None:
        self._concepts = concepts
        self._analyzer = analyzer
        self._phrases = PhraseBook(concepts, analyzer)

    def with_words(self, known: Container[str]) -> Self:
        """Return the same reader that leaves the spelling of more words alone (``Analyzer.with_words``)."""
        reader = copy(self)
        reader._analyzer = self._analyzer.with_words(known)
        return reader

    def read(self, text: str, *, ignored: frozenset[str], gazetteer: Gazetteer) -> Reading:
        """Return what the text says; guesses in ``ignored`` are not made."""
        text = normalize(text[:LONGEST_TEXT])
        tokens = words(text)[:MOST_WORDS]
        if not tokens:
            return Reading()
        where = understand_place(text, gazetteer) if "place" not in ignored else None
        named = where.used if where else frozenset()
        repaired = tokens if "spelling" in ignored or _is_english(tokens) else self._repair(tokens, spared=named)
        person = understand_person(" ".join(text.lower().split()), repaired)
        when, when_words = understand_when(repaired) if "when" not in ignored else ((), frozenset())
        is_volunteer = "frivillig" in person.roles and "role" not in ignored
        said = self._said(repaired, ignored, is_volunteer=is_volunteer)
        delivery = tuple(s.key for s in said if self._concepts.topics[s.key].facet == "delivery")
        used = named | when_words | (person.used if "age" not in ignored else frozenset())
        used |= word_set("volunteer_words") if is_volunteer else frozenset()
        unwanted_places, unwanted = understand_unwanted(repaired) if "unwanted" not in ignored else (frozenset(), ())
        foreign_words, foreign_said, languages = self._foreign(text, ignored)
        return Reading(
            tokens=tuple(
                (place, word)
                for place, word in enumerate(repaired)
                if word not in used and place not in unwanted_places and not is_stop_word(word)
            ),
            corrected=" ".join(repaired) if repaired != tokens else "",
            said=(*(s for s in said if s.key not in delivery), *foreign_said),
            person=_without(person, ignored),
            place=where.place if where else None,
            when=when,
            delivery=() if "delivery" in ignored else delivery,
            extra_words=foreign_words,
            languages=languages,
            quiet=quiet_places(repaired),
            unwanted=unwanted,
        )

    def _said(self, tokens: Sequence[str], ignored: frozenset[str], *, is_volunteer: bool) -> list[Said]:
        left_out = {guess.removeprefix("concept:") for guess in ignored}
        left_out |= word_set("volunteer_concepts") if is_volunteer else set()
        return self._phrases.find(tokens, left_out=left_out)

    def _repair(self, tokens: Sequence[str], *, spared: frozenset[str]) -> list[str]:
        return [word if word in spared else self._analyzer.speller.repair(word) for word in tokens]

    def _foreign(self, text: str, ignored: frozenset[str]) -> tuple[tuple[str, ...], tuple[Said, ...], tuple[str, ...]]:
        """Return what the letters alone tell: words and concepts of those who write so."""
        if "language" in ignored:
            return (), (), ()
        for script in people_words()["scripts"].values():
            if _is_written_in(text, script["block"], script["letters"]):
                keys = [
                    key
                    for key in script["concepts"]
                    if key in self._concepts.topics and f"concept:{key}" not in ignored
                ]
                return tuple(script["words"]), tuple(Said(key, 0.9, ()) for key in keys), (script["language"],)
        return (), (), ()


def _without(person: Person, ignored: frozenset[str]) -> Person:
    return Person(
        age=None if "age" in ignored else person.age,
        gender="" if "gender" in ignored else person.gender,
        roles=() if "role" in ignored else person.roles,
        speaks_of_self=person.speaks_of_self,
    )


def _is_english(tokens: Sequence[str]) -> bool:
    """Test whether most words are English ones, which Danish spelling must not repair."""
    return sum(word in _ENGLISH for word in tokens) * 3 >= len(tokens)


def _is_written_in(text: str, block: str, letters: str) -> bool:
    """Test whether half of the letters are of one script, with at least one of its telling letters if any are named."""
    alphabetic = [letter for letter in text.lower() if letter.isalpha()]
    own = sum(unicodedata.name(letter, "").startswith(block) for letter in alphabetic)
    return 2 * own > len(alphabetic) and (not letters or any(letter in text.lower() for letter in letters))
