"""Rows: the documents that can be found, the log of their changes, what they mean, and what people missed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import connections, models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.taxonomy.models import Scheme

LONGEST_NEED = 1000


class IndexedDocumentQuerySet(models.QuerySet["IndexedDocument"]):
    """Named questions about documents."""

    def with_ids(self, ids: Iterable[UUID]) -> "IndexedDocumentQuerySet":
        """The documents with these ids."""
        return self.filter(id__in=list(ids))

    def contents_with_ids(self, ids: Sequence[UUID]) -> list[str]:
        """The contents of the documents with these ids, in any order.

        Every page of results asks this: to put the query together takes Django six times as long as to answer it.
        """
        key, marks = self.model._meta.pk, ", ".join(["%s"] * len(ids))
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT content FROM {self.model._meta.db_table} WHERE id IN ({marks})",  # noqa: S608 - no words of anybody's
                [key.get_db_prep_value(one, cursor.db) for one in ids],
            )
            return [content for (content,) in cursor.fetchall()]

    def in_order(self) -> "IndexedDocumentQuerySet":
        """In the one order every process reads them in."""
        return self.order_by("id")

    def following(self, last: UUID) -> "IndexedDocumentQuerySet":
        """The documents after one, in order."""
        return self.filter(id__gt=last).order_by("id")

    def in_span(self, first: UUID | None, last: UUID | None) -> "IndexedDocumentQuerySet":
        """The documents from one id on, up to but without another, in order; None: no such end."""
        begun = self.filter(id__gte=first) if first else self
        return (begun.filter(id__lt=last) if last else begun).order_by("id")

    def contents(self, model: str) -> "models.QuerySet[IndexedDocument, tuple[UUID, str, bytes | None]]":
        """Id, content and meaning to a model (None while it is not known), in one query."""
        vector = DocumentVector.objects.of_document(model).values("values")[:1]
        return self.values_list("id", "content", models.Subquery(vector))

    def with_texts(self, digests: Iterable[str]) -> "IndexedDocumentQuerySet":
        """The documents whose title and summary have these digests."""
        return self.filter(text_digest__in=list(digests))

    def with_text(self, digest: models.OuterRef) -> "IndexedDocumentQuerySet":
        """The documents with the text that an outer query is at."""
        return self.filter(text_digest=digest)

    def with_meaning(self, model: str) -> "IndexedDocumentQuerySet":
        """The documents whose meaning a model has worked out."""
        return self.filter(models.Exists(DocumentVector.objects.of_document(model)))

    def without_meaning(self, model: str) -> "IndexedDocumentQuerySet":
        """The documents whose meaning a model has not worked out yet."""
        return self.exclude(models.Exists(DocumentVector.objects.of_document(model)))


class IndexedDocument(models.Model):
    """Et dokument: a published document as JSON, under the document's own id. The index is made from these rows.

    ``content`` is text and not a JSON column: it is read whole or not at all, and text keeps every character.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    content = models.TextField()
    #: Of the text whose meaning is worked out (``codec.text_digest``): documents with one text share one vector.
    text_digest = models.CharField(max_length=32, db_index=True)
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
        return self.values_list("stamp", models.Subquery(_concepts_version()))

    def states(self) -> "models.QuerySet[Generation, tuple[int, UUID, str | None]]":
        """The number and the stamp with the version of the concepts, in one query."""
        return self.values_list("number", "stamp", models.Subquery(_concepts_version()))


class Generation(models.Model):
    """Et mærke: one row with the number and the stamp of the newest change, written in the change's own transaction.

    Whoever changes a document locks this row first, until the end of the transaction. So numbers follow one another
    without gaps in the order of the commits, and a number is never seen before a lower one.

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


class ChangeQuerySet(models.QuerySet["Change"]):
    """Named questions about the log."""

    def since(self, number: int) -> "models.QuerySet[Change, tuple[int, UUID, UUID, str | None]]":
        """The changes from a number on, itself too, in their order, each with the version of the concepts."""
        rows = self.filter(number__gte=number).order_by("number")
        return rows.values_list("number", "stamp", "document_id", models.Subquery(_concepts_version()))

    def is_known(self, number: int, stamp: UUID | None) -> bool:
        """Test whether a change is, with its stamp, part of this log (still)."""
        return self.filter(number=number, stamp=stamp).exists()

    def after(self, number: int) -> "ChangeQuerySet":
        """The changes after a number, in their order."""
        return self.filter(number__gt=number).order_by("number")

    def older(self, *, than: datetime, below: int) -> "ChangeQuerySet":
        """The changes that are both older than a moment and below a number."""
        return self.filter(at__lt=than, number__lt=below)


class Change(models.Model):
    """En ændring: a document was published, changed or withdrawn, or its meaning became known. Which of these, the
    document's own row tells: applying a change twice, or late, gives the same.
    """

    number = models.PositiveBigIntegerField(primary_key=True, editable=False)
    #: The same for all changes of one act.
    stamp = models.UUIDField()
    document_id = models.UUIDField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Change"]] = ChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.document_id}"


class DocumentVectorQuerySet(models.QuerySet["DocumentVector"]):
    """Named questions about meanings."""

    def of_document(self, model: str) -> "DocumentVectorQuerySet":
        """The vector of the document that an outer query is at."""
        return self.filter(model=model, text_digest=models.OuterRef("text_digest"))

    def of_texts(self, model: str, digests: Iterable[str]) -> "DocumentVectorQuerySet":
        """The vectors of some texts."""
        return self.filter(model=model, text_digest__in=list(digests))

    def orphaned(self) -> "DocumentVectorQuerySet":
        """The vectors of texts that no document has any more."""
        return self.exclude(models.Exists(IndexedDocument.objects.with_text(models.OuterRef("text_digest"))))


class DocumentVector(models.Model):
    """En betydning: what a text means to a model, as int8 (unit length × 127), kept because working it out is slow."""

    text_digest = models.CharField(max_length=32)
    model = models.CharField(max_length=120)
    values = models.BinaryField()

    objects: ClassVar[models.Manager["DocumentVector"]] = DocumentVectorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_digest", "model"], name="document_vector_is_one")]

    def __str__(self) -> str:
        return f"{self.model} {self.text_digest}"


def _concepts_version() -> "models.QuerySet[Scheme, str]":
    return Scheme.objects.filter(id=1).values_list("version", flat=True)[:1]


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


#: So many different visits must have used a wording on one and the same day before anybody may read it: over several
#: days nobody can tell whether they were five people, or one who came again.
ENOUGH_VISITS = 5


class DailySaltQuerySet(models.QuerySet["DailySalt"]):
    """Named questions about salts."""

    def before(self, day: date) -> "DailySaltQuerySet":
        """Those of days that are over."""
        return self.filter(day__lt=day)


class DailySalt(models.Model):
    """Dagens salt: makes the day's visits unlike those of all other days, and is thrown away when the day is over."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["DailySalt"]] = DailySaltQuerySet.as_manager()

    class Privacy:
        """Until the day is over: afterwards nobody can tell whether a visitor came again."""

        personal = frozenset({"salt"})
        keep_for: timedelta | None = timedelta(0)
        since = "day"

    def __str__(self) -> str:
        return str(self.day)


class VisitInVainQuerySet(models.QuerySet["VisitInVain"]):
    """Named questions about visits."""

    def before(self, day: date) -> "VisitInVainQuerySet":
        """Those of days that are over."""
        return self.filter(day__lt=day)


class VisitInVain(models.Model):
    """Et besøg uden held: that one network has been counted today for one thing, so that it counts once."""

    mark = models.CharField(primary_key=True, max_length=64)
    day = models.DateField()

    objects: ClassVar[models.Manager["VisitInVain"]] = VisitInVainQuerySet.as_manager()

    class Privacy:
        """Until the day is over."""

        personal = frozenset({"mark"})
        keep_for: timedelta | None = timedelta(0)
        since = "day"

    def __str__(self) -> str:
        return str(self.day)


class WordingInVainQuerySet(models.QuerySet["WordingInVain"]):
    """Named questions about wordings."""

    def readable(self) -> "WordingInVainQuerySet":
        """Those that many have used, and that tell of nobody."""
        return self.exclude(wording="")

    def with_digest(self, digest: str) -> "WordingInVainQuerySet":
        """The one a digest stands for."""
        return self.filter(digest=digest)

    def count_visit(self, day: date) -> None:
        """Count one more visit on a day, in the database: several processes may do so at once."""
        on_day = Case(When(day=day, then=F("visits_on_day") + 1), default=1)
        self.update(
            visits=F("visits") + 1, day=day, visits_on_day=on_day, most_on_a_day=Greatest(F("most_on_a_day"), on_day)
        )


class WordingInVain(BaseModel):
    """Ord uden svar: how many visits asked with a wording and found nothing good; readable only when many did in a day.

    ``day`` is the last one with a visit, and ``visits_on_day`` how many it had.
    """

    digest = models.CharField(max_length=64, unique=True)
    visits = models.PositiveIntegerField(default=0)
    day = models.DateField()
    visits_on_day = models.PositiveIntegerField(default=0)
    most_on_a_day = models.PositiveIntegerField(default=0)
    wording = models.CharField(max_length=60, blank=True)
    first_noted_on = models.DateField()

    objects: ClassVar[models.Manager["WordingInVain"]] = WordingInVainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wording="") | Q(most_on_a_day__gte=ENOUGH_VISITS),
                name="wording_in_vain_is_read_only_when_many_wrote_it_on_a_day",
            )
        ]

    class Privacy:
        """180 days, as what people tell us that they missed."""

        personal = frozenset({"wording"})
        keep_for: timedelta | None = timedelta(days=180)
        since = "first_noted_on"

    def __str__(self) -> str:
        return self.wording or self.digest[:8]


class NeedInVainQuerySet(models.QuerySet["NeedInVain"]):
    """Named questions about needs without an answer."""

    def since(self, month: date) -> "NeedInVainQuerySet":
        """From a month on."""
        return self.filter(month__gte=month)

    def in_municipality(self, code: str) -> "NeedInVainQuerySet":
        """Those of visitors who said that they were there."""
        return self.filter(municipality_code=code)


class NeedInVain(BaseModel):
    """Et behov uden svar: how many visits in a month asked about a concept in one municipality, for nothing."""

    month = models.DateField()
    municipality_code = models.CharField(max_length=4, blank=True)
    concept = models.CharField(max_length=60)
    visits = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["NeedInVain"]] = NeedInVainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "municipality_code", "concept"], name="need_in_vain_is_counted_once"
            )
        ]

    class Privacy:
        """A year: counts of words from our own list, of nobody in particular, and no use when they are old."""

        personal: frozenset[str] = frozenset()
        keep_for: timedelta | None = timedelta(days=366)
        since = "month"

    def __str__(self) -> str:
        return f"{self.concept} {self.month:%Y-%m}"
