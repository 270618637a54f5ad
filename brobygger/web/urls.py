"""Addresses of the pages."""

from django.urls import path

from brobygger.web.views import (
    browse,
    calendar,
    desk,
    freshness,
    front,
    local,
    offers,
    organisations,
    reports,
    search,
    suggestions,
)

app_name = "web"
urlpatterns = [
    path("", front.front, name="front"),
    path("soeg/", search.results, name="search"),
    path("soeg/forslag/", suggestions.suggestions, name="suggestions"),
    path("soeg/qr.svg", search.search_qr, name="search_qr"),
    path("soeg/kort/", search.map_piece, name="map_piece"),
    path("soeg/savnet/", search.missed, name="missed"),
    path("udfordringer/", browse.needs, name="needs"),
    path("udfordringer/<slug:key>/", browse.need, name="need"),
    path("kommuner/", browse.municipalities, name="municipalities"),
    path("organisationer/", browse.organisations, name="organisations"),
    path("organisation/<slug:key>/", organisations.organisation, name="organisation"),
    path("tilbud/<slug:key>/", offers.offer, name="offer"),
    path("tilbud/<slug:key>/kalender.ics", offers.offer_ics, name="offer_ics"),
    path("tilbud/<slug:key>/qr.svg", offers.offer_qr, name="offer_qr"),
    path("tilbud/<slug:key>/fejl/", reports.report, name="report"),
    path("tilbud/<slug:key>/fejl/tak/", reports.report_thanks, name="report_thanks"),
    path("min-side/fejl/<uuid:report_id>/", desk.handle_report, name="handle_report"),
    path("friskhed/", freshness.league, name="freshness"),
    path("kalender/", calendar.calendar, name="calendar"),
    # Last: a municipality's front page is /<name>/, so every fixed address must come before it.
    path("<slug:slug>/", local.local, name="local"),
]
