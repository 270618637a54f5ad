"""Django's handle on the room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Where things are, and what is near."""

    name = "brobygger.places"
    label = "places"
