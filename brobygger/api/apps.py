"""Django's handle on the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The doors of open data."""

    name = "brobygger.api"
    label = "api"
