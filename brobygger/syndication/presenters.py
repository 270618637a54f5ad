"""What a widget shows of an answer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from brobygger.directory.selectors import OfferPage
from brobygger.syndication.looks import Look, Params, is_place_free, kept_pairs
from brobygger.web.presenters.cards import cards
from brobygger.web.presenters.results import count_text
from brobygger.web.presenters.times import moment_text
from brobygger.web.selectors import Answer


def look_context(look: Look) -> dict[str, object]:
    """Return what every widget's page shows of its look."""
    return {"look": look, "title": look.title(), "home_url": f"{settings.BASE_URL}{reverse('web:front')}"}


def search_context(found: Answer, *, params: Params, look: Look, at: datetime) -> dict[str, object]:
    """Return what a widget with a search shows. Links lead to the portal itself."""
    further = next((widening for widening in found.result.widenings if widening.hits), None)
    hits = found.result.hits or (further.hits[: look.count] if further else ())
    return {
        **look_context(look),
        "cards": cards(hits, at=at),
        "count_text": count_text(found.result.total),
        "is_near_only": not found.result.hits and bool(hits),
        "question_text": found.result.filters.text,
        "kept": kept_pairs(params, look),
        "has_place_field": is_place_free(params),
        "place_text": params.get("hvor", "").strip(),
        "crisis_help": found.crisis,
        "crisis_url": f"{settings.BASE_URL}{reverse('knowledge:crisis')}",
        "more_url": f"{settings.BASE_URL}{reverse('web:search')}?{found.query}",
        "base_url": settings.BASE_URL,
    }


def offer_context(page: OfferPage, *, look: Look, at: datetime) -> dict[str, object]:
    """Return what a widget about one offer shows."""
    return {
        **look_context(look),
        "title": page.name,
        "page": page,
        "times": [moment_text(time.starts_at, at=at) for time in page.next_times[:3] if not time.is_day_only],
        "url": f"{settings.BASE_URL}{reverse('web:offer', args=[page.key])}",
    }
