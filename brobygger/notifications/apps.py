"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox, and the worker that empties it."""

    name = "brobygger.notifications"
    label = "notifications"
    verbose_name = _("Beskeder")

    def ready(self) -> None:
        """Listen to the rooms below, and put what went wrong on the desk of those who can mend it."""
        import_module("brobygger.notifications.handlers")
        import_module("brobygger.notifications.desk")
