"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Other registers that we read."""

    name = "brobygger.sources"
    label = "sources"

    def ready(self) -> None:
        """Have the worker read sources, and follow what is decided of what is new in them; say how that goes."""
        import_module("brobygger.sources.desk")
        import_module("brobygger.sources.tasks")
        import_module("brobygger.sources.handlers")
        import_module("brobygger.sources.status")
        import_module("brobygger.sources.crediting")
