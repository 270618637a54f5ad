"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in and rights."""

    name = "brobygger.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put who has access on the desk of those who decide about it, and roles among what is asked about."""
        import_module("brobygger.accounts.library_privacy")
        import_module("brobygger.accounts.people_desk")
        import_module("brobygger.accounts.services.role_rights")
