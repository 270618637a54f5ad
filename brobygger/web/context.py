"""What every page knows: who runs the portal, its address, and the year. Asks nothing of the database."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

#: What the data's licences ask us to show (places/data/SOURCES.md).
DATA_ATTRIBUTION = (
    _("Indeholder data fra Klimadatastyrelsen/Geodatastyrelsen og Danske Kommuner (FOT, 2014-02-13)"),
    _("Postnumre: countries-states-cities-database (ODbL 1.0)"),
    _("Kystlinje: © OpenStreetMap-bidragydere (ODbL 1.0)"),
    _("Folketal: Danmarks Statistik, 1. januar 2020"),
)


def site_wide(request: HttpRequest) -> dict[str, object]:
    """Return what the frame round every page shows; templates find this page's other language with ``language_url``."""
    return {
        "base_url": settings.BASE_URL,
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "is_demo": settings.DEMO,
        "has_own_bar": _is_known(request),
        # Where a demo on somebody's own machine keeps the mails it would have sent; elsewhere there is no such page.
        "has_demo_post": settings.DEMO and settings.IS_LOCAL and settings.MAIL_IS_SHELVED,
        "current_year": timezone.localdate().year,
        "data_attribution": " · ".join(gettext(line) for line in DATA_ATTRIBUTION),
    }


def _is_known(request: HttpRequest) -> bool:
    """Test whether this page asked who is there, and somebody is; a public page never asks: it is the same for all."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and request.user.is_authenticated
