"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages across rooms."""

    name = "brobygger.web"
    label = "web"

    def ready(self) -> None:
        """Put what the rooms below have on the desk of those who sign in."""
        import_module("brobygger.web.desk")
