"""What somebody with a link from a mail may change by themselves: what changes most, in the editor's own fields."""

from brobygger.desks.forms.editor import HowForm, TypedForm, WhatForm, WhenForm
from brobygger.directory.editing.steps import Step

#: The one page, as a step of its own; its name is in no address.
CHANGES = Step(
    key="rettelse",
    title="",
    question="",
    texts=(
        "summary", "description", "schedule_note", "alert", "signup", "signup_note", "price_kind", "price_note",
    ),
    rows=("times", "pauses", "contacts"),
)  # fmt: skip


class ChangeForm(TypedForm):
    """Ret tilbuddet: the single fields; the times, pauses and contacts are rows."""

    summary = WhatForm.base_fields["summary"]
    description = WhatForm.base_fields["description"]
    schedule_note = WhenForm.base_fields["schedule_note"]
    alert = WhenForm.base_fields["alert"]
    signup = HowForm.base_fields["signup"]
    signup_note = HowForm.base_fields["signup_note"]
    price_kind = HowForm.base_fields["price_kind"]
    price_note = HowForm.base_fields["price_note"]
