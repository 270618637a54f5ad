"""Makes people who sign in."""

import time
from typing import Any

import factory
from django.test import Client

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role

#: Where the sign-in library keeps what somebody has shown in a session, and whose session it is.
STEPS_KEY, STEPS_OWNER_KEY = "account_authentication_methods", "account_authentication_methods_user"

PASSWORD = "en lang nok adgangskode"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """Somebody with an account; a local administrator unless the test says otherwise."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@brobygger.example")
    name = "Anna Andersen"
    role = Role.LOCAL_ADMINISTRATOR

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        """Hash the password on the way in."""
        return model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)


def sign_in(client: Client, user: User, *, has_second_factor: bool = True) -> User:
    """Sign somebody in as the sign-in pages do, with a code or passkey shown unless the test says otherwise."""
    client.force_login(user)
    session = client.session
    shown = ["password", *(["mfa"] if has_second_factor else [])]
    session[STEPS_KEY] = [{"method": method, "at": time.time()} for method in shown]
    session[STEPS_OWNER_KEY] = str(user.pk)
    session.save()
    return user
