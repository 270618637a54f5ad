"""Django's handle on the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in and rights."""

    name = "brobygger.accounts"
    label = "accounts"
