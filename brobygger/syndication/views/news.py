"""Doors: new offers as Atom."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from brobygger.syndication import scopes
from brobygger.syndication.atom import NewsFeed, news_feed
from brobygger.syndication.scopes import Scope
from brobygger.syndication.selectors import new_offers
from brobygger.ui.languages import current_language
from brobygger.web.care import with_care

SECONDS = 900


@login_not_required
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Give what is new in the whole country."""
    return _news(request, scopes.narrowed(scopes.everything(), need_keys=request.GET.getlist("behov")))


@login_not_required
@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Give what is new in or for a municipality; ``?behov=`` narrows it."""
    return _news(request, scopes.narrowed(scopes.in_municipality(code), need_keys=request.GET.getlist("behov")))


@login_not_required
@require_safe
def need(request: HttpRequest, key: str) -> HttpResponse:
    """Give what is new about a need, or a narrower one."""
    return _news(request, scopes.about_need(key))


def _news(request: HttpRequest, scope: Scope) -> HttpResponse:
    path = request.get_full_path()
    also = [
        (language, f"{settings.BASE_URL}{translate_url(path, language)}")
        for language, _name in settings.LANGUAGES
        if language != current_language()
    ]
    news = new_offers(scope=scope, at=timezone.now())
    content = news_feed(news, scope=scope, address=f"{settings.BASE_URL}{path}", also=also)
    response = HttpResponse(content, content_type=NewsFeed.content_type)
    response["X-Robots-Tag"] = "noindex"
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=SECONDS)
    return with_care(response, is_sensitive=scope.is_sensitive)
