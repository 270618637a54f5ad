"""Django's handle on the room."""

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The design system."""

    name = "brobygger.ui"
    verbose_name = "Designsystem"

    def ready(self) -> None:
        """Let every form say in plain words what Django says officially ("Dette felt er påkrævet")."""
        forms.Field.default_error_messages["required"] = _("Udfyld det her felt.")
