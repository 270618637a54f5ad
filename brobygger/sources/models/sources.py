"""Registers that we read: whose they are, how far we trust them, and what happens when both have changed a field."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel

MOST_GRACE_DAYS = 365


class Trust(models.TextChoices):
    """What happens to something new."""

    SHOWN = "shown", _("vises med det samme")
    LOOKED_AT = "looked_at", _("bliver set igennem, før det vises")


class Rhythm(models.TextChoices):
    """How often a source is read by itself."""

    NEVER = "never", _("kun når nogen beder om det")
    DAILY = "daily", _("hver dag")
    WEEKLY = "weekly", _("hver uge")


#: How long after one reading the next is due.
PAUSES: dict[str, timedelta] = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}


class Edits(models.TextChoices):
    """Who is right about a field that both the source and somebody here have changed."""

    OURS = "ours", _("vores rettelse gælder")
    THEIRS = "theirs", _("kilden gælder")
    THEIRS_EXCEPT = "theirs_except", _("kilden gælder, undtagen for de felter, vi vælger")


class SourceQuerySet(models.QuerySet["Source"]):
    """Named questions about sources."""

    def visible_to(self, actor: Actor) -> "SourceQuerySet":
        """Those an actor keeps: all of them, or those of the actor's municipalities (the same rule as ``policies``)."""
        reach = reach_of(actor, Permission.SOURCES_KEEP)
        if reach.only_on is not None:
            return self.none()
        if reach.is_everywhere:
            return self
        return self.filter(municipality__in=reach.municipality_codes)

    def with_key(self, key: str) -> "SourceQuerySet":
        """The one with a key."""
        return self.filter(key=key)

    def with_id(self, source_id: UUID) -> "SourceQuerySet":
        """One source, if it is there."""
        return self.filter(id=source_id)

    def due(self, at: datetime) -> "SourceQuerySet":
        """Those that should be read by themselves now."""
        return self.filter(is_paused=False, next_read_at__lte=at).exclude(rhythm=Rhythm.NEVER)

    def as_it_was(self, at: datetime) -> "SourceQuerySet":
        """Those that are read as they were at a moment: neither how nor from where has been changed since."""
        return self.filter(changed_at__lte=at)

    def alphabetical(self) -> "SourceQuerySet":
        """The order people read a list in."""
        return self.order_by("name", "key")


class Source(BaseModel):
    """En kilde: a register with an owner, what we make of its things, and how they get here.

    With a municipality it only ever touches that municipality's offers; with an organisation, only that organisation's;
    with neither it is the nation's.
    """

    key = models.SlugField(_("nøgle"), max_length=80, unique=True)
    name = models.CharField(_("navn"), max_length=160)
    municipality = models.ForeignKey(
        "places.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    address = models.URLField(_("internetadresse"), max_length=600, blank=True)
    #: The kind of feed, in the reader's words; empty means that the reader finds out.
    kind = models.CharField(_("format"), max_length=40, blank=True)
    licence = models.CharField(_("licens"), max_length=200, blank=True)
    attribution = models.CharField(_("kildeangivelse"), max_length=300, blank=True)
    trust = models.CharField(max_length=10, choices=Trust.choices, default=Trust.LOOKED_AT)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.NEVER)
    edits = models.CharField(max_length=14, choices=Edits.choices, default=Edits.OURS)
    #: Names of the fields that are ours whatever the source says.
    our_fields = models.JSONField(_("felter, vi selv passer"), default=list, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=14, validators=[MaxValueValidator(MOST_GRACE_DAYS)])
    is_paused = models.BooleanField(_("på pause"), default=False)
    #: What the feed called its last state, so that an unchanged one costs one question.
    etag = models.TextField(blank=True)
    next_read_at = models.DateTimeField(null=True, blank=True)
    #: Since when the feed cannot be read; its owner has been told.
    broken_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Source"]] = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="source_has_a_name"),
            models.CheckConstraint(condition=Q(municipality=None) | Q(organisation=None), name="source_has_one_owner"),
            models.CheckConstraint(condition=Q(trust__in=Trust.values), name="source_trust_is_known"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="source_rhythm_is_known"),
            models.CheckConstraint(condition=Q(edits__in=Edits.values), name="source_edits_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceFile(BaseModel):
    """Kildens fil, when it is one that somebody sent and not an address."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sent_at = models.DateTimeField()

    objects: ClassVar[models.Manager["SourceFile"]] = models.Manager()

    class Privacy:
        """Is what another register has published of associations; may name a contact, and goes when a new one comes."""

        personal = frozenset({"content"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "sent_at"

    def __str__(self) -> str:
        return self.name
