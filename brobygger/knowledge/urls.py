"""Addresses of this room; every one is a public door."""

from django.urls import path

from brobygger.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("akut-hjaelp/", views.crisis, name="crisis"),
    path("er-jeg-ensom/", views.loneliness, name="loneliness"),
    path("om/", views.about, name="about"),
    path("privatliv/", views.privacy, name="privacy"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("aabne-data/", views.open_data, name="open_data"),
    path("soeg/forklar/", views.search_explained, name="search_explained"),
    path("frivillig/", views.volunteer, name="volunteer"),
]
