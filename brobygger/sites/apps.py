"""Django's handle on the room."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """National and local front doors."""

    name = "brobygger.sites"
    label = "sites"
