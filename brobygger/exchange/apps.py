"""Django's handle on the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Data in and out."""

    name = "brobygger.exchange"
    label = "exchange"
