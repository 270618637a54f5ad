"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Crisis lines and the portal's own pages."""

    name = "brobygger.knowledge"
    label = "knowledge"
    verbose_name = _("Viden og akut hjælp")
