"""Django's handle on the room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Other registers that we read."""

    name = "brobygger.sources"
    label = "sources"
