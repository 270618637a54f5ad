"""Django's handle on the room."""

from django.apps import AppConfig


class MeaningConfig(AppConfig):
    """Short texts as vectors."""

    name = "brobygger.meaning"
    label = "meaning"
