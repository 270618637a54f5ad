"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """National and local front doors."""

    name = "brobygger.sites"
    label = "sites"
    verbose_name = _("Lokalsider")
