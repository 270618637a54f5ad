"""Django's handle on the room."""

from datetime import time
from importlib import import_module

from django.apps import AppConfig

from brobygger.notifications.schedule import every_day


class DesksConfig(AppConfig):
    """Signed-in pages across rooms."""

    name = "brobygger.desks"
    label = "desks"

    def ready(self) -> None:
        """Listen to the rooms below, and have the worker do the night's work."""
        every_day("nightly", command=("nightly",), at=time(3, 0))
        import_module("brobygger.desks.handlers")
        import_module("brobygger.desks.review_piles")
        import_module("brobygger.desks.local_desk")
        import_module("brobygger.desks.link_piles")
        import_module("brobygger.desks.draft_piles")
