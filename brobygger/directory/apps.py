"""Django's handle on the room."""

from datetime import time
from importlib import import_module

from django.apps import AppConfig

from brobygger.notifications.schedule import every_day


class DirectoryConfig(AppConfig):
    """The register of offers."""

    name = "brobygger.directory"
    label = "directory"

    def ready(self) -> None:
        """Listen to the rooms below, have the worker look at links, and tell them what stands on public pages."""
        every_day("check-links", command=("check-links",), at=time(4, 30))
        import_module("brobygger.directory.handlers")
        import_module("brobygger.directory.selectors.public_contacts")
