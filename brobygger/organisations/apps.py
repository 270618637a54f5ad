"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who offers something."""

    name = "brobygger.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell ``accounts`` what membership gives."""
        import_module("brobygger.organisations.scopes")
