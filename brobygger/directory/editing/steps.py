"""The steps of the editor, and what each of them asks for. The forms of the pages and the reading of them meet here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Everything somebody typed: text, several texts, or rows of named texts.
Typed = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One short page: its word in the address, what it is about, and the names of what is typed there."""

    key: str
    title: str | Promise
    question: str | Promise
    texts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every name, in the order of the page."""
        return self.texts + self.lists + self.rows


STEPS: tuple[Step, ...] = (
    Step(key="hvad", title=_("Hvad er det?"), question=_("Hvad er det?"), texts=("name", "summary", "description")),
    Step(
        key="hvem",
        title=_("Hvem er det for?"),
        question=_("Hvem er det for?"),
        texts=("audience", "age_from", "age_to", "gender", "gender_reason", "needs_sobriety", "access"),
        lists=("needs", "target_groups", "activities", "roles"),
        rows=("criteria",),
    ),
    Step(
        key="hvor",
        title=_("Hvor?"),
        question=_("Hvor er det?"),
        texts=("reach", "municipalities", "regions"),
        lists=("delivery",),
        rows=("places",),
    ),
    Step(
        key="hvornaar",
        title=_("Hvornår?"),
        question=_("Hvornår er det?"),
        texts=("schedule_note", "alert"),
        rows=("times", "pauses"),
    ),
    Step(
        key="komme",
        title=_("Sådan kommer man"),
        question=_("Hvordan kommer man med?"),
        texts=(
            "signup", "signup_note", "price_kind", "price_note", "concessions", "first_visit", "host_function",
            "companion", "community_type", "accessibility_note", "practical_help",
        ),
        lists=("accessibility", "languages"),
        rows=("contacts",),
    ),
    Step(
        key="billede",
        title=_("Billede og links"),
        question=_("Har I et billede?"),
        lists=("pictures",),
        rows=("links",),
    ),
    Step(key="send", title=_("Se efter og send"), question=_("Passer det?")),
)  # fmt: skip

STEPS_BY_KEY: Mapping[str, Step] = {step.key: step for step in STEPS}
#: On which step something is typed.
STEP_OF: Mapping[str, str] = {name: step.key for step in STEPS for name in step.fields}

#: What one row of each kind consists of; a name ending in ``[]`` may be said several times.
ROW_FIELDS: Mapping[str, tuple[str, ...]] = {
    "criteria": ("text", "fits_when"),
    "places": ("kind", "name", "address", "postcode", "municipality", "directions", "accessibility_note", "url"),
    "times": ("repeat", "days[]", "nth", "first", "starts", "ends", "last", "place", "note", "rrule", "timezone"),
    "pauses": ("begins", "ends"),
    "contacts": ("function", "phone", "email", "hours", "person_name", "consent"),
    "links": ("label", "url"),
}
#: More rows than this are somebody's mistake, or no mistake.
MOST_ROWS = 20

#: The longest text of each field: the register's own limits, so that nothing is cut off later.
LONGEST: Mapping[str, int] = {
    "name": 160, "summary": 200, "description": 8_000, "audience": 1_000, "gender_reason": 300, "alert": 300,
    "schedule_note": 300, "signup_note": 300, "price_note": 200, "concessions": 300, "first_visit": 2_000,
    "host_function": 120, "accessibility_note": 300, "practical_help": 300, "municipalities": 2_000,
    "criteria-text": 200, "places-name": 160, "places-address": 200, "places-directions": 300,
    "places-accessibility_note": 300, "places-url": 300, "times-note": 200, "contacts-function": 120,
    "contacts-phone": 30, "contacts-email": 254, "contacts-hours": 120, "contacts-person_name": 120,
    "links-label": 120, "links-url": 600,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to put right, at a field; in a row the field is named like "places-0-postcode"."""

    field: str
    message: str

    @property
    def step(self) -> str:
        """The step where the field is; what belongs to no field is seen when the whole is looked through."""
        return STEP_OF.get(self.field.split("-", 1)[0], "send")


def value_of(typed: Mapping[str, Any], name: str) -> str:
    """Return one text, without space around it; nothing typed is an empty text."""
    value = typed.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def list_of(typed: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return several texts, each once."""
    value = typed.get(name, ())
    return tuple(dict.fromkeys(str(item) for item in value)) if isinstance(value, list | tuple) else ()


def rows_of(typed: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the rows of one kind."""
    value = typed.get(name, ())
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
