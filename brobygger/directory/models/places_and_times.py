"""Where and when an offer is."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel


class LocationKind(models.TextChoices):
    """HSDS location_type."""

    PHYSICAL = "physical", _("sted")
    VIRTUAL = "virtual", _("på nettet eller telefonen")
    POSTAL = "postal", _("postadresse")


class PointPrecision(models.TextChoices):
    """What the point on the map really stands for; shown, so that nobody walks to a postcode's middle."""

    ADDRESS = "address", _("adressen")
    POSTCODE = "postcode", _("midt i postnummeret")
    MUNICIPALITY = "municipality", _("et sted i kommunen")


class LocationQuerySet(models.QuerySet["Location"]):
    """Named questions about places."""

    def of_offer(self, offer_id: UUID) -> "LocationQuerySet":
        """The places of one offer."""
        return self.filter(at_locations__offer=offer_id)


class Location(BaseModel):
    """Et sted: physical, postal or virtual. HSDS: location."""

    kind = models.CharField(max_length=10, choices=LocationKind.choices, default=LocationKind.PHYSICAL)
    name = models.CharField(_("stedets navn"), max_length=160, blank=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    postcode = models.ForeignKey("places.Postcode", null=True, blank=True, on_delete=models.PROTECT)
    municipality = models.ForeignKey("places.Municipality", null=True, blank=True, on_delete=models.PROTECT)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    point_precision = models.CharField(max_length=14, choices=PointPrecision.choices, blank=True)
    url = models.URLField(_("internetadresse"), max_length=300, blank=True)
    directions = models.CharField(_("sådan finder du frem"), max_length=300, blank=True)
    accessibility_note = models.CharField(_("om tilgængelighed"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["Location"]] = LocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=LocationKind.PHYSICAL) | Q(municipality__isnull=False),
                name="location_physical_is_in_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None, point_precision="")
                | (
                    Q(lat__gte=54, lat__lte=58.5, lon__gte=7.5, lon__lte=15.5)
                    & Q(point_precision__in=PointPrecision.values)
                ),
                name="location_point_is_in_denmark_and_says_how_exact",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or str(self.id)


class OfferAtLocation(BaseModel):
    """Et tilbud på et sted. HSDS: service_at_location."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="at_locations")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "location"], name="offer_once_at_a_location")]

    def __str__(self) -> str:
        return f"{self.offer_id} @ {self.location_id}"


class Schedule(BaseModel):
    """Et tidspunkt: one recurring time, as RFC 5545 has it, in the place's own wall-clock time. HSDS: schedule."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="schedules")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL)
    starts_on = models.DateField(_("første dag"))
    starts_at = models.TimeField(_("begynder"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("varer, minutter"), null=True, blank=True)
    rrule = models.CharField(_("gentages"), max_length=300, blank=True, help_text="RFC 5545, fx FREQ=WEEKLY;BYDAY=TU")
    ends_on = models.DateField(_("sidste dag"), null=True, blank=True)
    timezone = models.CharField(max_length=40, default="Europe/Copenhagen")
    except_on = models.JSONField(_("ikke disse dage"), default=list, blank=True)
    also_on = models.JSONField(_("også disse dage"), default=list, blank=True)
    note = models.CharField(_("med ord"), max_length=200, blank=True)

    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager["Schedule"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="schedule_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gt=0, minutes__lte=24 * 60), name="schedule_fits_in_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.rrule
