"""Django's handle on the room."""

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    """Our offers on other people's pages."""

    name = "brobygger.syndication"
    label = "syndication"
