"""Django's handle on its own admin, told to use our door. A file of its own: Django reads it before any model."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """The technical back office."""

    default_site = "brobygger.accounts.back_office.BackOffice"
