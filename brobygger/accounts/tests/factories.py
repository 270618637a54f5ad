"""Makes people who sign in."""

from typing import Any

import factory

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role

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
