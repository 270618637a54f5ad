"""Addresses of the HSDS doors, the same in every language."""

from django.urls import URLPattern

app_name = "hsds"

urlpatterns: list[URLPattern] = []
