"""Addresses of the room."""

from django.urls import path

from brobygger.desks.views import links

app_name = "desks"

urlpatterns = [
    path("stadig-rigtigt/<str:token>/", links.still_right, name="still_right"),
    path("ret-tilbud/<str:token>/", links.not_right, name="not_right"),
    path("plads/<str:token>/", links.room, name="room"),
    path("p/<str:code>/", links.short_room, name="short_room"),
]
