"""The technical door to sites; every change goes through the services."""

from dataclasses import fields
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from brobygger.accounts.middleware import actor_of
from brobygger.sites.models import Site
from brobygger.sites.policies import may_edit
from brobygger.sites.services import SiteData, save_site

_FIELDS = tuple(field.name for field in fields(SiteData) if field.name != "municipality_id")


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin[Site]):
    """Texts, contact and dates of one site."""

    list_display = ("title", "municipality", "owner", "checked_on", "next_check_on")
    search_fields = ("title",)
    ordering = ("title",)
    fields = _FIELDS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        """Only the sites this actor may change."""
        return Site.objects.editable_by(actor_of(request)).select_related("municipality")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the list to whoever may change any site."""
        actor = actor_of(request)
        return any(may_edit(actor, municipality_code=code) for code in (None, *actor.municipality_codes))

    def has_view_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        """Ask the room's own policy."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        """Ask the room's own policy."""
        if obj is None:
            return self.has_module_permission(request)
        return may_edit(actor_of(request), municipality_code=obj.municipality_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every municipality has its site already."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        """A municipality keeps its front door."""
        return False

    def save_model(self, request: HttpRequest, obj: Site, form: forms.ModelForm[Site], change: bool) -> None:  # noqa: FBT001
        """Hand the form's values to the service."""
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in _FIELDS}
        data = SiteData(municipality_id=obj.municipality_id, **values)
        save_site(actor=actor_of(request), at=timezone.now(), data=data)
