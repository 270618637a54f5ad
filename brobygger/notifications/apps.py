"""Django's handle on the room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox, and the worker that empties it."""

    name = "brobygger.notifications"
    label = "notifications"
