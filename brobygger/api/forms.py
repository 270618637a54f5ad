"""From what somebody asks to what they mean: from the address, a form or a JSON object alike."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from brobygger.api.parameters import KNOWN, MOST_TERMS, PARAMETERS, USUALLY_ON_A_PAGE, BadParameter
from brobygger.api.questions import Question
from brobygger.kernel.errors import BadData
from brobygger.opendata.folding import folded
from brobygger.opendata.models import Kind
from brobygger.opendata.selectors.listing import Form, Wanted
from brobygger.privacy.cpr import contains_cpr

#: More than this is no list anybody reads page by page, but ``minimal`` is for reading in one go.
EVERYTHING = 10_000_000
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
Given = Mapping[str, Sequence[str]]


class BadBody(BadData):
    """Vi kunne ikke læse det, du sendte: det skal være et JSON-objekt eller en formular."""

    code = "bad_body"
    status = 400


class UnknownType(BadData):
    """Send det som en formular eller som JSON."""

    code = "unknown_type"
    status = 415


class SearchLooksLikeCpr(BadParameter):
    """Det ligner et CPR-nummer. Søg uden det."""

    code = "cpr"


def read_question(request: HttpRequest, kind: Kind) -> Question:
    """Return what a request asks of a kind of list; raise ``BadParameter`` or ``BadBody`` when it cannot be read."""
    value = _values(_given(request), KNOWN[kind])
    search = value.get("search", "")
    if contains_cpr(search):
        raise SearchLooksLikeCpr("search", _("Det ligner et CPR-nummer. Søg uden det."))
    if "proximity" in value and "postcode" not in value:
        raise BadParameter("proximity", _("Sæt også postcode: afstanden er fra midten af et postnummer."))
    form = _form(value)
    return Question(
        wanted=_wanted(kind, value, search),
        form=form,
        page=value.get("page", 1),
        per_page=value.get("per_page", EVERYTHING if form is Form.MINIMAL else USUALLY_ON_A_PAGE),
        is_stream=value.get("format") == "ndjson",
        with_services=value.get("full_service", False),
        postcode=value.get("postcode", ""),
        proximity=value.get("proximity"),
    )


def _wanted(kind: Kind, value: dict[str, Any], search: str) -> Wanted:
    return Wanted(
        kind=kind,
        words=tuple(sorted(set(folded(search).split()))),
        term_ids=value.get("taxonomy_term_id", ()),
        taxonomy_id=value.get("taxonomy_id"),
        organization_id=value.get("organization_id"),
        parent_id=value.get("parent_id"),
        is_top=value.get("top_only", False),
        modified_after=value.get("modified_after"),
        minimum_age=value.get("minimum_age"),
        maximum_age=value.get("maximum_age"),
        day=value.get("day", ""),
        opens_from=value.get("start_time"),
        closes_until=value.get("end_time"),
    )


def _form(value: dict[str, Any]) -> Form:
    """``minimal`` wins over ``full``: who asks for both has a program that always asks for full."""
    if value.get("minimal"):
        return Form.MINIMAL
    return Form.FULL if value.get("full") or value.get("full_service") else Form.BRIEF


def _values(given: Given, known: Sequence[str]) -> dict[str, Any]:
    """Return the values of the parameters that are known here; what is empty has not been given."""
    values: dict[str, Any] = {}
    for name in known:
        texts = [text for text in given.get(name, ()) if text.strip()]
        if name == "taxonomy_term_id" and texts:
            values[name] = _terms(name, texts)
        elif texts:
            values[name] = _read(name, texts[-1])
    return values


def _terms(name: str, texts: Sequence[str]) -> tuple[Any, ...]:
    """Return the different terms; each makes the question longer, and databases have an end to that."""
    terms = tuple(sorted({_read(name, text) for text in texts}))
    if len(terms) > MOST_TERMS:
        raise BadParameter(name, _("Der er alt for meget. Vi læser højst %(detail)s.") % {"detail": MOST_TERMS})
    return terms


def _read(name: str, text: str) -> Any:
    parameter = PARAMETERS[name]
    value = parameter.read(text.strip())
    if value is None:
        raise BadParameter(name, _(parameter.must_be))
    return value


def _given(request: HttpRequest) -> Given:
    """Return what is asked, each name with all its values; what is sent wins over what is in the address."""
    given: Given = dict(request.GET.lists())
    if request.method != "POST":
        return given
    if request.content_type == "application/json":
        return {**given, **_sent_as_json(request.body)}
    if request.content_type not in _FORMS and request.body:
        raise UnknownType
    return {**given, **_sent_as_form(request)}


def _sent_as_form(request: HttpRequest) -> Given:
    try:
        return dict(request.POST.lists())
    except MultiPartParserError as error:
        raise BadBody from error


def _sent_as_json(body: bytes) -> Given:
    try:
        sent = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadBody from error
    if not isinstance(sent, dict):
        raise BadBody
    return {name: _texts(name, value) for name, value in sent.items() if name in PARAMETERS}


def _texts(name: str, value: object) -> list[str]:
    """Return a JSON value as the address would have it."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict | list) for item in items):
        raise BadParameter(name, _("Det skal være en tekst, et tal eller en liste af dem."))
    return [_text(item) for item in items if item is not None]


def _text(item: object) -> str:
    """Return one value as text; in JSON 2.0 is the whole number 2."""
    if isinstance(item, float) and item.is_integer():
        return str(int(item))
    return item if isinstance(item, str) else json.dumps(item)


def wants_services(request: HttpRequest) -> bool:
    """Return whether an organisation is wanted with all its services in full."""
    return bool(_values(_given(request), ("full_service",)).get("full_service", False))
