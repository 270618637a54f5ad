"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """The same thing told twice."""

    name = "brobygger.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        """Tell those who decide what waits."""
        import_module("brobygger.duplicates.piles")
