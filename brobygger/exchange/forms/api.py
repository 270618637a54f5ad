"""What other systems send: JSON, checked as forms are."""

import json
from typing import Any

from django import forms

from brobygger.directory.models import CapacityStatus
from brobygger.kernel.errors import BadData

_MOST_WEEKS = 520


class BodyRefused(BadData):
    """Kroppen skal være et JSON-objekt."""

    code = "body_refused"


class CapacityForm(forms.Form):
    """Plads lige nu, as ``directory.services.set_capacity`` takes it."""

    status = forms.ChoiceField(choices=CapacityStatus.choices)
    wait_weeks = forms.IntegerField(required=False, min_value=0, max_value=_MOST_WEEKS)
    expires_at = forms.DateTimeField(required=False)


def read_object(body: bytes) -> dict[str, str]:
    """Return a JSON object of plain values as a form takes it. Raises ``BodyRefused``."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BodyRefused from error
    if not isinstance(value, dict):
        raise BodyRefused
    return {name: _plain(said) for name, said in value.items() if said is not None}


def _plain(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BodyRefused("Hver værdi skal være en tekst eller et helt tal.")
    return str(value)
