"""Django's handle on the room."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """What the portal publishes."""

    name = "brobygger.opendata"
    label = "opendata"
