"""Addresses of the pages for developers; the doors themselves are in ``hsds_urls``."""

from django.urls import path

from brobygger.api.views import developers

app_name = "api"

urlpatterns = [
    path("udviklere/", developers.developers, name="developers"),
    path("udviklere/brobygger_client.py", developers.client, name="client"),
    path("udviklere/status/", developers.status, name="status"),
    path("udviklere/status.json", developers.status_json, name="status_json"),
    path("udviklere/api/<slug:of>/", developers.operations, name="operations"),
    path("udviklere/api/<slug:of>/<str:operation_id>/", developers.try_it, name="try_it"),
]
