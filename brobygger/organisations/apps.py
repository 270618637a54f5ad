"""Django's handle on the room."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who offers something."""

    name = "brobygger.organisations"
    label = "organisations"
