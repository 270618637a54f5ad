"""Django's handle on the room."""

from django.apps import AppConfig


class CurationConfig(AppConfig):
    """Freshness and error reports."""

    name = "brobygger.curation"
    label = "curation"
