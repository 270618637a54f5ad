"""Django's handle on the room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding what fits."""

    name = "brobygger.search"
    label = "search"
