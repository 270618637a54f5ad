"""Files on their way in, as rows: what was uploaded, what each row comes to, and how it was before."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.exchange.owners import Owner
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class ImportStatus(models.TextChoices):
    """How far a file has come."""

    MAPPING = "mapping", _("vælg kolonner")
    CHECKING = "checking", _("bliver set igennem")
    CHECKED = "checked", _("klar til at lægge ind")
    WRITING = "writing", _("bliver lagt ind")
    WRITTEN = "written", _("lagt ind")
    UNDOING = "undoing", _("bliver fortrudt")
    UNDONE = "undone", _("fortrudt")


#: In these the machine works, and people wait.
AT_WORK = frozenset({ImportStatus.CHECKING, ImportStatus.WRITING, ImportStatus.UNDOING})
IMPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    ImportStatus.MAPPING: frozenset({ImportStatus.CHECKING}),
    ImportStatus.CHECKING: frozenset({ImportStatus.CHECKED}),
    ImportStatus.CHECKED: frozenset({ImportStatus.CHECKING, ImportStatus.WRITING}),
    ImportStatus.WRITING: frozenset({ImportStatus.WRITTEN}),
    ImportStatus.WRITTEN: frozenset({ImportStatus.UNDOING}),
    ImportStatus.UNDOING: frozenset({ImportStatus.UNDONE}),
    ImportStatus.UNDONE: frozenset(),
}


class Outcome(models.TextChoices):
    """What a row would come to, seen before anything is written."""

    WAITING = "", _("ikke set endnu")
    NEW = "new", _("nyt")
    CHANGED = "changed", _("ændret")
    UNCHANGED = "unchanged", _("som før")
    ERROR = "error", _("skal rettes")


class Came(models.TextChoices):
    """What a row came to when it was written."""

    NOTHING = "", _("ikke lagt ind")
    SHOWN = "shown", _("vises")
    SENT = "sent", _("sendt til godkendelse")
    FAILED = "failed", _("kunne ikke lægges ind")
    TAKEN_BACK = "taken_back", _("fortrudt")
    LEFT = "left", _("ladt være, for det er ændret siden")


class ImportQuerySet(models.QuerySet["Import"]):
    """Named questions about imports."""

    def of_owner(self, owner: Owner) -> "ImportQuerySet":
        """One organisation's or municipality's."""
        return self.filter(organisation=owner.organisation, municipality=owner.municipality)

    def visible_to(self, actor: Actor) -> "ImportQuerySet":
        """Those of the organisations and municipalities an actor puts offers in for."""
        reach = reach_of(actor, Permission.OFFERS_IMPORT)
        if reach.only_on is not None:
            return self.none()
        if reach.is_everywhere:
            return self
        return self.filter(Q(organisation__in=reach.organisation_ids) | Q(municipality__in=reach.municipality_codes))

    def with_id(self, import_id: UUID) -> "ImportQuerySet":
        """One import, if it is there."""
        return self.filter(id=import_id)

    def under_way(self) -> "ImportQuerySet":
        """Those that are not put in yet."""
        return self.filter(status__in=[ImportStatus.MAPPING, ImportStatus.CHECKING, ImportStatus.CHECKED])

    def with_header(self, header: list[str]) -> "ImportQuerySet":
        """Those whose columns somebody chose, of files with the same header."""
        return self.filter(header=header).exclude(status=ImportStatus.MAPPING)

    def free(self, at: datetime) -> "ImportQuerySet":
        """Those nobody works on now."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=at))

    def at_work(self) -> "ImportQuerySet":
        """Those with something left for the machine to do, first come first served."""
        return self.filter(status__in=AT_WORK).order_by("uploaded_at")

    def newest_first(self) -> "ImportQuerySet":
        """The order people read a list in."""
        return self.order_by("-uploaded_at", "id")


class Import(BaseModel):
    """En fil på vej ind: whose it is, which column is what, and how far it has come."""

    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    municipality = models.ForeignKey(
        "places.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    #: Who it is done for: a person, or another system's key. The machine asks again what they may.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    api_key = models.ForeignKey("exchange.ApiKey", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(_("filens navn"), max_length=200)
    header = models.JSONField(_("filens kolonner"), default=list)
    #: Which of our columns each of the file's is; empty for those that are left out.
    mapping = models.JSONField(_("kolonnerne"), default=list)
    total = models.PositiveIntegerField(_("rækker"))
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.MAPPING)
    problem = models.CharField(_("hvad der stoppede den"), max_length=300, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Import"]] = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, municipality__isnull=False)
                | Q(organisation__isnull=False, municipality=None),
                name="import_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_is_known"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return Owner(organisation=self.organisation, municipality=self.municipality)

    @property
    def is_at_work(self) -> bool:
        """Test whether the machine has something left to do."""
        return self.status in AT_WORK


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Named questions about the rows of files."""

    def in_order(self) -> "ImportRowQuerySet":
        """As in the file."""
        return self.order_by("number")

    def of_import(self, import_id: UUID) -> "ImportRowQuerySet":
        """One file's."""
        return self.filter(imported_id=import_id)

    def not_looked_at(self) -> "ImportRowQuerySet":
        """Those nobody has looked through yet."""
        return self.filter(outcome=Outcome.WAITING)

    def to_write(self) -> "ImportRowQuerySet":
        """Those that say something new and have not been written."""
        return self.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED], came=Came.NOTHING)

    def to_undo(self) -> "ImportRowQuerySet":
        """Those that were written and not taken back."""
        return self.filter(came__in=[Came.SHOWN, Came.SENT])

    def with_outcome(self, outcome: str) -> "ImportRowQuerySet":
        """Those that came to one thing."""
        return self.filter(outcome=outcome)

    def that_came(self, came: str) -> "ImportRowQuerySet":
        """Those that became one thing when they were written."""
        return self.filter(came=came)

    def about(self, *, stable_keys: Collection[str], offer_ids: Collection[UUID]) -> "ImportRowQuerySet":
        """Those about the same as some others."""
        return self.filter(Q(stable_key__in=stable_keys) | Q(offer_id__in=offer_ids)).exclude(outcome=Outcome.WAITING)

    def written_before(self, owner: Owner, keys: Collection[str]) -> "ImportRowQuerySet":
        """Those of the same owner's files that were about the same and became something, oldest first."""
        rows = self.filter(stable_key__in=keys, imported__organisation=owner.organisation)
        rows = rows.filter(imported__municipality=owner.municipality).exclude(draft_id=None)
        return rows.order_by("imported__uploaded_at", "number")


class ImportRow(BaseModel):
    """En række i en fil: what it said, what it comes to, and how it was before, so that it can be undone."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("række"))
    cells = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING, blank=True)
    #: What is wrong: pairs of a column's name and a sentence.
    errors = models.JSONField(default=list, blank=True)
    #: The names of the columns that say something else than the register.
    changes = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=160, blank=True)
    #: What makes it the same row next time: the file's own id, or organisation, name and place.
    stable_key = models.CharField(max_length=300, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)
    offer_id = models.UUIDField(null=True, blank=True)
    draft_id = models.UUIDField(null=True, blank=True)
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.NOTHING, blank=True)
    #: What the offer said, as it would be typed, and where it was in its life; empty for a new one.
    before = models.JSONField(default=dict, blank=True)
    before_status = models.CharField(max_length=12, blank=True)
    offer_changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ImportRow"]] = ImportRowQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["imported", "outcome", "number"], name="importrow_outcome"),
            models.Index(fields=["imported", "came"], name="importrow_came"),
            models.Index(fields=["stable_key"], name="importrow_stable_key"),
        ]
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="importrow_once")]

    class Privacy:
        """May name a contact person; gone half a year after the file came, and then it can no longer be undone."""

        personal = frozenset({"cells", "before", "name", "errors", "changes", "stable_key"})
        keep_for: timedelta | None = timedelta(days=183)
        since = "uploaded_at"

    def __str__(self) -> str:
        return f"{self.number}"
