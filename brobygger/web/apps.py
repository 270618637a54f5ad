"""Django's handle on the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages across rooms."""

    name = "brobygger.web"
    label = "web"
