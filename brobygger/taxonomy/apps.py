"""Django's handle on the room."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """What people need, in their own words."""

    name = "brobygger.taxonomy"
    label = "taxonomy"
