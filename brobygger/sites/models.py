"""Front doors as rows."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class SiteQuerySet(models.QuerySet["Site"]):
    """Named questions about sites."""

    def with_id(self, site_id: UUID) -> "SiteQuerySet":
        """One site, if it is there."""
        return self.filter(id=site_id)

    def for_place(self, code: str | None) -> "SiteQuerySet":
        """One municipality's site, or the national one when there is no municipality."""
        return self.of_municipality(code) if code else self.national()

    def editable_by(self, actor: Actor) -> "SiteQuerySet":
        """Those the actor may change: all, or their own municipalities' (the same rule as ``policies.may_edit``)."""
        reach = reach_of(actor, Permission.SITE_EDIT)
        return self.all() if reach.is_everywhere else self.filter(municipality_id__in=reach.municipality_codes)

    def national(self) -> "SiteQuerySet":
        """The one site that is for the whole country."""
        return self.filter(municipality=None)

    def of_municipality(self, code: str) -> "SiteQuerySet":
        """One municipality's own site."""
        return self.filter(municipality_id=code)

    def reviewing_first(self, codes: Collection[str]) -> "SiteQuerySet":
        """Those among some municipalities' that look at new offers before they are shown there."""
        return self.filter(municipality_id__in=codes, reviews_first=True)


class Site(BaseModel):
    """En lokalside: one municipality's front door, or (without a municipality) the national one."""

    municipality = models.OneToOneField("places.Municipality", null=True, blank=True, on_delete=models.PROTECT)
    title = models.CharField(_("overskrift"), max_length=120)
    welcome_da = models.TextField(_("velkomst"))
    welcome_en = models.TextField(_("velkomst på engelsk"), blank=True)
    contact_label = models.CharField(_("kontakt, med ord"), max_length=160, blank=True)
    contact_url = models.URLField(_("kontakt, adresse på nettet"), max_length=300, blank=True)
    contact_phone = models.CharField(_("kontakt, telefon"), max_length=30, blank=True)
    volunteer_centre_name = models.CharField(_("frivilligcenter"), max_length=160, blank=True)
    volunteer_centre_url = models.URLField(_("frivilligcentrets hjemmeside"), max_length=300, blank=True)
    reviews_first = models.BooleanField(_("ser nye tilbud efter, før de vises her"), default=False)
    owner = models.CharField(_("ejer af teksten"), max_length=160)
    checked_on = models.DateField(_("senest set efter"))
    next_check_on = models.DateField(_("næste eftersyn"))
    source_url = models.URLField(_("kilde til kontakt"), max_length=600, blank=True)

    objects: ClassVar[models.Manager["Site"]] = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("lokalside")
        verbose_name_plural = _("lokalsider")
        constraints = [
            models.UniqueConstraint(
                models.functions.Coalesce("municipality", models.Value("")), name="site_one_for_each_municipality"
            ),
            models.CheckConstraint(condition=~Q(owner=""), name="site_has_an_owner"),
            models.CheckConstraint(
                condition=Q(next_check_on__gte=models.F("checked_on")), name="site_next_check_follows_the_last"
            ),
            models.CheckConstraint(
                condition=Q(contact_phone="") | ~Q(source_url=""), name="site_phone_number_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Highlight(BaseModel):
    """Et fremhævet tilbud på en lokalside, i rækkefølge. The offer is an opaque id: this room does not know it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="highlights")
    subject_id = models.UUIDField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "position"], name="highlight_one_in_each_position"),
            models.UniqueConstraint(fields=["site", "subject_id"], name="highlight_each_offer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.position}"
