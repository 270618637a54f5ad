"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Data in and out."""

    name = "brobygger.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Have the worker do what is left of files that were sent in; say how old our own files are."""
        import_module("brobygger.exchange.tasks")
        import_module("brobygger.exchange.status")
