"""Addresses of the room."""

from django.urls import URLPattern, path

from brobygger.exchange.views import api, exports, keys

app_name = "exchange"

urlpatterns: list[URLPattern] = [
    path("eksport/<slug:kind>/<slug:key>/", exports.export, name="export"),
    path("eksport/<slug:kind>/<slug:key>/noegler/", keys.keys, name="keys"),
    path("eksport/<slug:kind>/<slug:key>/noegler/ny/", keys.new_key, name="new_key"),
    path("eksport/<slug:kind>/<slug:key>/<str:name>", exports.export_file, name="export_file"),
    path("eksport/noegler/<uuid:key_id>/luk/", keys.close_key, name="close_key"),
    path("api/1/openapi.json", api.description, name="api_description"),
    path("api/1/offers", api.offers, name="api_offers"),
    path("api/1/offers/<str:offer_key>/capacity", api.capacity, name="api_capacity"),
]
