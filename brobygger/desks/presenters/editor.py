"""One step of the editor as its page shows it: where one is, what was typed, what is to be put right."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.desks.forms.editor import ALWAYS_ONE, ROW_FORMS, ROW_WORDS, STEP_FORMS, TimeForm, TypedForm
from brobygger.desks.presenters.aids import Suggestion, suggestions, text_aid
from brobygger.directory.editing.steps import STEPS, Problem, Step, Typed, list_of, rows_of, value_of
from brobygger.directory.models import Draft, LocationKind
from brobygger.directory.selectors.pictures import picture_cards, pictures_of
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptNode, concept_labels, concept_tree
from brobygger.ui.languages import current_language
from brobygger.ui.moments import clock_text

#: What an offer is about is chosen in three groups of concepts.
CONCEPT_FIELDS: tuple[tuple[str, str, str | Promise, str | Promise], ...] = (
    (
        "needs",
        Facet.NEED,
        _("Hvad kan tilbuddet hjælpe med?"),
        _("Vælg det, folk ofte kommer med. To eller tre er nok."),
    ),
    ("target_groups", Facet.TARGET, _("Hvem er det især for?"), _("Lad være med at vælge, hvis det er for alle.")),
    ("activities", Facet.ACTIVITY, _("Hvad laver man?"), _("Vælg det, man laver, når man er der.")),
)


#: What we fill in ourselves when a draft begins; it does not make a step done.
FILLED_IN = frozenset({"reach", "municipalities", "gender"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """One step in the bar at the top."""

    number: int
    title: str
    url: str
    is_here: bool
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """The rows of one kind: their forms, and the words round them."""

    name: str
    heading: str
    add: str
    forms: tuple[TypedForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptChoice:
    """One concept that can be ticked."""

    id: str
    key: str
    label: str
    is_chosen: bool
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptGroup:
    """The concepts of one kind: those that are chosen, and all of them."""

    name: str
    question: str
    hint: str
    chosen: str
    choices: tuple[ConceptChoice, ...]
    suggested: tuple[Suggestion, ...]
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Something to put right: its words, and the way to the field."""

    message: str
    url: str


def step_url(draft_id: UUID, step: str) -> str:
    """Return the address of one step of a draft."""
    return reverse("desks:editor_step", args=[draft_id, step])


def step_context(
    draft: Draft,
    step: Step,
    *,
    typed: Typed,
    problems: Iterable[Problem],
    shown: Iterable[Problem] = (),
    extra: str = "",
    before: Typed | None = None,
) -> dict[str, Any]:
    """Return what a step's page shows.

    ``shown`` are the problems to tell of now, ``extra`` a kind of row to add to, ``before`` what the writer saw when
    beginning (else what the draft says now).
    """
    number, told = STEPS.index(step), list(shown)
    return {
        "draft": draft,
        "step": step,
        "number": number + 1,
        "total": len(STEPS),
        "bar": bar(draft, here=step, problems=problems),
        "form": STEP_FORMS[step.key](typed, told) if step.key in STEP_FORMS else None,
        "rows": {name: row_group(name, typed, told, has_extra=name == extra) for name in step.rows},
        "concepts": concept_groups(typed, told, by=draft.organisation.name) if "needs" in step.lists else (),
        "repairs": repairs(draft, told),
        "pictures": picture_cards(pictures_of(draft)) if "pictures" in step.lists else (),
        "text_aid": text_aid(typed) if step.key == "hvad" else None,
        "before": json.dumps(before or {name: draft.data.get(name, "") for name in step.fields}, ensure_ascii=False),
        "revision": draft.revision,
        "saved_text": saved_text(draft),
        "previous": STEPS[number - 1] if number else None,
        "following": STEPS[number + 1] if number + 1 < len(STEPS) else None,
    }


def bar(draft: Draft, *, here: Step, problems: Iterable[Problem]) -> tuple[StepLink, ...]:
    """Return the way through the editor: a step is done when something is said there and nothing is wrong."""
    wrong = {problem.step for problem in problems}
    return tuple(
        StepLink(
            number=number,
            title=str(step.title),
            url=step_url(draft.id, step.key),
            is_here=step == here,
            is_done=step.key not in wrong
            and any(draft.data.get(name) for name in step.fields if name not in FILLED_IN),
        )
        for number, step in enumerate(STEPS, start=1)
    )


def row_group(name: str, typed: Typed, problems: Iterable[Problem], *, has_extra: bool) -> RowGroup:
    """Return the rows of one kind as forms, with an empty one where there should be one to write in."""
    rows: list[Mapping[str, Any]] = list(rows_of(typed, name))
    if has_extra or (not rows and name in ALWAYS_ONE):
        rows.append({})
    heading, add = ROW_WORDS[name]
    told = list(problems)
    forms = tuple(_row_form(name, row, told, typed, number=number) for number, row in enumerate(rows))
    return RowGroup(name=name, heading=str(heading), add=str(add), forms=forms)


def _row_form(name: str, row: Mapping[str, Any], problems: list[Problem], typed: Typed, *, number: int) -> TypedForm:
    prefix = f"{name}-{number}"
    is_time = name == "times"
    places = place_choices(typed) if is_time else []
    form = (
        TimeForm(row, problems, prefix=prefix, places=places)
        if is_time
        else ROW_FORMS[name](row, problems, prefix=prefix)
    )
    form.is_typed = bool(row)
    return form


def place_choices(typed: Typed) -> list[tuple[str, str]]:
    """Return the typed places by number, named so that somebody knows which is which."""
    choices = []
    for number, row in enumerate(rows_of(typed, "places")):
        spoken = gettext("på nettet") if value_of(row, "kind") == LocationKind.VIRTUAL else ""
        name = value_of(row, "name") or value_of(row, "address") or spoken or value_of(row, "postcode")
        choices.append((str(number), name or gettext("sted %(number)s") % {"number": number + 1}))
    return choices


def concept_groups(typed: Typed, problems: Iterable[Problem], *, by: str) -> tuple[ConceptGroup, ...]:
    """Return the concepts to choose from, with what is chosen told in words."""
    language, errors = current_language(), {problem.field: problem.message for problem in problems}
    suggested = suggestions(typed, {name: str(facet) for name, facet, _question, _hint in CONCEPT_FIELDS}, by=by)
    groups = []
    for name, facet, question, hint in CONCEPT_FIELDS:
        chosen = list_of(typed, name)
        labels = concept_labels(keys=chosen, language=language)
        tree = concept_tree(facet=facet, language=language)
        groups.append(
            ConceptGroup(
                name=name,
                question=str(question),
                hint=str(hint),
                chosen=", ".join(labels.values()),
                choices=tuple(_choices(name, tree, chosen=chosen, level=0)),
                suggested=suggested[name],
                error=errors.get(name, ""),
            )
        )
    return tuple(groups)


def _choices(
    name: str, nodes: Iterable[ConceptNode], *, chosen: Iterable[str], level: int, path: str = ""
) -> Iterable[ConceptChoice]:
    """Yield a tree of concepts as one list, each with how deep it lies."""
    for number, node in enumerate(nodes):
        here = f"{path}-{number}"
        is_chosen = node.key in chosen
        yield ConceptChoice(
            id=f"{name}{here}", key=node.key, label=node.label, is_chosen=is_chosen, level=min(level, 2)
        )
        yield from _choices(name, node.narrower, chosen=chosen, level=level + 1, path=here)


def repairs(draft: Draft, problems: Iterable[Problem]) -> tuple[Repair, ...]:
    """Return what is to be put right, each with the way to its field, also from another step."""
    return tuple(
        Repair(
            message=str(problem.message),
            url=f"{step_url(draft.id, problem.step)}?ret=1#{anchor(problem.field)}" if problem.field else "",
        )
        for problem in problems
    )


def anchor(field: str) -> str:
    """Return the id of the control of a field; choices of several have theirs on the first."""
    plain = field.split("-")[-1]
    first = {"days", "roles", "delivery", "reach", "gender", "access", "signup", "languages", "accessibility", "kind"}
    return f"id_{field}_0" if plain in first else f"id_{field}"


def saved_text(draft: Draft) -> str:
    """Say when everything was kept last: "Gemt kl. 14.32"."""
    return gettext("Gemt kl. %(clock)s") % {"clock": clock_text(localtime(draft.saved_at))}
