"""People who sign in."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import ACCOUNT_ROLES, ROLE_LABELS, Role
from brobygger.kernel.models import BaseModel


class UserManager(BaseUserManager["User"]):
    """Makes users the way Django's own commands expect."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a saved user with a hashed password (unusable when none is given)."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a national administrator with access to the technical back office."""
        fields = {"is_staff": True, "is_superuser": True, "role": Role.NATIONAL_ADMINISTRATOR, **fields}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this e-mail, however it is capitalised."""
        return self.get(email__iexact=username)


class User(BaseModel, AbstractBaseUser, PermissionsMixin):
    """En person, der kan logge ind: for an association, a municipality or the portal. Never a citizen."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("navn"), max_length=120, blank=True)
    role = models.CharField(
        _("rolle"), max_length=40, choices=[(role.value, ROLE_LABELS[role]) for role in ACCOUNT_ROLES]
    )
    municipality_codes = models.JSONField(_("kommuner"), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once_whatever_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(role) for role in ACCOUNT_ROLES]), name="accounts_user_role_is_known"
            ),
        ]

    class Privacy:
        """Kept as long as the person has access; erased when it ends."""

        personal = frozenset({"email", "name", "last_login"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
