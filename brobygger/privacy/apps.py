"""Django's handle on the room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Retention and erasure."""

    name = "brobygger.privacy"
    label = "privacy"
