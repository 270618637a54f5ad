"""Rows: the documents that can be found, the stamp that tells when they changed, and what people missed."""

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.taxonomy.models import Scheme

LONGEST_NEED = 1000


class IndexedDocumentQuerySet(models.QuerySet["IndexedDocument"]):
    """Named questions about documents."""

    def with_ids(self, ids: list[UUID]) -> "IndexedDocumentQuerySet":
        """The documents with these ids."""
        return self.filter(id__in=ids)

    def in_order(self) -> "IndexedDocumentQuerySet":
        """In the one order every process reads them in."""
        return self.order_by("id")


class IndexedDocument(models.Model):
    """Et dokument: a published document as JSON, under the document's own id. The index is made from these rows.

    ``content`` is text and not a JSON column: it is read whole or not at all, and text keeps every character.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    content = models.TextField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["IndexedDocument"]] = IndexedDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(content=""), name="indexed_document_has_content")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class GenerationQuerySet(models.QuerySet["Generation"]):
    """Named questions about the stamp."""

    def only_one(self) -> "GenerationQuerySet":
        """The one row there is."""
        return self.filter(id=1)

    def stamps(self) -> "models.QuerySet[Generation, tuple[UUID, str | None]]":
        """The stamp with the version of the concepts, in one query."""
        version = Scheme.objects.filter(id=1).values("version")[:1]
        return self.values_list("stamp", models.Subquery(version))


class Generation(models.Model):
    """Et mærke: one row whose stamp is new after each change, written in the change's own transaction.

    The stamp, and not the number, is what processes compare: after a rollback or a restored backup a number can
    come again with other documents behind it, a stamp cannot.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField()

    objects: ClassVar[models.Manager["Generation"]] = GenerationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="search_generation_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class UnmetNeed(BaseModel):
    """Det, nogen manglede: what a visitor wrote when nothing fitted. No name, no address to answer to."""

    text = models.TextField(_("hvad manglede du?"), max_length=LONGEST_NEED)
    municipality_code = models.CharField(_("kommune"), max_length=4, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["UnmetNeed"]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="unmet_need_has_text")]

    class Privacy:
        """180 days: long enough to see what is missing where, short enough for a text somebody wrote on a bad day."""

        personal = frozenset({"text"})
        keep_for: timedelta | None = timedelta(days=180)
        since = "created_at"

    def __str__(self) -> str:
        return str(self.id)
