"""Django's handle on the room."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """The printed guide."""

    name = "brobygger.guides"
    label = "guides"
