"""Aids beside what is being written: how it reads, what it seems to be about, whether it stands here already."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.directory.editing.steps import Typed, list_of, value_of
from brobygger.directory.selectors.alike import SimilarOffer, similar_offers
from brobygger.directory.selectors.suggested import SuggestedConcept, suggest_by_facet
from brobygger.directory.values import OfferData
from brobygger.directory.writing.readability import Readability, readability
from brobygger.ui.languages import current_language

#: The texts that tell what an offer is about.
_TELLING = ("name", "summary", "audience", "description")
_MOST_SUGGESTED, _MOST_SIMILAR = 5, 3
_IN_COMMON = {
    "name": _("navnet"),
    "organisation": _("foreningen"),
    "phone": _("telefonnummeret"),
    "email": _("mailadressen"),
    "link": _("hjemmesiden"),
    "place": _("adressen"),
}
#: How a verdict on a text looks.
TONES = {"easy": "success", "fine": "success", "heavy": "warning", "hard": "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAid:
    """How the texts of the first step read, in a kind word and a few pieces of advice."""

    reading: Readability
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A concept that may fit: ready to be ticked, with the words that say so."""

    id: str
    key: str
    label: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """An offer that may be the same, and what the two have in common."""

    key: str
    name: str
    organisation_name: str
    is_shown: bool
    common: str


def text_aid(typed: Typed) -> TextAid | None:
    """Return how what was typed reads; None while there is nothing to say about it."""
    reading = readability("\n\n".join(value_of(typed, name) for name in ("summary", "description")))
    if not reading.level and not reading.advice:
        return None
    return TextAid(reading=reading, tone=TONES.get(reading.level, ""))


def suggestions(typed: Typed, fields: dict[str, str], *, by: str) -> dict[str, tuple[Suggestion, ...]]:
    """Return the concepts that the texts speak of and that are not chosen yet, by the field they are chosen in.

    The words of the name of whoever writes tell who they are, not what they do: Røde Kors does not sing.
    """
    texts = {name: _less_names(value_of(typed, name), by) for name in _TELLING}
    found = suggest_by_facet(texts=texts, limit=_MOST_SUGGESTED, language=current_language())
    return {
        name: tuple(_suggestion(name, one) for one in found.get(facet, ()) if one.key not in list_of(typed, name))
        for name, facet in fields.items()
    }


def twins(data: OfferData, *, offer_id: UUID | None) -> tuple[Twin, ...]:
    """Return the offers that may be the one that is being written."""
    return tuple(_twin(one) for one in similar_offers(data=data, limit=_MOST_SIMILAR, offer_id=offer_id))


def _less_names(text: str, name: str) -> str:
    """Return a text less the words of a name, as the name spells them."""
    words = "|".join(re.escape(word) for word in name.split() if word[:1].isupper())
    return re.sub(rf"\b(?:{words})\b", "", text) if words else text


def _suggestion(name: str, one: SuggestedConcept) -> Suggestion:
    why = gettext("fordi du skrev »%(words)s«") % {"words": one.words} if one.words else ""
    return Suggestion(id=f"forslag-{name}-{one.key}", key=one.key, label=one.label, why=why)


def _twin(one: SimilarOffer) -> Twin:
    return Twin(
        key=one.key,
        name=one.name,
        organisation_name=one.organisation_name,
        is_shown=one.is_shown,
        common=", ".join(str(_IN_COMMON[word]) for word in one.shared if word in _IN_COMMON),
    )
