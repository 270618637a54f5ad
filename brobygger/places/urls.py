"""Addresses of the room."""

from django.urls import path

from brobygger.places import views

app_name = "places"
urlpatterns = [
    path("kort/danmark.svg", views.map_with_borders, name="map"),
]
