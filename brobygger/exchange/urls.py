"""Addresses of the room."""

from django.urls import URLPattern, path

from brobygger.exchange.views import api, api_imports, exports, imports, keys, register

app_name = "exchange"

urlpatterns: list[URLPattern] = [
    path("aabne-data/filer/", register.files, name="register"),
    path("aabne-data/filer/<str:name>", register.file, name="register_file"),
    path("aabne-data/katalog.ttl", register.file, {"name": "katalog.ttl"}, name="catalogue_turtle"),
    path("aabne-data/katalog.jsonld", register.file, {"name": "katalog.jsonld"}, name="catalogue_jsonld"),
    path("eksport/<slug:kind>/<slug:key>/", exports.export, name="export"),
    path("eksport/<slug:kind>/<slug:key>/noegler/", keys.keys, name="keys"),
    path("eksport/<slug:kind>/<slug:key>/noegler/ny/", keys.new_key, name="new_key"),
    path("eksport/<slug:kind>/<slug:key>/<str:name>", exports.export_file, name="export_file"),
    path("eksport/noegler/<uuid:key_id>/luk/", keys.close_key, name="close_key"),
    path("import/skabelon.csv", imports.import_template, name="import_template"),
    path("import/<uuid:import_id>/", imports.one_import, name="import"),
    path("import/<uuid:import_id>/kolonner/", imports.columns, name="import_columns"),
    path("import/<uuid:import_id>/goer/", imports.act_on_import, name="act_on_import"),
    path("import/<uuid:import_id>/ret-disse.csv", imports.import_errors, name="import_errors"),
    path("import/<slug:kind>/<slug:key>/", imports.imports, name="imports"),
    path("api/1/openapi.json", api.description, name="api_description"),
    path("api/1/offers", api.offers, name="api_offers"),
    path("api/1/offers/<str:offer_key>/capacity", api.capacity, name="api_capacity"),
    path("api/1/imports", api_imports.imports, name="api_imports"),
    path("api/1/imports/<uuid:import_id>", api_imports.one_import, name="api_import"),
    path("api/1/imports/<uuid:import_id>/confirm", api_imports.confirm, name="api_confirm"),
]
