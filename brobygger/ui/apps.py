"""Django's handle on the room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system."""

    name = "brobygger.ui"
    verbose_name = "Designsystem"
