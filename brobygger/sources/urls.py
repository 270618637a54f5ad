"""Addresses of the room."""

from django.urls import URLPattern, path

from brobygger.sources.views import offers, runs, sources

app_name = "sources"

urlpatterns: list[URLPattern] = [
    path("kilder/", sources.sources, name="sources"),
    path("kilder/ny/", sources.new, name="new"),
    path("kilder/hentning/<uuid:run_id>/", runs.run, name="run"),
    path("kilder/hentning/<uuid:run_id>/goer/", runs.act_on_run, name="act_on_run"),
    path("kilder/tilbud/<uuid:offer_id>/", offers.offer, name="offer"),
    path("kilder/<slug:source_key>/", sources.source, name="source"),
    path("kilder/<slug:source_key>/ret/", sources.change, name="change"),
    path("kilder/<slug:source_key>/ord/", sources.terms, name="terms"),
    path("kilder/<slug:source_key>/hent/", sources.read, name="read"),
]
