"""What somebody wants to be sent: one choice for each topic."""

from typing import Any

from django import forms

from brobygger.notifications.topics import CHOOSABLE, Rhythm, Topic

PURPOSE = "mail-choices"


class ChoicesForm(forms.Form):
    """Vælg, hvilke mails du vil have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make one field for each topic."""
        super().__init__(*args, **kwargs)
        for topic in CHOOSABLE:
            label = str(topic.label)
            self.fields[topic.value] = forms.ChoiceField(label=label[:1].upper() + label[1:], choices=Rhythm.choices)

    @property
    def rhythms(self) -> dict[Topic, Rhythm]:
        """Return what was chosen."""
        return {topic: Rhythm(self.cleaned_data[topic.value]) for topic in CHOOSABLE}
