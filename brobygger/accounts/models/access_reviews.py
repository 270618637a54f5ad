"""The half-yearly question: should this person still have this right?"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel

#: A right that nobody stood by in this time lapses.
ANSWER_WITHIN = timedelta(days=30)
#: What lapsed can be given back without a new invitation for this long.
RESTORE_WITHIN = timedelta(days=30)


class Answer(models.TextChoices):
    """What an administrator says of one right."""

    YES = "yes", _("Ja, skal stadig have adgang")
    NO = "no", _("Nej, skal ikke have adgang mere")


class QuestionQuerySet(models.QuerySet["AccessQuestion"]):
    """Named questions about the questions."""

    def waiting(self) -> "QuestionQuerySet":
        """Those that nobody has answered and that have not run out."""
        return self.filter(answer="", ended_at=None, settled_at=None)

    def overdue(self, at: datetime) -> "QuestionQuerySet":
        """Those that ought to have been answered by now."""
        return self.waiting().filter(due_at__lte=at)

    def restorable(self, at: datetime) -> "QuestionQuerySet":
        """Those whose right ended so lately that it can be given back."""
        return self.filter(ended_at__gt=at - RESTORE_WITHIN, restored_at=None)

    def to_be_reminded(self, *, stage: int, asked_before: datetime) -> "QuestionQuerySet":
        """Waiting ones asked some time ago, about which this reminder has not gone out."""
        return self.waiting().filter(asked_at__lte=asked_before, reminders__lt=stage)

    def in_round(self, name: str) -> "QuestionQuerySet":
        """Those of one half-year."""
        return self.filter(round=name)

    def decided_in(self, scopes_by_kind: Mapping[str, Collection[str] | None]) -> "QuestionQuerySet":
        """Those of some kinds, each in some scopes (None: in every scope)."""
        wanted = Q(pk__in=[])
        for kind, scopes in scopes_by_kind.items():
            wanted |= Q(kind=kind) if scopes is None else Q(kind=kind, scope__in=list(scopes))
        return self.filter(wanted)

    def oldest_first(self) -> "QuestionQuerySet":
        """The order to answer them in."""
        return self.order_by("due_at", "kind", "scope", "id")


class AccessQuestion(BaseModel):
    """Et spørgsmål om adgang: one person's right of one kind in one place, in one half-year."""

    round = models.CharField(max_length=7)
    kind = models.CharField(max_length=40)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: A municipality's code, an association's id, or nothing for the whole portal.
    scope = models.CharField(max_length=40, blank=True)
    #: What the right was when it was asked about, so that it can be given back as it was.
    right = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    #: Nobody answered and nothing ended: it is the last right of its kind, or was gone already.
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["AccessQuestion"]] = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "holder", "scope"], name="accounts_right_is_asked_about_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="accounts_answer_has_a_moment",
            ),
        ]

    class Privacy:
        """Holds no words about anybody; who had access is kept for a year, so that the rounds can be shown."""

        personal = frozenset({"holder"})
        keep_for = timedelta(days=365)
        since = "asked_at"

    def __str__(self) -> str:
        return f"{self.round} {self.kind} {self.id}"
