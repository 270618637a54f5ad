"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The register of offers."""

    name = "brobygger.directory"
    label = "directory"

    def ready(self) -> None:
        """Listen to the rooms below, and tell them what stands on public pages."""
        import_module("brobygger.directory.handlers")
        import_module("brobygger.directory.selectors.public_contacts")
