"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """What the portal publishes."""

    name = "brobygger.opendata"
    label = "opendata"

    def ready(self) -> None:
        """Listen to the rooms below."""
        import_module("brobygger.opendata.handlers")
