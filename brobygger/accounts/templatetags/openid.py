"""For templates: who signs people in for us."""

from django import template
from django.conf import settings

from brobygger.accounts.openid.configuration import OpenIDProvider

register = template.Library()


@register.simple_tag
def openid_providers() -> tuple[OpenIDProvider, ...]:
    """Return the configured providers, in the order of the file."""
    providers: tuple[OpenIDProvider, ...] = settings.OPENID_PROVIDERS
    return providers
