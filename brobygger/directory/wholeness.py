"""What a draft lacks before it can be an offer: the register's own rules, told at the field they are about."""

from dataclasses import replace
from datetime import datetime

from brobygger.directory.editing.reading import Reading, cpr_in
from brobygger.directory.editing.steps import Problem
from brobygger.directory.models import Draft
from brobygger.directory.selectors.drafts import read_draft
from brobygger.directory.services.rules import check_offer
from brobygger.directory.values import OfferData
from brobygger.kernel.errors import BadData

#: What the rules look at together, and the field that says it. What is not named here stands alone, under its own name.
_TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("name", ("name",)),
    ("summary", ("summary",)),
    ("description", ("description",)),
    ("audience", ("audience",)),
    ("age_to", ("age_min", "age_max")),
    ("gender_reason", ("gender", "gender_reason")),
    ("access", ("access",)),
    ("roles", ("roles",)),
    ("criteria", ("criteria",)),
    ("reach", ("is_national", "municipality_codes", "region_codes")),
    ("delivery", ("delivery",)),
    ("places", ("locations",)),
    ("times", ("locations", "schedules")),
    ("schedule_note", ("schedule_note",)),
    ("alert", ("alert",)),
    ("signup", ("signup",)),
    ("signup_note", ("signup_note",)),
    ("price_kind", ("price_kind",)),
    ("price_note", ("price_note",)),
    ("concessions", ("concessions",)),
    ("first_visit", ("first_visit",)),
    ("host_function", ("host_function",)),
    ("community_type", ("community_type",)),
    ("accessibility", ("accessibility",)),
    ("accessibility_note", ("accessibility_note",)),
    ("practical_help", ("practical_help",)),
    ("languages", ("languages",)),
    ("contacts", ("contacts",)),
    ("links", ("links",)),
)


def look_through(draft: Draft, *, at: datetime) -> Reading:
    """Return the offer a draft says and everything to put right, each at its step and field; none: it can be sent."""
    reading = read_draft(draft, at=at)
    problems = [*reading.problems, *cpr_in(draft.data)]
    told = {problem.field.split("-", 1)[0] for problem in problems}
    problems += [problem for problem in broken_rules(reading.data) if problem.field not in told]
    return Reading(data=reading.data, problems=tuple(problems))


def broken_rules(data: OfferData) -> list[Problem]:
    """Return where the register's rules say no: each group of fields is put alone into an offer that is well."""
    well = OfferData(key="en-kladde", organisation_id=data.organisation_id, name="-", summary="-", is_national=True)
    problems = []
    for field, names in _TOGETHER:
        try:
            check_offer(replace(well, **{name: getattr(data, name) for name in names}))
        except BadData as error:
            problems.append(Problem(field=field, message=error.message))
    if not problems:
        try:
            check_offer(data)
        except BadData as error:
            problems.append(Problem(field="", message=error.message))
    return problems
