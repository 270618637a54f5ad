"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who offers something."""

    name = "brobygger.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell ``accounts`` what membership gives and who asks about it, and hear what others tell."""
        for name in ("scopes", "access", "desk", "handlers"):
            import_module(f"brobygger.organisations.{name}")
