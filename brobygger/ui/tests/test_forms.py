"""Forms wear the design system's markup."""

from django import forms
from django.test import SimpleTestCase


class Example(forms.Form):
    name = forms.CharField(label="Navn", help_text="Fornavn er nok.")
    note = forms.CharField(label="Besked", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Emne", choices=[("a", "A"), ("b", "B")])
    times = forms.MultipleChoiceField(label="Hvornår", choices=[("day", "Dag")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="Jeg er sikker")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class TestFormRenderer(SimpleTestCase):
    def test_gives_controls_the_design_systems_classes(self) -> None:
        html = Example().render()

        for name in ("form-input", "form-select", "form-checkbox", "form-label", "form-hint"):
            assert name in html

    def test_ties_the_hint_to_its_field(self) -> None:
        html = Example()["name"].as_field_group()

        assert 'id="id_name_helptext"' in html
        assert 'aria-describedby="id_name_helptext"' in html

    def test_ties_the_error_to_its_field(self) -> None:
        html = Example({"kind": "a"})["name"].as_field_group()

        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="id_name_helptext id_name_error"' in html
        assert html.count('id="id_name_error"') == 1

    def test_says_which_fields_may_be_left_out(self) -> None:
        form = Example()

        assert "frivilligt" in form["note"].as_field_group()
        assert "frivilligt" not in form["name"].as_field_group()

    def test_puts_several_boxes_in_a_named_group(self) -> None:
        html = Example()["times"].as_field_group()

        self.assertInHTML('<legend class="form-label">Hvornår</legend>', html)
        assert '<label for="id_times_0">' in html

    def test_puts_the_label_of_a_single_box_after_it(self) -> None:
        html = Example()["sure"].as_field_group()

        assert html.index("<input") < html.index("<label")

    def test_sums_up_the_errors_with_a_link_to_each_field(self) -> None:
        html = Example({}).render()

        assert 'class="error-summary"' in html
        assert 'href="#id_name"' in html

    def test_says_nothing_of_errors_before_anything_was_sent(self) -> None:
        assert "error-summary" not in Example().render()

    def test_keeps_classes_the_form_gave(self) -> None:
        class Short(forms.Form):
            age = forms.IntegerField(widget=forms.NumberInput(attrs={"class": "is-short"}))

        assert 'class="form-input is-short"' in Short()["age"].as_field_group()

    def test_escapes_what_was_typed(self) -> None:
        html = Example({"name": "<script>"}).render()

        assert "<script>" not in html
