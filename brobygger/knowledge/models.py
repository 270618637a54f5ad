"""Crisis lines as rows."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel

#: The one line every answer begins with.
EMERGENCY_KEY = "alarm-112"
#: Beside 112, everybody is shown at least this many ways, wherever they live.
LEAST_WAYS = 2


class Topic(models.TextChoices):
    """Hvad det handler om. The same words as ``search.crisis`` answers with."""

    SUICIDE = "suicide", _("Når du ikke orker mere")
    VIOLENCE = "violence", _("Vold, trusler eller kontrol")
    CHILD_ABUSE = "child_abuse", _("Et barn bliver slået eller er bange")
    CHILD = "child", _("Du er barn eller ung")
    SEXUAL_ABUSE = "sexual_abuse", _("Voldtægt og seksuelle overgreb")
    POISONING = "poisoning", _("Gift og for meget medicin")
    PSYCHIATRIC = "psychiatric", _("Når du er i en psykisk krise")
    ALCOHOL = "alcohol", _("Alkohol")
    GRIEF = "grief", _("Sorg")
    GENERAL = "general", _("Noget andet, eller du ved det ikke")


class Basis(models.TextChoices):
    """How near our source stands to the line itself."""

    SECONDARY = "secondary", _("Fra andre end linjen selv. Ikke kontrolleret hos linjen endnu")
    OWN_PAGE = "own_page", _("Fra en offentlig eller linjens egen side. Ikke kontrolleret hos linjen endnu")
    CONFIRMED = "confirmed", _("Kontrolleret hos linjen")


def check_topics(value: object) -> None:
    """Refuse anything but a list of at least one known topic."""
    if not isinstance(value, list) or not value or not set(value) <= set(Topic.values):
        raise ValidationError(_("Vælg mindst ét af emnerne: %(topics)s"), params={"topics": ", ".join(Topic.values)})


class CrisisLineQuerySet(models.QuerySet["CrisisLine"]):
    """Named questions about crisis lines."""

    def shown(self) -> "CrisisLineQuerySet":
        """Those that visitors may see."""
        return self.filter(is_shown=True)

    def in_areas(self, codes: Iterable[str]) -> "CrisisLineQuerySet":
        """The national ones and those of the given regions and municipalities."""
        return self.filter(area_code__in=["", *codes])

    def with_key(self, key: str) -> "CrisisLineQuerySet":
        """The line of a stable key."""
        return self.filter(key=key)

    def in_order(self) -> "CrisisLineQuerySet":
        """The most important first."""
        return self.order_by("priority", "key")


class CrisisLine(BaseModel):
    """En kriselinje: somebody who answers now, with who says so and when we looked."""

    key = models.SlugField(_("nøgle"), max_length=60, unique=True)
    topics = models.JSONField(_("emner"), validators=[check_topics])
    area_code = models.CharField(
        _("område"),
        max_length=4,
        blank=True,
        help_text=_("Region (1081-1085) eller kommune (0461). Tom = hele landet."),
    )
    priority = models.PositiveSmallIntegerField(_("rækkefølge"), default=50)
    name_da = models.CharField(_("navn"), max_length=120)
    name_en = models.CharField(_("navn på engelsk"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    website = models.URLField(_("hjemmeside eller chat"), max_length=300, blank=True)
    hours_da = models.CharField(_("hvornår"), max_length=200)
    hours_en = models.CharField(_("hvornår på engelsk"), max_length=200)
    audience_da = models.CharField(_("for hvem"), max_length=300)
    audience_en = models.CharField(_("for hvem på engelsk"), max_length=300)
    expect_da = models.TextField(_("hvad der sker, når du ringer"), max_length=400)
    expect_en = models.TextField(_("hvad der sker, på engelsk"), max_length=400)
    owner = models.CharField(_("ejer af teksten"), max_length=160)
    last_checked_on = models.DateField(_("senest set efter"))
    next_check_on = models.DateField(_("næste eftersyn"))
    basis = models.CharField(_("hvor sikkert"), max_length=20, choices=Basis.choices, default=Basis.SECONDARY)
    source_url = models.URLField(_("kilde"), max_length=600)
    source_year = models.PositiveSmallIntegerField(_("kildens år"), null=True, blank=True)
    is_shown = models.BooleanField(_("vises"), default=True)
    #: Set by the first change an editor makes; from then on the package's own text never overwrites it.
    is_edited = models.BooleanField(_("rettet af en redaktør"), default=False, editable=False)

    objects: ClassVar[models.Manager["CrisisLine"]] = CrisisLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("kriselinje")
        verbose_name_plural = _("kriselinjer")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_url=""),
                name="crisis_line_has_a_source",
                violation_error_message=_("Skriv, hvor nummeret kommer fra."),
            ),
            models.CheckConstraint(
                condition=~Q(owner=""),
                name="crisis_line_has_an_owner",
                violation_error_message=_("Skriv, hvem der ejer teksten."),
            ),
            models.CheckConstraint(
                condition=Q(next_check_on__gte=F("last_checked_on")),
                name="crisis_line_next_check_follows_the_last",
                violation_error_message=_("Næste eftersyn kan ikke ligge før det seneste."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(website=""),
                name="crisis_line_can_be_reached",
                violation_error_message=_("Skriv et telefonnummer eller en hjemmeside."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_da
