"""Door: how fresh the register is in each municipality, for everybody to see."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory.selectors.league import FEWEST_TO_RANK
from brobygger.directory.selectors.league import league as standings
from brobygger.web.presenters.freshness import rows_of

#: Counting every offer of the country takes a moment, and a league does not move from minute to minute.
REMEMBERED_SECONDS = 600


@login_not_required
@require_safe
def league(request: HttpRequest) -> HttpResponse:
    """Show every municipality's share of confirmed offers, the freshest first."""
    found = cache.get_or_set("freshness-league", lambda: standings(at=timezone.now()), timeout=REMEMBERED_SECONDS)
    rows = rows_of(found or ())
    context = {
        "ranked": [row for row in rows if row.rank],
        "small": [row for row in rows if not row.rank],
        "fewest": FEWEST_TO_RANK,
    }
    return render(request, "web/freshness.html", context)
