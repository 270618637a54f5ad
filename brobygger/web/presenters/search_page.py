"""The results page's whole context, public or private, and its map."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from brobygger.places.maps import Focus, MapBase, MapView, build_map
from brobygger.search.forms import Note
from brobygger.web.presenters.headings import search_heading
from brobygger.web.presenters.keeping import keeping
from brobygger.web.presenters.lists import search_query
from brobygger.web.presenters.pins import numbers_of, pins_of
from brobygger.web.presenters.questions import ABOUT_THE_WORDS, Question, question_from
from brobygger.web.presenters.results import FORM_NAMES, Step, result_page
from brobygger.web.presenters.schema_org import item_list
from brobygger.web.selectors import Answer

#: The value of ``vis`` that shows the map where there is not room for both.
AS_MAP = "kort"
#: The names in an address of a question in plain words: what is wrong, and where.
PLAIN_WORDS = frozenset({"q", "hvor"})
#: How far round the visitor a map shows at first.
NEAR_KM = 12.0


def search_context(found: Answer, *, view: str, is_private: bool, base: MapBase, at: datetime) -> dict[str, object]:
    """Return everything ``web/results.html`` shows; ``view`` is ``kort`` for the map."""
    question = question_from(f"{found.query}&vis=kort" if view == AS_MAP else found.query)
    result, place_name = found.result, found.place_name
    page = result_page(result, question=question, at=at)
    heading = search_heading(result, place_name=place_name)
    return {
        "page": page,
        "question": question,
        "question_text": result.filters.text,
        "where_text": found.place_text,
        "heading": heading,
        "keeping": None
        if is_private
        else keeping(result, question=question, name=_name(heading, found), place=found.municipality_name),
        "is_private": is_private,
        "is_worth_finding": not is_private and _is_worth_finding(found, question),
        "method": "post" if is_private else "get",
        "hidden": question.beyond(FORM_NAMES),
        "kept": question.beyond(ABOUT_THE_WORDS),
        "age": question.get("alder"),
        "gender": result.filters.gender,
        "crisis_help": found.crisis,
        "needs_quick_exit": found.needs_quick_exit,
        "is_sensitive": found.crisis is not None or found.needs_quick_exit,
        "notes": [_note(note, question) for note in found.notes],
        "centre": found.centre,
        "municipality": place_name,
        "map": map_view(found, base=base) if page.is_map else None,
        "missed_url": _missed_url(found.municipality_code),
        "structured": None if is_private else item_list(page.cards, base_url=settings.BASE_URL),
        "section": "search",
    }


def _is_worth_finding(found: Answer, question: Question) -> bool:
    """Test whether search engines may keep a page: plain words that find offers, nothing chosen, nothing sensitive.

    Words that find nothing are left out, so that nobody can have their own sentences listed under our name.
    """
    is_plain = not question.beyond(PLAIN_WORDS)
    return is_plain and found.result.total > 0 and not found.result.understood.corrected and found.crisis is None


def map_view(found: Answer, *, base: MapBase) -> MapView:
    """Return the map of everything that was found, framed on where the visitor is; numbers as in the list."""
    mapped, place = found.result.mapped, found.place
    focus = Focus(here=(place.lat, place.lon), radius_km=NEAR_KM) if place else None
    return build_map(pins=pins_of(mapped, numbers=numbers_of(mapped)), base=base, focus=focus)


def _note(note: Note, question: Question) -> dict[str, object]:
    """Make what was not understood, with the step to what was perhaps meant."""
    if not note.param:
        return {"text": note.text, "step": None}
    label = gettext("Søg i %(place)s") % {"place": note.value}
    return {"text": note.text, "step": Step(label=label, query=question.having(note.param, note.value).query)}


def _name(heading: str, found: Answer) -> str:
    """Return what to call a search that is kept or sent: one in Odense is another than the same in Aarhus."""
    written = found.place.name if found.place and found.result.filters.text else ""
    return f"{heading} · {written}" if written else heading


def _missed_url(municipality_code: str) -> str:
    """Return the address of the page where somebody tells what was missing, and where they are."""
    address = reverse("web:missed")
    return f"{address}?{search_query(kommune=municipality_code)}" if municipality_code else address
