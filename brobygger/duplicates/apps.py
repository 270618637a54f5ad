"""Django's handle on the room."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """The same thing told twice."""

    name = "brobygger.duplicates"
    label = "duplicates"
