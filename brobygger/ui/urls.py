"""Addresses of the room."""

from django.urls import path

from brobygger.ui import views

app_name = "ui"
urlpatterns = [path("ui/", views.gallery, name="gallery")]
