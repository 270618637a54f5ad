"""How forms look: Django's own rendering, with Det Fælles Designsystem's markup.

``{{ form }}`` gives an error summary and every field; ``{{ field.as_field_group }}`` gives one field whole: label,
hint, error, and the control that names them to screen readers.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CONTROL_CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxSelectMultiple: "form-checkbox",
    forms.RadioSelect: "form-radio",
    forms.CheckboxInput: "form-checkbox",
    forms.Select: "form-select",
    forms.FileInput: "",
    forms.Widget: "form-input",
}


def control_class(widget: forms.Widget) -> str:
    """Return the design system's class for a control."""
    return next(name for kind, name in CONTROL_CLASSES.items() if isinstance(widget, kind))


class DesignSystemField(BoundField):
    """A field on a page, dressed in the design system's classes."""

    @property
    def is_checkbox(self) -> bool:
        """Test whether this is a single tick, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Return the control's attributes, with the design system's class beside those the form gave it."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        classes = [control_class(widget), widget.attrs.get("class", ""), str(attrs.get("class", ""))]
        if named := " ".join(filter(None, classes)):
            built["class"] = named
        return built


class FormRenderer(TemplatesSetting):
    """Renders every form through ``ui/forms``; named in ``FORM_RENDERER``."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = DesignSystemField
