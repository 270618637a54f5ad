"""Organisations as rows."""

from collections.abc import Collection
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel


def organisation_id_for(key: str) -> UUID:
    """Return the id that belongs to a public key, so that the same organisation has the same id everywhere."""
    return uuid5(NAMESPACE_URL, f"brobygger:organisation:{key}")


class Kind(models.TextChoices):
    """What sort of body it is, in the register's own few words."""

    ASSOCIATION = "association", _("forening")
    INFORMAL_GROUP = "informal_group", _("uformel gruppe")
    NATIONAL = "national", _("landsorganisation")
    SELF_OWNING = "self_owning", _("selvejende institution")
    MUNICIPAL = "municipal", _("kommune")
    CHURCH = "church", _("kirke eller trossamfund")
    FOUNDATION = "foundation", _("fond")
    VOLUNTEER_CENTRE = "volunteer_centre", _("frivilligcenter")
    OTHER = "other", _("andet")


class Basis(models.TextChoices):
    """Why an organisation may be listed: non-profit and based in Denmark, in one of these ways."""

    UNKNOWN = "unknown", _("ikke oplyst endnu")
    CHARITY_LIST = "charity_list", _("står på Skattestyrelsens liste over velgørende foreninger")
    NON_PROFIT = "non_profit", _("almennyttig ifølge vedtægterne")
    PUBLIC = "public", _("offentlig")
    RELIGIOUS = "religious", _("anerkendt trossamfund på almennyttigt grundlag")
    VOUCHED = "vouched", _("uformel gruppe, som et frivilligcenter står inde for")
    DOCUMENTED_ACTIVITY = "documented_activity", _("dokumenteret almennyttig aktivitet i en virksomhed")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Named questions about organisations."""

    def with_id(self, organisation_id: UUID) -> "OrganisationQuerySet":
        """One organisation, if it is there."""
        return self.filter(id=organisation_id)

    def with_key(self, key: str) -> "OrganisationQuerySet":
        """The organisation with this public key, if any."""
        return self.filter(key=key)

    def with_ids(self, ids: Collection[UUID]) -> "OrganisationQuerySet":
        """The organisations with these ids; unknown ones give nothing."""
        return self.filter(id__in=ids)

    def with_keys(self, keys: Collection[str]) -> "OrganisationQuerySet":
        """The organisations with these keys."""
        return self.filter(key__in=keys)

    def named(self, name: str, *, municipality_code: str | None) -> "OrganisationQuerySet":
        """The one with exactly this name in a municipality (or in none), whatever the capitals."""
        return self.filter(name__iexact=name, municipality=municipality_code or None)

    def with_cvr(self, cvr: str) -> "OrganisationQuerySet":
        """Those with this CVR number: local branches may share one."""
        return self.filter(cvr=cvr)

    def on_domains(self, domains: Collection[str]) -> "OrganisationQuerySet":
        """Those whose mail or website is on one of some domains."""
        asked = Q()
        for domain in domains:
            asked |= Q(email__iendswith=f"@{domain}") | Q(website__icontains=f"//{domain}")
            asked |= Q(website__icontains=f"//www.{domain}")
        return self.filter(asked)

    def in_municipality_or_none(self, code: str | None) -> "OrganisationQuerySet":
        """Those at home in one municipality, and those of the whole country."""
        return self.filter(Q(municipality=code) | Q(municipality=None))

    def new_of(self, user_id: UUID) -> "OrganisationQuerySet":
        """Those somebody decides in that are not shown yet."""
        return self.filter(is_approved=False, memberships__user=user_id, memberships__role="administrator")

    def approved(self) -> "OrganisationQuerySet":
        """Those the public sees: a new one is shown with its first approved offer."""
        return self.filter(is_approved=True)

    def volunteer_centres(self) -> "OrganisationQuerySet":
        """Volunteer centres only."""
        return self.filter(kind=Kind.VOLUNTEER_CENTRE)

    def in_municipality(self, code: str) -> "OrganisationQuerySet":
        """Those that have their home in one municipality."""
        return self.filter(municipality_id=code)

    def alphabetical(self) -> "OrganisationQuerySet":
        """By name, as in an index."""
        return self.order_by("name", "key")


class Organisation(BaseModel):
    """En organisation eller forening; HSDS: organization. May lack CVR (informal group)."""

    key = models.SlugField(_("nøgle"), max_length=120, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("slags"), max_length=20, choices=Kind.choices)
    cvr = models.CharField(_("CVR-nummer"), max_length=8, blank=True)
    basis = models.CharField(_("grundlag"), max_length=30, choices=Basis.choices, default=Basis.UNKNOWN)
    basis_note = models.TextField(_("om grundlaget"), blank=True)
    description = models.TextField(_("om organisationen"), blank=True)
    website = models.URLField(_("hjemmeside"), max_length=300, blank=True)
    email = models.EmailField(_("fælles e-mail"), blank=True)
    phone = models.CharField(_("hovednummer"), max_length=30, blank=True)
    municipality = models.ForeignKey(
        "places.Municipality", verbose_name=_("kommune"), null=True, blank=True, on_delete=models.PROTECT
    )
    is_approved = models.BooleanField(_("vises"), default=True)
    is_trusted = models.BooleanField(_("små rettelser vises med det samme"), default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Organisation"]] = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(cvr="") | Q(cvr__regex=r"^[0-9]{8}$"), name="organisation_cvr_is_eight_digits"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="organisation_basis_is_known"),
            # Two without a municipality are the same too; SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                "name", Coalesce("municipality", Value("")), name="organisation_name_once_in_a_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name
