"""What a source's own words for things are here."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.sources.models.sources import Source


class TermState(models.TextChoices):
    """What somebody has said about a term."""

    WAITING = "waiting", _("ikke valgt endnu")
    MAPPED = "mapped", _("bruges")
    LEFT_OUT = "left_out", _("bruges ikke")


class TermMappingQuerySet(models.QuerySet["TermMapping"]):
    """Named questions about terms."""

    def of_source(self, source_id: UUID) -> "TermMappingQuerySet":
        """One source's."""
        return self.filter(source_id=source_id)

    def decided(self) -> "TermMappingQuerySet":
        """Those somebody has said something about."""
        return self.exclude(state=TermState.WAITING)

    def waiting(self) -> "TermMappingQuerySet":
        """Those nobody has looked at."""
        return self.filter(state=TermState.WAITING)

    def with_ids(self, ids: Collection[UUID]) -> "TermMappingQuerySet":
        """Some terms."""
        return self.filter(id__in=ids)

    def most_used_first(self) -> "TermMappingQuerySet":
        """The order in which they are worth looking at."""
        return self.order_by("-state", "-times_seen", "label", "code")


class TermMapping(BaseModel):
    """En kildes ord: one term of a source's list, and which of our concepts it is. ``code`` is its name without one."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="terms")
    scheme = models.CharField(_("liste"), max_length=200, blank=True)
    code = models.CharField(_("kode"), max_length=200)
    label = models.CharField(_("navn"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=TermState.choices, default=TermState.WAITING)
    concept_key = models.CharField(_("vores begreb"), max_length=60, blank=True)
    suggested_key = models.CharField(max_length=60, blank=True)
    times_seen = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["TermMapping"]] = TermMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "scheme", "code"], name="sources_term_once"),
            models.CheckConstraint(
                condition=Q(state=TermState.MAPPED) & ~Q(concept_key="")
                | ~Q(state=TermState.MAPPED) & Q(concept_key=""),
                name="sources_mapped_term_has_a_concept",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.code
