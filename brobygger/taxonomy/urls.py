"""Addresses of the room."""

from django.urls import path

from brobygger.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("begreber/", views.index, name="index"),
    path("begreber/begreber.ttl", views.turtle, name="turtle"),
    path("begreber/begreber.jsonld", views.jsonld, name="jsonld"),
    path("begreber/<slug:key>/", views.concept, name="concept"),
]
