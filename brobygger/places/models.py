"""Rows: regions, municipalities and postcodes, under their natural national keys."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: All of Denmark with its islands, without the Faroe Islands and Greenland.
LAT_RANGE = (54.4, 57.9)
LON_RANGE = (7.9, 15.3)
IN_DENMARK = Q(lat__range=LAT_RANGE, lon__range=LON_RANGE)


class Region(models.Model):
    """En region: one of the five."""

    code = models.CharField(primary_key=True, max_length=4)
    name = models.CharField(_("navn"), max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Named questions about municipalities."""

    def with_slug(self, slug: str) -> "MunicipalityQuerySet":
        """The municipality whose front page is /<slug>/."""
        return self.filter(slug=slug)

    def called(self, slug: str) -> "MunicipalityQuerySet":
        """The municipality of a name, also in the genitive ("Bornholms", "Odenses")."""
        return self.filter(slug__in=[slug, slug.removesuffix("s")]).order_by("-slug")

    def without_border(self) -> "MunicipalityQuerySet":
        """The same rows without the heavy column that only the map draws."""
        return self.defer("border")

    def with_codes(self, codes: "set[str] | frozenset[str] | list[str]") -> "MunicipalityQuerySet":
        """The municipalities of a list of codes; unknown codes give nothing."""
        return self.filter(code__in=codes)

    def with_border(self) -> "MunicipalityQuerySet":
        """Those whose border an operator has imported."""
        return self.filter(border__isnull=False)

    def newest_border_first(self) -> "MunicipalityQuerySet":
        """Those imported last come first."""
        return self.order_by("-border_imported_at", "code")

    def by_name(self) -> "MunicipalityQuerySet":
        """In the order of their addresses, which puts æ, ø and å where "ae", "oe" and "aa" are."""
        return self.order_by("slug")

    def largest_first(self) -> "MunicipalityQuerySet":
        """The order in which names are written on a map until there is no more room."""
        return self.order_by("-population", "code")


class Municipality(models.Model):
    """En kommune. ``lat``/``lon`` is a postcode point in its middle, so always on land and where people live."""

    code = models.CharField(_("kommunekode"), primary_key=True, max_length=4)
    name = models.CharField(_("navn"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    population = models.PositiveIntegerField(_("folketal"))
    population_year = models.PositiveSmallIntegerField(_("folketallets år"))
    lat = models.FloatField()
    lon = models.FloatField()
    neighbours = models.ManyToManyField("self", symmetrical=True, blank=True)
    #: GeoJSON MultiPolygon coordinates in degrees, simplified for drawing; only when an operator imported them.
    border = models.JSONField(null=True, blank=True)
    border_source = models.CharField(max_length=200, blank=True)
    border_imported_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Municipality"]] = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^0[0-9]{3}$"), name="municipality_code_is_0ddd"),
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z-]+$"), name="municipality_slug_is_ascii"),
            models.CheckConstraint(condition=IN_DENMARK, name="municipality_lies_in_denmark"),
            models.CheckConstraint(
                condition=Q(border__isnull=True) | ~Q(border_source=""), name="municipality_border_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostcodeQuerySet(models.QuerySet["Postcode"]):
    """Named questions about postcodes."""

    def with_code(self, code: str) -> "PostcodeQuerySet":
        """One postcode."""
        return self.filter(code=code)

    def with_slug(self, slug: str) -> "PostcodeQuerySet":
        """Postcodes of one town name; inner Copenhagen has hundreds with the same."""
        return self.filter(slug=slug)

    def of(self, codes: "set[str] | frozenset[str] | list[str]") -> "PostcodeQuerySet":
        """Postcodes that lie (for the largest part) in some municipalities."""
        return self.filter(municipality_id__in=codes)

    def in_order(self) -> "PostcodeQuerySet":
        """Lowest number first."""
        return self.order_by("code")


class Postcode(models.Model):
    """Et postnummer, with a point on land inside it and the municipality that has most of it."""

    code = models.CharField(_("postnummer"), primary_key=True, max_length=4)
    name = models.CharField(_("by"), max_length=60)
    slug = models.SlugField(max_length=60)
    lat = models.FloatField()
    lon = models.FloatField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="postcodes")
    source = models.CharField(max_length=20)

    objects: ClassVar[models.Manager["Postcode"]] = PostcodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("postnummer")
        verbose_name_plural = _("postnumre")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{4}$"), name="postcode_is_four_digits"),
            models.CheckConstraint(condition=IN_DENMARK, name="postcode_lies_in_denmark"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
