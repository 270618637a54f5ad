"""Rows: concepts, their words and how they hang together (SKOS), and which version of the scheme is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel

#: Concept ids are made from their keys, so that every installation gives a concept the same id.
CONCEPT_NAMESPACE = uuid5(NAMESPACE_URL, "urn:brobygger:begreber")


def concept_id(key: str) -> UUID:
    """Return the id that a key has in every installation."""
    return uuid5(CONCEPT_NAMESPACE, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptCode:
    """A code of another list (FFB, KLE …) that means nearly the same; ``verified`` against that list as it is today."""

    scheme: str
    system: str
    code: str
    display: str
    verified: bool = False


class Facet(models.TextChoices):
    """What kind of question a concept answers. Each facet is a scheme of its own."""

    NEED = "need", _("udfordringer")
    TARGET = "target", _("målgrupper")
    ACTIVITY = "activity", _("aktiviteter")
    DELIVERY = "delivery", _("måder at mødes på")


class ConceptQuerySet(models.QuerySet["Concept"]):
    """Named questions about concepts."""

    def current(self) -> "ConceptQuerySet":
        """Those that are in the scheme now; a retired one stays only because offers may still point at it."""
        return self.filter(retired_at=None)

    def with_keys(self, keys: Iterable[str]) -> "ConceptQuerySet":
        """The concepts of some keys; unknown keys give nothing."""
        return self.filter(key__in=list(keys))

    def of_facet(self, facet: str) -> "ConceptQuerySet":
        """The concepts that answer one kind of question."""
        return self.filter(facet=facet)

    def in_order(self) -> "ConceptQuerySet":
        """The editors' order: what belongs together stands together."""
        return self.order_by("position")


class Concept(BaseModel):
    """Et begreb: one need, target group, activity or form, with every word that people use for it.

    ``expressions_*`` are whole utterances ("har ingen at snakke med"), not synonyms: SKOS hidden labels.
    """

    key = models.CharField(_("nøgle"), max_length=60, unique=True)
    facet = models.CharField(_("slags"), max_length=10, choices=Facet.choices)
    position = models.PositiveIntegerField()
    pref_da = models.CharField(_("navn på dansk"), max_length=80)
    pref_en = models.CharField(_("navn på engelsk"), max_length=80)
    alt_da = models.JSONField(_("andre ord på dansk"), default=list, blank=True)
    alt_en = models.JSONField(_("andre ord på engelsk"), default=list, blank=True)
    expressions_da = models.JSONField(_("sådan siger folk det"), default=list, blank=True)
    expressions_en = models.JSONField(_("sådan siger folk det på engelsk"), default=list, blank=True)
    note_da = models.TextField(_("forklaring på dansk"), blank=True)
    note_en = models.TextField(_("forklaring på engelsk"), blank=True)
    #: Each a ``ConceptCode``.
    codes = models.JSONField(_("koder i andre systemer"), default=list, blank=True)
    #: Pages about it carry the button that leaves the page at once.
    needs_quick_exit = models.BooleanField(_("hurtig vej ud"), default=False)
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", symmetrical=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Concept"]] = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("begreb")
        verbose_name_plural = _("begreber")
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_-]*$"), name="concept_key_is_a_slug"),
            models.CheckConstraint(condition=Q(facet__in=Facet.values), name="concept_facet_is_known"),
            models.UniqueConstraint(
                fields=["facet", "pref_da"], condition=Q(retired_at=None), name="concept_has_a_danish_name_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["facet", "pref_en"], condition=Q(retired_at=None), name="concept_has_an_english_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.pref_da


class WordLanguage(models.TextChoices):
    """The languages everyday words are in."""

    DANISH = "da", _("dansk")
    ENGLISH = "en", _("engelsk")


class EditedWordQuerySet(models.QuerySet["EditedWord"]):
    """Named questions about what editors have changed."""

    def of(self, *, concept_key: str, language: str, text: str) -> "EditedWordQuerySet":
        """What was done with one word of one concept."""
        return self.filter(concept_key=concept_key, language=language, text=text)

    def in_order(self) -> "EditedWordQuerySet":
        """The order they are put in."""
        return self.order_by("concept_key", "language", "changed_at", "text")


class EditedWord(BaseModel):
    """Et hverdagsord, en redaktør har sat på eller taget af et begreb: it stays so when the files are loaded again."""

    concept_key = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=WordLanguage.choices)
    text = models.CharField(max_length=120)
    is_removed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["EditedWord"]] = EditedWordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concept_key", "language", "text"], name="edited_word_once"),
            models.CheckConstraint(condition=Q(language__in=WordLanguage.values), name="edited_word_language_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="edited_word_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Scheme(models.Model):
    """Begrebssystemet som helhed: the one row that says which version of the concepts is loaded, and since when."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    #: Of everything as it is now; ``file_version`` of the files it came from, before editors put in words of their own.
    version = models.CharField(max_length=64)
    file_version = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="scheme_is_one_row")]

    def __str__(self) -> str:
        return self.version[:12]
