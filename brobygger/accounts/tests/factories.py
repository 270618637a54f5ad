"""Makes people who sign in."""

from typing import Any

import factory
from django.test import Client

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.second_factor import SESSION_KEY

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
    session[SESSION_KEY] = [{"method": "password"}, *([{"method": "mfa"}] if has_second_factor else [])]
    session.save()
    return user
