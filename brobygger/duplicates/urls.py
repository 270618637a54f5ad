"""Addresses of the room."""

from django.urls import path

from brobygger.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("dubletter/", views.queue, name="queue"),
    path("dubletter/svar/", views.answered, name="answered"),
    path("dubletter/svar/<uuid:merge_id>/", views.merge, name="merge"),
    path("dubletter/<uuid:pair_id>/", views.pair, name="pair"),
    path("dubletter/<uuid:pair_id>/igen/", views.reopen, name="reopen"),
]
