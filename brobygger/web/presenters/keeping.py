"""Keeping a search, or passing it on: with the visitor's own words, or without them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from brobygger.search.forms import params_from
from brobygger.search.queries import Filters, Result
from brobygger.search.understanding.concepts import FACETS, FIELD_OF_FACET, load_concepts
from brobygger.web.presenters.questions import Question

#: Longer addresses make codes that a telephone cannot read.
LONGEST_QR = 600
#: Guesses that are a yes or no among the filters.
_SWITCH_OF = {
    "free": "is_free",
    "referral_free": "is_referral_free",
    "room": "has_room",
    "companion": "is_companion_possible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """A search to keep: whole addresses to share, and ``path`` for this device. Empty addresses are not offered."""

    name: str
    path: str
    url: str
    qr_url: str
    wordless_name: str
    wordless_path: str
    wordless_url: str


def keeping(result: Result, *, question: Question, name: str, place: str) -> Keeping:
    """Return how to keep a search called ``name``; ``place`` is the municipality for the version without words."""
    base = reverse("web:search")
    query = question.without("side").query
    wordless = without_words(result, place=place)
    wordless_path = f"{base}?{wordless}" if wordless else ""
    return Keeping(
        name=name,
        path=f"{base}?{query}",
        url=f"{settings.BASE_URL}{base}?{query}",
        qr_url=f"{reverse('web:search_qr')}?{query}" if len(query) <= LONGEST_QR else "",
        wordless_name=_wordless_name(result, place),
        wordless_path=wordless_path,
        wordless_url=f"{settings.BASE_URL}{wordless_path}" if wordless_path else "",
    )


def without_words(result: Result, *, place: str) -> str:
    """Return the query of the same question as filters only; empty when it holds no words, or nothing else.

    Neither what was written nor exactly where somebody is stays in it: the place is the municipality.
    """
    filters, understood = result.filters, result.understood
    if not filters.text:
        return ""
    said = Filters(
        **_concepts(result),
        is_strict_place=filters.is_strict_place,
        age=filters.age if filters.age is not None else understood.age,
        gender=filters.gender or understood.gender,
        roles=filters.roles or understood.roles,
        delivery=filters.delivery or understood.delivery,
        when=filters.when or understood.when,
        languages=filters.languages,
        **_switches(result),
    )
    return params_from(said, place_text=place) if said != Filters() else ""


def _concepts(result: Result) -> dict[str, Any]:
    """Return what was chosen with what was understood, by field."""
    topics = load_concepts().topics
    fields = {field: list(getattr(result.filters, field)) for field in FACETS}
    for key, _label in result.understood.concepts:
        topic = topics.get(key)
        if topic is not None and topic.facet in FIELD_OF_FACET:
            fields[FIELD_OF_FACET[topic.facet]].append(key)
    return {field: tuple(dict.fromkeys(keys)) for field, keys in fields.items()}


def _switches(result: Result) -> dict[str, Any]:
    guessed = {guess.id for guess in result.understood.guesses}
    return {field: bool(getattr(result.filters, field)) or name in guessed for name, field in _SWITCH_OF.items()}


def _wordless_name(result: Result, place: str) -> str:
    """Return what to call it: the names of what was understood, and the place."""
    return " · ".join(_unique([*(label for _key, label in result.understood.concepts), place]))


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
