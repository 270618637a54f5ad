"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    """Freshness and error reports."""

    name = "brobygger.curation"
    label = "curation"
    verbose_name = _("Bekræftelser og fejlmeldinger")
