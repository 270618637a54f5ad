"""Django's handle on the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The book of acts."""

    name = "brobygger.audit"
    label = "audit"
