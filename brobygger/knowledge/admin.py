"""The editors' door: Django's admin, with every write through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from brobygger.accounts.middleware import actor_of
from brobygger.knowledge.models import CrisisLine, Topic
from brobygger.knowledge.policies import may_edit_crisis_lines
from brobygger.knowledge.services import add_crisis_line, change_crisis_line


class CrisisLineForm(forms.ModelForm[CrisisLine]):
    """A crisis line as an editor fills it in: topics by ticking."""

    topics = forms.MultipleChoiceField(choices=Topic.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = CrisisLine
        fields = (
            "key",
            "topics",
            "area_code",
            "priority",
            "name_da",
            "name_en",
            "phone",
            "website",
            "hours_da",
            "hours_en",
            "audience_da",
            "audience_en",
            "expect_da",
            "expect_en",
            "owner",
            "last_checked_on",
            "next_check_on",
            "basis",
            "source_url",
            "source_year",
            "is_shown",
        )


@admin.register(CrisisLine)
class CrisisLineAdmin(admin.ModelAdmin[CrisisLine]):
    """Crisis lines: added and changed, hidden but never deleted (the book of acts points at them)."""

    form = CrisisLineForm
    list_display = ("name_da", "phone", "area_code", "basis", "last_checked_on", "next_check_on", "is_shown")
    list_filter = ("basis", "is_shown", "area_code")
    ordering = ("next_check_on", "key")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the room to its editors."""
        return may_edit_crisis_lines(actor_of(request))

    def has_view_permission(self, request: HttpRequest, obj: CrisisLine | None = None) -> bool:
        """Let editors see."""
        return may_edit_crisis_lines(actor_of(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let editors add."""
        return may_edit_crisis_lines(actor_of(request))

    def has_change_permission(self, request: HttpRequest, obj: CrisisLine | None = None) -> bool:
        """Let editors change."""
        return may_edit_crisis_lines(actor_of(request))

    def has_delete_permission(self, request: HttpRequest, obj: CrisisLine | None = None) -> bool:
        """Let nobody delete: hide instead."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: CrisisLine | None = None) -> tuple[str, ...]:
        """Keep the key of a line that exists."""
        return ("key",) if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: CrisisLine,
        form: forms.ModelForm[CrisisLine],
        change: bool,  # noqa: FBT001  (Django's own signature)
    ) -> None:
        """Hand what was written to the service; ``obj`` itself is not saved."""
        actor, at = actor_of(request), timezone.now()
        values: dict[str, Any] = dict(form.cleaned_data)
        if change:
            change_crisis_line(actor=actor, line_id=obj.id, values=values, at=at)
            return
        obj.id = add_crisis_line(actor=actor, key=values.pop("key"), values=values, at=at).id
