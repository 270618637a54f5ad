"""What a draft says, field by field, in words: to look through it, and to compare two versions of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext

from brobygger.desks.forms.editor import ROW_FORMS, ROW_WORDS, STEP_FORMS
from brobygger.desks.presenters.editor import CONCEPT_FIELDS, place_choices, step_url
from brobygger.directory.editing.merging import Difference
from brobygger.directory.editing.steps import ROW_FIELDS, STEPS, Step, Typed
from brobygger.directory.editing.times import KEPT, read_date
from brobygger.directory.models import LocationKind
from brobygger.taxonomy.selectors import concept_labels
from brobygger.ui.languages import current_language
from brobygger.web.presenters.times import day_text

#: What a row holds that nobody typed, or that is said otherwise.
_NOT_SAID = frozenset({"municipality", "rrule", "timezone", "consent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with its answer, a paragraph for each."""

    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What was said on one step."""

    title: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One field that two people changed: what each wrote, to choose between."""

    field: str
    label: str
    before: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def chapters(typed: Typed, *, draft_id: UUID) -> tuple[Chapter, ...]:
    """Return everything a draft says, a chapter for each step that asks for something."""
    return tuple(
        Chapter(title=str(step.title), url=step_url(draft_id, step.key), lines=tuple(_lines(step, typed)))
        for step in STEPS
        if step.fields
    )


def choices(differences: Iterable[Difference], typed: Typed) -> tuple[Choice, ...]:
    """Return what is to be chosen between, in words."""
    return tuple(
        Choice(
            field=one.field,
            label=label_of(one.field),
            before=answers_of(one.field, one.before, typed),
            mine=answers_of(one.field, one.mine, typed),
            theirs=answers_of(one.field, one.theirs, typed),
        )
        for one in differences
    )


def _lines(step: Step, typed: Typed) -> Iterable[Line]:
    for name in step.fields:
        if answers := answers_of(name, typed.get(name), typed):
            yield Line(label=label_of(name), answers=answers)


def label_of(name: str) -> str:
    """Return the question a field answers."""
    if name in ROW_WORDS:
        return str(ROW_WORDS[name][0])
    questions = {field: str(question) for field, _facet, question, _hint in CONCEPT_FIELDS}
    fields = (form.base_fields[name] for form in STEP_FORMS.values() if name in form.base_fields)
    field = next(fields, None)
    return str(field.label) if field else questions.get(name, gettext("Billede"))


def answers_of(name: str, value: Any, typed: Typed) -> tuple[str, ...]:
    """Return what was answered, in words; nothing when nothing was."""
    if not value:
        return ()
    if name in ROW_FORMS:
        rows = (_row(name, row, typed) for row in value)
        return tuple(text for text in rows if text)
    if name in {field for field, *_rest in CONCEPT_FIELDS}:
        return (", ".join(concept_labels(keys=value, language=current_language()).values()),)
    if name == "pictures":
        return (gettext("%(count)s billede") % {"count": len(value)},)
    form = next(form for form in STEP_FORMS.values() if name in form.base_fields)
    return (_spoken(form.base_fields[name], value),)


def _row(name: str, row: Mapping[str, Any], typed: Typed) -> str:
    """Return one row as a line: "hver uge, tirsdag, kl. 14.00-16.00"."""
    parts = [_span(row)] if name == "pauses" else []
    for part in () if name == "pauses" else ROW_FIELDS[name]:
        plain = part.removesuffix("[]")
        value = row.get(plain)
        if value and value != LocationKind.PHYSICAL and plain not in _NOT_SAID:
            parts.append(_part(name, plain, value, typed))
    return ", ".join(part for part in parts if part)


def _part(name: str, part: str, value: Any, typed: Typed) -> str:
    if (name, part) == ("times", "place"):
        return dict(place_choices(typed)).get(str(value), "")
    if value == KEPT:
        return gettext("som det er nu")
    if (name, part) in {("times", "starts"), ("times", "ends")}:
        words = gettext("fra kl. %(clock)s") if part == "starts" else gettext("til kl. %(clock)s")
        return words % {"clock": str(value).replace(":", ".")}
    if (name, part) in {("times", "first"), ("times", "last")}:
        label = str(ROW_FORMS[name].base_fields[part].label).lower()
        return f"{label} {_day(value)}"
    return _spoken(ROW_FORMS[name].base_fields[part], value)


def _span(row: Mapping[str, Any]) -> str:
    """Return a pause as it is said."""
    begins, ends = _day(row.get("begins")), _day(row.get("ends"))
    return gettext("fra %(begins)s til %(ends)s") % {"begins": begins, "ends": ends} if ends else begins


def _day(typed: Any) -> str:
    """Return a day in words; what is no day stays as it was typed."""
    day = read_date(str(typed or ""))
    return day_text(day) if day else str(typed or "")


def _spoken(field: forms.Field, value: Any) -> str:
    """Return a value as its question words it."""
    if isinstance(field, forms.BooleanField):
        return gettext("ja")
    options = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(options.get(str(item), str(item)) for item in values)
