"""The offer itself."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel

#: A higher age is a slip of the pen.
OLDEST_PERSON = 120


class Status(models.TextChoices):
    """Where an offer is in its life. Removed offers keep their address and answer 410 with alternatives."""

    DRAFT = "draft", _("kladde")
    PUBLISHED = "published", _("vist")
    HIDDEN = "hidden", _("skjult")
    REMOVED = "removed", _("taget ned")


#: What the search is told of an offer beyond its own columns: one row each, and many.
BESIDE_FOR_SEARCH = ("organisation", "capacity", "check_row")
PARTS_FOR_SEARCH = (
    "concepts",
    "served_municipalities",
    "served_regions",
    "criteria",
    "at_locations__location__postcode",
    "at_locations__location__municipality",
    "schedules",
    "local_visibility",
)

TRANSITIONS: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.PUBLISHED, Status.REMOVED}),
    Status.PUBLISHED: frozenset({Status.HIDDEN, Status.REMOVED}),
    Status.HIDDEN: frozenset({Status.PUBLISHED, Status.REMOVED}),
    Status.REMOVED: frozenset({Status.DRAFT}),
}


class Gender(models.TextChoices):
    """Who an offer is limited to, when it is; a limit always has a public reason."""

    ANY = "any", _("alle")
    WOMEN = "women", _("kun for kvinder")
    MEN = "men", _("kun for mænd")


class Role(models.TextChoices):
    """In what role somebody can come."""

    USER = "bruger", _("få hjælp")
    PARTICIPANT = "deltager", _("være med")
    VOLUNTEER = "frivillig", _("være frivillig")


class Delivery(models.TextChoices):
    """How people meet. Keys as the taxonomy's facet ``delivery``."""

    IN_PERSON = "in_person", _("fremmøde")
    PHONE = "phone", _("telefon")
    ONLINE = "online", _("online")
    HOME_VISIT = "home_visit", _("hjemmebesøg")
    OUTREACH = "outreach", _("opsøgende")


class Signup(models.TextChoices):
    """What it takes to come the first time."""

    UNKNOWN = "unknown", _("ikke oplyst")
    DROP_IN = "drop_in", _("mød bare op")
    REGISTRATION = "registration", _("tilmelding")
    TALK_FIRST = "talk_first", _("en samtale først")


class Access(models.TextChoices):
    """Whether somebody needs a referral. The register's rule is that nobody does; sources sometimes differ."""

    UNKNOWN = "unknown", _("ikke oplyst")
    OPEN = "open", _("uden henvisning")
    REFERRAL = "referral", _("kræver henvisning")


class PriceKind(models.TextChoices):
    """Whether it costs anything."""

    UNKNOWN = "unknown", _("ikke oplyst")
    FREE = "free", _("gratis")
    PAID = "paid", _("koster noget")


class CommunityType(models.TextChoices):
    """What kind of togetherness it is."""

    UNKNOWN = "unknown", _("ikke oplyst")
    ONE_TO_ONE = "one_to_one", _("to og to")
    SMALL_GROUP = "small_group", _("lille fast gruppe")
    OPEN_GROUP = "open_group", _("åben gruppe, hvor man kommer og går")
    CAFE = "cafe", _("café eller værested")
    CLASS = "class", _("hold eller kursus")
    LINE = "line", _("rådgivning på telefon eller skrift")


class OfferQuerySet(models.QuerySet["Offer"]):
    """Named questions about offers."""

    def published(self) -> "OfferQuerySet":
        """Offers the public sees."""
        return self.filter(status=Status.PUBLISHED)

    def not_removed(self) -> "OfferQuerySet":
        """Offers that are shown, hidden, or not shown yet."""
        return self.exclude(status=Status.REMOVED)

    def removed(self) -> "OfferQuerySet":
        """Offers that were here once."""
        return self.filter(status=Status.REMOVED)

    def visible_to(self, actor: Actor) -> "OfferQuerySet":
        """Offers this actor may see: published ones, and those the actor keeps true."""
        if actor.is_system:
            return self
        kept_true = OfferQuerySet(self.model).within_reach(actor, Permission.OFFER_EDIT)
        return self.filter(Q(status=Status.PUBLISHED) | Q(id__in=kept_true.values("id")))

    def within_reach(self, actor: Actor, permission: Permission) -> "OfferQuerySet":
        """Offers on which an actor holds a permission (the same rule as ``policies``)."""
        reach = reach_of(actor, permission)
        rows = self if reach.only_on is None else self.filter(id=reach.only_on)
        if reach.is_everywhere:
            return rows
        is_local = Q(is_national=False, served_municipalities__in=reach.municipality_codes)
        return rows.filter(Q(organisation_id__in=reach.organisation_ids) | is_local).distinct()

    def local(self) -> "OfferQuerySet":
        """Offers the public sees that are for some municipalities or regions."""
        return self.published().filter(is_national=False)

    def local_to(self, codes: Collection[str]) -> "OfferQuerySet":
        """Offers, shown or not, that are for some municipalities by name and not for the whole country."""
        return self.filter(is_national=False, served_municipalities__in=codes).distinct()

    def without_check(self) -> "OfferQuerySet":
        """Offers nobody has yet planned to ask about."""
        return self.filter(check_row=None)

    def with_id(self, offer_id: UUID) -> "OfferQuerySet":
        """One offer, if it is there."""
        return self.filter(id=offer_id)

    def with_ids(self, ids: Collection[UUID]) -> "OfferQuerySet":
        """The offers with these ids; unknown ones give nothing."""
        return self.filter(id__in=ids)

    def shown_among(self, ids: Collection[UUID]) -> "OfferQuerySet":
        """Those of some offers that the public sees.

        The status is hidden from the database's indexes: SQLite (it keeps no statistics) would else look through
        everything that is shown instead of looking these up.
        """
        rows = self.with_ids(ids).alias(plain_status=Coalesce("status", Value("")))
        return rows.filter(plain_status=Status.PUBLISHED)

    def with_key(self, key: str) -> "OfferQuerySet":
        """The offer with this stable public key, if any."""
        return self.filter(key=key)

    def with_keys(self, keys: list[str]) -> "OfferQuerySet":
        """The offers with these public keys."""
        return self.filter(key__in=keys)

    def of_organisation(self, organisation_id: object) -> "OfferQuerySet":
        """One organisation's offers."""
        return self.filter(organisation_id=organisation_id)

    def in_or_for(self, municipality_codes: Collection[str]) -> "OfferQuerySet":
        """Offers for people in some municipalities, by name or through their region; national ones not counted."""
        return self.filter(
            Q(served_municipalities__in=municipality_codes) | Q(served_regions__municipalities__in=municipality_codes)
        ).distinct()

    def shown_in(self, code: str) -> "OfferQuerySet":
        """Offers but those a municipality does not show."""
        return self.exclude(local_visibility__municipality=code, local_visibility__is_shown=False)

    def about(self, concept_keys: Collection[str]) -> "OfferQuerySet":
        """Offers about any of some concepts."""
        return self.filter(concepts__key__in=concept_keys).distinct()

    def with_times(self) -> "OfferQuerySet":
        """Offers that have said when."""
        return self.exclude(schedules=None)

    def shown_or_gone_since(self, at: datetime) -> "OfferQuerySet":
        """Offers the public sees, and those taken down after a moment."""
        return self.filter(Q(status=Status.PUBLISHED) | Q(status=Status.REMOVED, changed_at__gte=at))

    def last_changed_first(self) -> "OfferQuerySet":
        """The order of those who follow along."""
        return self.order_by("-changed_at", "key")

    def newest_first(self) -> "OfferQuerySet":
        """Those that came last, first."""
        return self.order_by("-created_at", "key")

    def alphabetical(self) -> "OfferQuerySet":
        """By name."""
        return self.order_by("name", "key")

    def for_asking(self) -> "OfferQuerySet":
        """With what a letter says of them, and no more: a night may be about every offer there is."""
        return self.select_related("organisation").prefetch_related(
            "contacts",
            "schedules__location",
            "at_locations__location__postcode",
            "at_locations__location__municipality",
        )

    def for_search(self) -> "OfferQuerySet":
        """With what the search is told of them, and no more."""
        return self.select_related(*BESIDE_FOR_SEARCH).prefetch_related(*PARTS_FOR_SEARCH)

    def for_page(self) -> "OfferQuerySet":
        """With everything an offer page shows, in a fixed number of queries."""
        return self.select_related("organisation", "capacity", "check_row").prefetch_related(
            "concepts",
            "served_municipalities",
            "served_regions",
            "criteria",
            "contacts",
            "links",
            "pictures",
            "at_locations__location__postcode",
            "at_locations__location__municipality",
            "schedules__location",
            "local_visibility",
        )


class Offer(BaseModel):
    """Et tilbud: something an organisation does for people, at a place. HSDS: service."""

    key = models.SlugField(_("nøgle"), max_length=120, unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="offers", verbose_name=_("organisation")
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)

    name = models.CharField(_("navn"), max_length=160)
    summary = models.CharField(_("kort fortalt"), max_length=200)
    description = models.TextField(_("beskrivelse"), blank=True, help_text=_("Markdown uden HTML"))
    audience = models.TextField(_("hvem er det for?"), blank=True)
    first_visit = models.TextField(_("første gang du kommer"), blank=True)
    alert = models.CharField(_("vigtig besked lige nu"), max_length=300, blank=True)

    concepts = models.ManyToManyField("taxonomy.Concept", related_name="offers", blank=True)
    tags = models.JSONField(_("kildens egne ord"), default=list, blank=True)
    age_min = models.PositiveSmallIntegerField(_("fra alder"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("til alder"), null=True, blank=True)
    gender = models.CharField(max_length=8, choices=Gender.choices, default=Gender.ANY)
    gender_reason = models.CharField(_("begrundelse for kun ét køn"), max_length=300, blank=True)
    needs_sobriety = models.BooleanField(_("man skal være ædru og clean, når man kommer"), default=False)
    is_national = models.BooleanField(_("for hele landet"), default=False)
    served_municipalities = models.ManyToManyField("places.Municipality", related_name="offers", blank=True)
    served_regions = models.ManyToManyField("places.Region", related_name="offers", blank=True)
    roles = models.JSONField(_("roller"), default=list)
    delivery = models.JSONField(_("hvordan"), default=list)

    signup = models.CharField(max_length=14, choices=Signup.choices, default=Signup.UNKNOWN)
    signup_note = models.CharField(_("sådan melder du dig"), max_length=300, blank=True)
    access = models.CharField(max_length=10, choices=Access.choices, default=Access.UNKNOWN)
    price_kind = models.CharField(max_length=8, choices=PriceKind.choices, default=PriceKind.UNKNOWN)
    price_note = models.CharField(_("pris"), max_length=200, blank=True)
    concessions = models.CharField(_("rabat og hjælp til betaling"), max_length=300, blank=True)
    schedule_note = models.CharField(_("hvornår, med ord"), max_length=300, blank=True)
    host_function = models.CharField(_("hvem tager imod?"), max_length=120, blank=True)
    languages = models.JSONField(_("sprog"), default=list, blank=True)
    accessibility = models.JSONField(_("tilgængelighed"), default=list, blank=True)
    accessibility_note = models.CharField(max_length=300, blank=True)
    community_type = models.CharField(
        max_length=12, choices=CommunityType.choices, default=CommunityType.UNKNOWN, verbose_name=_("fællesskab")
    )
    practical_help = models.CharField(_("praktisk hjælp, fx kørsel"), max_length=300, blank=True)
    is_companion_possible = models.BooleanField(_("nogen kan følge dig første gang"), null=True, blank=True)

    source_url = models.URLField(_("kilde"), max_length=600, blank=True)
    source_year = models.PositiveSmallIntegerField(_("kildens år"), null=True, blank=True)
    assured_on = models.DateField(_("senest bekræftet"), null=True, blank=True)
    next_check_on = models.DateField(_("skal bekræftes igen"), null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Offer"]] = OfferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "name"], name="offer_status_name"),
            models.Index(fields=["organisation", "status"], name="offer_organisation_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="offer_has_a_name"),
            models.CheckConstraint(condition=~Q(summary=""), name="offer_has_a_summary"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="offer_status_is_known"),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
                name="offer_ages_are_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(age_min=None) | Q(age_min__lte=OLDEST_PERSON))
                & (Q(age_max=None) | Q(age_max__lte=OLDEST_PERSON)),
                name="offer_ages_are_human",
            ),
            models.CheckConstraint(
                condition=Q(gender=Gender.ANY) | (Q(gender__in=[Gender.WOMEN, Gender.MEN]) & ~Q(gender_reason="")),
                name="offer_gender_limit_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(next_check_on=None) | Q(assured_on=None) | Q(next_check_on__gte=F("assured_on")),
                name="offer_next_check_follows_the_last",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_free(self) -> bool | None:
        """Whether it costs nothing; None when nobody has said."""
        return {PriceKind.FREE.value: True, PriceKind.PAID.value: False}.get(self.price_kind)

    @property
    def is_referral_free(self) -> bool | None:
        """Whether anybody may come without a referral; None when nobody has said."""
        return {Access.OPEN.value: True, Access.REFERRAL.value: False}.get(self.access)
