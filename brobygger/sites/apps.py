"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """National and local front doors."""

    name = "brobygger.sites"
    label = "sites"
    verbose_name = _("Lokalsider")

    def ready(self) -> None:
        """Tell ``accounts`` what municipalities are called."""
        import_module("brobygger.sites.municipality_names")
