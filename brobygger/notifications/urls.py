"""Addresses of the room."""

from django.urls import path

from brobygger.notifications.views import choices, post, troubles

app_name = "notifications"

urlpatterns = [
    path("afmeld/<str:token>/", choices.unsubscribe, name="unsubscribe"),
    path("beskeder/", choices.own_choices, name="own_choices"),
    path("beskeder/<str:token>/", choices.choices, name="choices"),
    path("udbakke/", troubles.troubles, name="troubles"),
    path("demo/post/", post.demo_post, name="demo_post"),
    path("demo/post/<uuid:message_id>/", post.demo_letter, name="demo_letter"),
]
