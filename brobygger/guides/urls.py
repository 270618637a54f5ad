"""Addresses of the room."""

from django.urls import path

from brobygger.guides import views

app_name = "guides"

urlpatterns = [
    path("guide/", views.choose, name="choose"),
    path("guide/kommune/<slug:slug>.pdf", views.of_municipality, name="municipality"),
    path("guide/behov/<slug:key>.pdf", views.of_need, name="need"),
]
