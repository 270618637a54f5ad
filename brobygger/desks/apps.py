"""Django's handle on the room."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Signed-in pages across rooms."""

    name = "brobygger.desks"
    label = "desks"
