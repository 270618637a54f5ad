"""Doors: choose a guide, and have it as a PDF."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from brobygger.guides.forms import UnknownNeed, UnknownPlace, look_of, wanted_from
from brobygger.guides.presenters import choice_context, offer_context
from brobygger.guides.printing import printed
from brobygger.guides.values import Wanted
from brobygger.kernel.errors import DomainError
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.ui.languages import current_language
from brobygger.ui.throttle import throttle
from brobygger.web.care import with_care

#: A library prints a dozen; nobody needs a hundred in ten minutes.
MOST_GUIDES, WITHIN_SECONDS = 40, 600


class TooManyGuides(DomainError):
    """Du har hentet mange hæfter på kort tid. Prøv igen om lidt."""

    code = "too_many_guides"
    status = 429


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show what can be chosen; and, when something has been, the way to the guide. Works as a plain GET form."""
    # Other pages lead here with the words of the search: "hvor" is a place as people write it.
    place, need = (
        _clean(request.GET.get("kommune") or request.GET.get("hvor", "")),
        _clean(request.GET.get("behov", "")),
    )
    context = choice_context(place=place, need=need, look=look_of(request.GET), language=current_language())
    if not {"kommune", "hvor", "behov"} & set(request.GET):
        return render(request, "guides/choose.html", context)
    if not place and not need:
        context["problem"] = _(
            "Vælg en kommune, en udfordring eller begge dele. Hele landet er for meget til et hæfte."
        )
        return render(request, "guides/choose.html", context)
    try:
        wanted = wanted_from(place=place, need=need, look=look_of(request.GET))
    except (UnknownPlace, UnknownNeed) as unknown:
        context["problem"] = _(unknown.message)
        return render(request, "guides/choose.html", context, status=unknown.status)
    context |= {"place": wanted.municipality_slug, **offer_context(wanted, language=current_language())}
    response = render(request, "guides/choose.html", context)
    return with_care(response, is_sensitive=_is_sensitive(wanted))


@login_not_required
@require_safe
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out a municipality's guide; narrowed to one need with ``?behov=``."""
    need = _clean(request.GET.get("behov", ""))
    return _handed_out(request, wanted_from(place=slug, need=need, look=look_of(request.GET)))


@login_not_required
@require_safe
def of_need(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a need's guide for the whole country; narrowed to one municipality with ``?kommune=``."""
    place = _clean(request.GET.get("kommune", ""))
    return _handed_out(request, wanted_from(place=place, need=key, look=look_of(request.GET)))


def _handed_out(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    """Return a guide as a file, or 304 to who has it already."""
    at = timezone.now()
    if throttle(request, door="guide", limit=MOST_GUIDES, seconds=WITHIN_SECONDS, at=at):
        raise TooManyGuides
    guide = printed(wanted, at=at)
    etag = f'"{guide.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(guide.pdf, content_type="application/pdf")
        response["Content-Disposition"] = str(content_disposition_header(as_attachment=False, filename=guide.filename))
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=600"
    return with_care(response, is_sensitive=_is_sensitive(wanted))


def _is_sensitive(wanted: Wanted) -> bool:
    """Test whether somebody may not want it known that they looked at this."""
    return bool(wanted.need_key) and needs_quick_exit(keys=[wanted.need_key])


def _clean(text: str) -> str:
    """Return what somebody chose, without what no choice holds."""
    return text.replace("\0", "").strip()[:80]
