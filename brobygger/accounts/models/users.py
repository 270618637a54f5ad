"""People who sign in."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import ACCOUNT_ROLES, ROLE_LABELS, Role
from brobygger.kernel.models import BaseModel


class UserQuerySet(models.QuerySet["User"]):
    """Named questions about people who sign in."""

    def active(self) -> "UserQuerySet":
        """Those whose account is open."""
        return self.filter(is_active=True)

    def with_email(self, email: str) -> "UserQuerySet":
        """The one with this e-mail, however it is capitalised."""
        return self.filter(email__iexact=email.strip())

    def with_role(self, *roles: str) -> "UserQuerySet":
        """Those with one of some roles."""
        return self.filter(role__in=roles)

    def in_municipalities(self, codes: Collection[str]) -> "UserQuerySet":
        """Those whose role counts in at least one of some municipalities (a list in one column, on every database)."""
        wanted = Q(pk__in=[])
        for code in codes:
            wanted |= Q(municipality_codes__icontains=f'"{code}"')
        return self.filter(wanted)

    def named_like(self, text: str) -> "UserQuerySet":
        """Those whose name or e-mail holds a text."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text))

    def but(self, user_id: UUID | None) -> "UserQuerySet":
        """Everybody else."""
        return self.exclude(id=user_id)


class UserManager(BaseUserManager["User"]):
    """Makes users the way Django's own commands expect."""

    def get_queryset(self) -> UserQuerySet:
        """Return the named questions."""
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a saved user with a hashed password (unusable when none is given).

        Whoever makes an account for somebody vouches for the address; who makes one for themselves confirms it first.
        """
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
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
    #: Rows of the sign-in library: which addresses somebody has confirmed.
    emailaddress_set: Any
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Counts up when a sign-in link is used, so that every link sent before is used up with it.
    sign_in_links_used = models.PositiveIntegerField(default=0)

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
        """Kept as long as the account is open; the whole row is erased a month after it was closed."""

        personal = frozenset({"email", "name", "last_login"})
        keep_for: timedelta | None = timedelta(days=30)
        since = "closed_at"

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
