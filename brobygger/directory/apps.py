"""Django's handle on the room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The register of offers."""

    name = "brobygger.directory"
    label = "directory"
