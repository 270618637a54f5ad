"""What belongs to one offer: criteria, contacts, links, pictures, capacity."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel


class Criterion(BaseModel):
    """Et målgruppekrav: a yes/no question with the answer that fits, in words a person can read."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("spørgsmål"), max_length=200)
    fits_when = models.BooleanField(_("passer, når svaret er"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="criterion_says_something")]

    def __str__(self) -> str:
        return self.text


class ContactQuerySet(models.QuerySet["Contact"]):
    """Named questions about contacts."""

    def addresses_of(self, offer_ids: Collection[UUID]) -> "ContactQuerySet":
        """The contacts of some offers that have an e-mail address, in their order."""
        return self.filter(offer_id__in=offer_ids).exclude(email="").order_by("position")


class Contact(BaseModel):
    """En kontakt: a function, and a person's name only with that person's consent. HSDS: contact."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    function = models.CharField(_("funktion"), max_length=120)
    person_name = models.CharField(_("navn"), max_length=120, blank=True)
    person_consented_at = models.DateTimeField(_("personen har sagt ja"), null=True, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hvornår"), max_length=120, blank=True)

    objects: ClassVar[models.Manager["Contact"]] = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person_name="") | Q(person_consented_at__isnull=False),
                name="contact_name_needs_consent",
            ),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_can_be_reached"),
        ]

    class Privacy:
        """Shown publicly with consent; gone with the offer or when the consent is withdrawn."""

        personal = frozenset({"person_name", "person_consented_at", "phone", "email"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return self.function


class Link(BaseModel):
    """Et link videre, med en tekst der siger hvorhen."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("tekst"), max_length=120)
    url = models.URLField(_("adresse"), max_length=600)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(label=""), name="link_says_where_it_goes")]

    def __str__(self) -> str:
        return self.label


class PictureQuerySet(models.QuerySet["Picture"]):
    """Named questions about pictures."""

    def of_organisation(self, organisation_id: UUID) -> "PictureQuerySet":
        """The pictures one organisation has put in, shown or not."""
        return self.filter(Q(organisation_id=organisation_id) | Q(offer__organisation_id=organisation_id))

    def with_ids(self, ids: Collection[UUID]) -> "PictureQuerySet":
        """The pictures with these ids; unknown ones give nothing."""
        return self.filter(id__in=ids)

    def of_offer(self, offer_id: UUID) -> "PictureQuerySet":
        """The pictures one offer shows."""
        return self.filter(offer_id=offer_id)

    def alike(self, digest: str) -> "PictureQuerySet":
        """The pictures that came from the very same file."""
        return self.filter(digest=digest)

    def unused(self) -> "PictureQuerySet":
        """The pictures no offer shows."""
        return self.filter(offer=None)

    def left_before(self, moment: datetime) -> "PictureQuerySet":
        """The pictures no offer has shown since a moment."""
        return self.unused().filter(Q(left_at__lt=moment) | Q(left_at=None, added_at__lt=moment))


class Picture(BaseModel):
    """Et billede, aldrig vist uden en beskrivelse for den, der ikke kan se det.

    ``file`` is the widest of our own copies (``directory.picture_files``); nothing of what was sent is kept but those.
    Until it is shown a picture belongs to no offer, only to the organisation that put it in.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="pictures"
    )
    offer = models.ForeignKey(
        "directory.Offer", null=True, blank=True, on_delete=models.CASCADE, related_name="pictures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="offers/")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    alt = models.CharField(_("beskrivelse"), max_length=300, blank=True)
    credit = models.CharField(_("foto"), max_length=120, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Picture"]] = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(alt="") | Q(offer=None), name="picture_has_alt_text")]

    class Privacy:
        """May show people who said yes; shown as long as the offer says so, and gone soon after nobody shows it."""

        personal = frozenset({"file", "alt", "credit"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return self.alt


class Accessibility(models.TextChoices):
    """What makes it possible to come in, and be there."""

    STEP_FREE = "step_free", _("ingen trin ved indgangen")
    LIFT = "lift", _("elevator eller lift")
    ACCESSIBLE_TOILET = "accessible_toilet", _("handicaptoilet")
    DISABLED_PARKING = "disabled_parking", _("handicapparkering")
    HEARING_LOOP = "hearing_loop", _("teleslynge")
    SIGN_LANGUAGE = "sign_language", _("tegnsprog")
    GUIDE_DOG = "guide_dog", _("førerhund er velkommen")
    QUIET_ROOM = "quiet_room", _("et roligt rum")


class Language(models.TextChoices):
    """Languages spoken there, by ISO 639."""

    DANISH = "da", _("dansk")
    ENGLISH = "en", _("engelsk")
    GREENLANDIC = "kl", _("grønlandsk")
    FAROESE = "fo", _("færøsk")
    GERMAN = "de", _("tysk")
    ARABIC = "ar", _("arabisk")
    TURKISH = "tr", _("tyrkisk")
    SOMALI = "so", _("somali")
    FARSI = "fa", _("persisk")
    DARI = "prs", _("dari")
    PASHTO = "ps", _("pashto")
    KURDISH = "ku", _("kurdisk")
    URDU = "ur", _("urdu")
    TIGRINYA = "ti", _("tigrinya")
    UKRAINIAN = "uk", _("ukrainsk")
    RUSSIAN = "ru", _("russisk")
    POLISH = "pl", _("polsk")
    ROMANIAN = "ro", _("rumænsk")
    BOSNIAN = "bs", _("bosnisk")
    SPANISH = "es", _("spansk")
    FRENCH = "fr", _("fransk")
    VIETNAMESE = "vi", _("vietnamesisk")
    TAMIL = "ta", _("tamil")
    THAI = "th", _("thai")
    SWEDISH = "sv", _("svensk")
    NORWEGIAN = "no", _("norsk")
    DANISH_SIGN = "dsl", _("dansk tegnsprog")


class CapacityStatus(models.TextChoices):
    """Whether there is room. HSDS: service_capacity."""

    FREE = "free", _("ledig plads")
    FEW = "few", _("få pladser")
    WAITING = "waiting", _("venteliste")
    PAUSED = "paused", _("holder pause")


class Capacity(BaseModel):
    """Plads lige nu. Always with an expiry: an old answer counts as no answer."""

    offer = models.OneToOneField("directory.Offer", on_delete=models.CASCADE, related_name="capacity")
    status = models.CharField(max_length=8, choices=CapacityStatus.choices)
    wait_weeks = models.PositiveSmallIntegerField(_("ventetid, uger"), null=True, blank=True)
    set_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CapacityStatus.values), name="capacity_status_is_known"),
            models.CheckConstraint(
                condition=Q(wait_weeks=None) | Q(status=CapacityStatus.WAITING), name="capacity_wait_needs_a_list"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("set_at")), name="capacity_expires_after_it_is_set"
            ),
        ]

    def __str__(self) -> str:
        return self.status
