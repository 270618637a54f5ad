"""Whether somebody has shown more than a password in this session."""

from django.http import HttpRequest

#: Where django-allauth keeps how somebody signed in: a list of ``{"method": "password" | "mfa" | …}``.
SESSION_KEY = "account_authentication_methods"


def has_second_factor(request: HttpRequest) -> bool:
    """Test whether a code or a passkey was shown when this session began (or later)."""
    return any(step.get("method") == "mfa" for step in request.session.get(SESSION_KEY, ()))
