"""The whole reading of a question: concepts, person, place, time and form, with what was chosen put above guesses."""

from collections.abc import Collection, Container, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.spelling import join_split_words
from brobygger.search.analysis.tokens import LONGEST_TEXT, cased_words, fold, is_stop_word, normalize, plain_word
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.conditions import Conditions, understand_conditions
from brobygger.search.understanding.gazetteer import Gazetteer, NamedPlace, NamedRegion
from brobygger.search.understanding.languages import Tongue, language_of
from brobygger.search.understanding.lists import word_set
from brobygger.search.understanding.people import Person, quiet_places, understand_person
from brobygger.search.understanding.phrases import Aside, PhraseBook, Said
from brobygger.search.understanding.refusals import Refusal, Refused, named_refusals, understand_refusals
from brobygger.search.understanding.sayings import Heard, related_in
from brobygger.search.understanding.times import understand_when
from brobygger.search.understanding.whereabouts import Whereabouts, understand_place
from brobygger.search.understanding.wording import MASK

#: A question has at most this many words; the rest adds time and no meaning.
MOST_WORDS = 60
#: How sure it is that somebody who writes in a language seeks what is for those who speak it.
_FOREIGN = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was taken to say.

    ``tokens`` are the words to match with their places, spelling repaired; ``said`` are the concepts.
    ``quiet`` are places of words that say little for matching, ``unwanted`` words that show an offer is not wanted;
    ``refused`` is each thing that is not wanted (groups, activities, forms, and ``unwanted`` again).
    ``place`` is a town, a postcode or a municipality, ``region`` a part of the country; never both.
    ``is_free``, ``has_room``, ``is_referral_free``, ``is_companion_possible``, ``is_anonymous`` are wishes for an
    offer; ``is_sober`` is one for company without alcohol, ``is_outside`` for something outside the own municipality.
    ``languages`` are those that somebody wants to be met in; ``written_in`` is the text's own, nothing for Danish.
    """

    tokens: tuple[tuple[int, str], ...] = ()
    corrected: str = ""
    said: tuple[Said, ...] = ()
    person: Person = field(default_factory=Person)
    place: NamedPlace | None = None
    region: NamedRegion | None = None
    when: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    extra_words: tuple[str, ...] = ()
    quiet: frozenset[int] = frozenset()
    unwanted: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    languages: tuple[str, ...] = ()
    written_in: str = ""
    is_free: bool = False
    has_room: bool = False
    is_referral_free: bool = False
    is_companion_possible: bool = False
    is_sober: bool = False
    is_outside: bool = False
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The words of a question as they are understood: repaired, with towns and what is only said aside masked."""

    original: str
    tokens: tuple[str, ...]
    corrected: str
    tongue: Tongue | None
    where: Whereabouts
    heard: tuple[Heard, ...]


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

    def read(self, text: str, *, ignored: frozenset[str], gazetteer: Gazetteer, on: date | None = None) -> Reading:
        """Return what the text says; guesses in ``ignored`` are not made. ``on`` is today, for who is born when."""
        heard = self._hear(text, ignored, gazetteer)
        if not heard.tokens:
            return Reading()
        person = _person(heard, on)
        wishes = understand_conditions(heard.tokens, heard.heard, ignored=ignored)
        refused = self._refused(heard.tokens, wishes, ignored)
        refusals = (*named_refusals(wishes.refused), *refused.refusals)
        when, when_words = understand_when(heard.tokens) if "when" not in ignored else ((), frozenset[str]())
        hidden = heard.where.places | wishes.hidden | refused.hidden
        said = self._said(heard, Aside(heard=heard.heard, hidden=hidden, denied=refused.denied), person, ignored)
        forms = tuple(s.key for s in said if self._concepts.topics[s.key].facet == "delivery")
        return Reading(
            tokens=_to_match(heard.tokens, hidden, when_words | _used(heard, person, ignored)),
            corrected=heard.corrected,
            said=tuple(s for s in said if s.key not in forms),
            person=person.without(ignored),
            place=heard.where.place,
            region=heard.where.region,
            when=when,
            delivery=_wished_forms(forms, wishes, refusals, ignored),
            extra_words=heard.tongue.words if heard.tongue and "language" not in ignored else (),
            quiet=quiet_places(heard.tokens, heard.heard),
            unwanted=tuple(word for refusal in refusals for word in refusal.words),
            refused=refusals,
            languages=_languages(wishes, heard.tongue, ignored),
            written_in=heard.tongue.code if heard.tongue else "",
            is_free="free" in wishes.switches,
            has_room="room" in wishes.switches,
            is_referral_free="referral_free" in wishes.switches,
            is_companion_possible="companion" in wishes.switches,
            is_sober="sober" in wishes.switches,
            is_outside="outside" in wishes.switches,
            is_anonymous="anonymous" in wishes.switches,
        )

    def _hear(self, text: str, ignored: frozenset[str], gazetteer: Gazetteer) -> _Text:
        """Return the words of a text, repaired, with what was heard in them."""
        text = normalize(text[:LONGEST_TEXT])
        written = cased_words(text)[:MOST_WORDS]
        tongue = language_of(text, [plain_word(word) for word in written])
        is_danish = tongue is None and "spelling" not in ignored
        if is_danish:
            written = join_split_words(written, self._analyzer.speller)
        where = understand_place(written, gazetteer) if "place" not in ignored else Whereabouts()
        tokens = [plain_word(word) for word in written]
        if is_danish:
            tokens = [
                word if place in where.places else self._repaired(word, is_name=_is_name(written, place))
                for place, word in enumerate(tokens)
            ]
            if not where.places and "place" not in ignored:
                where = understand_place(_recased(tokens, written), gazetteer)
        shown = [MASK if place in where.places else word for place, word in enumerate(tokens)]
        is_changed = is_danish and tokens != [plain_word(word) for word in cased_words(text)[:MOST_WORDS]]
        return _Text(
            original=text,
            tokens=tuple(tokens),
            corrected=" ".join(tokens) if is_changed else "",
            tongue=tongue,
            where=where,
            heard=tuple(related_in(shown)),
        )

    def _repaired(self, word: str, *, is_name: bool) -> str:
        """Return the word that was meant; of a name only its letters are mended, never its sound."""
        meant = self._analyzer.speller.repair(word)
        return meant if not is_name or fold(meant) == fold(word) else word

    def _refused(self, tokens: Sequence[str], wishes: Conditions, ignored: Collection[str]) -> Refused:
        def names(place: int) -> Collection[str]:
            return () if place in wishes.hidden else self._phrases.names(tokens[place])

        return understand_refusals(tokens, names, self._phrases.facets, ignored=ignored)

    def _said(self, text: _Text, aside: Aside, person: Person, ignored: frozenset[str]) -> list[Said]:
        left_out = {guess.removeprefix("concept:") for guess in ignored}
        if "frivillig" in person.roles and "role" not in ignored:
            left_out |= word_set("volunteer_concepts")
        said = self._phrases.find(text.tokens, left_out=left_out, aside=aside)
        if text.tongue is None or "language" in ignored:
            return said
        known = {s.key for s in said} | left_out
        own = (key for key in text.tongue.concepts if key in self._concepts.topics and key not in known)
        return [*said, *(Said(key, _FOREIGN, (), is_of_tongue=True) for key in own)]


def _person(heard: _Text, on: date | None) -> Person:
    is_english = heard.tongue is not None and heard.tongue.code == "en"
    text = " ".join(heard.original.lower().split())
    return understand_person(text, heard.tokens, heard.heard, year=on.year if on else None, is_english=is_english)


def _used(heard: _Text, person: Person, ignored: Collection[str]) -> frozenset[str]:
    """Return the words that say only what is understood of them: an age, a role, or nothing at all."""
    used = person.used if "age" not in ignored else frozenset()
    used |= heard.tongue.small_words if heard.tongue else frozenset()
    return used | word_set("volunteer_words") if "frivillig" in person.roles and "role" not in ignored else used


def _to_match(tokens: Sequence[str], hidden: Collection[int], used: Collection[str]) -> tuple[tuple[int, str], ...]:
    """Return the words to look for, each with its place."""
    return tuple(
        (place, word)
        for place, word in enumerate(tokens)
        if word not in used and place not in hidden and not is_stop_word(word)
    )


def _recased(tokens: Sequence[str], written: Sequence[str]) -> list[str]:
    """Return repaired words with a capital where one was written, so that "Esbjærg" is a place too."""
    return [token.capitalize() if word[:1].isupper() else token for token, word in zip(tokens, written, strict=True)]


def _is_name(written: Sequence[str], place: int) -> bool:
    """Test whether a word is written like a name: with a capital, among words that are not."""
    return place > 0 and written[place][:1].isupper() and written[place - 1][:1].islower()


def _wished_forms(
    forms: Sequence[str], wishes: Conditions, refusals: Sequence[Refusal], ignored: Collection[str]
) -> tuple[str, ...]:
    """Return the forms that are wished and not refused."""
    if "delivery" in ignored:
        return ()
    refused = {form for refusal in refusals for form in refusal.delivery}
    return tuple(form for form in dict.fromkeys((*wishes.delivery, *forms)) if form not in refused)


def _languages(wishes: Conditions, tongue: Tongue | None, ignored: Collection[str]) -> tuple[str, ...]:
    """Return the languages to be met in: those that were asked for, and the one that somebody writes in."""
    if "language" in ignored:
        return ()
    return tuple(dict.fromkeys((*wishes.languages, *((tongue.code,) if tongue else ()))))
