"""The technical back office (Django's admin), for those who may open it: national, and with a second factor shown."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.shortcuts import redirect

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.permissions import Permission


class BackOffice(AdminSite):
    """Django's admin, with our own rule at the door."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Test whether somebody may come in at all; each page asks its own room's policy besides."""
        return actor_of(request).can(Permission.BACK_OFFICE_OPEN)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the one page where passwords are changed, which asks who is there and tells by mail."""
        return redirect("account_change_password")
