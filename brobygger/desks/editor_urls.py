"""Addresses of the offer editor, below ``/skriv/``."""

from django.urls import path

from brobygger.desks.views.editor import differences, finishing, home, pictures, steps

urlpatterns = [
    path("", home.home, name="editor_home"),
    path("nyt/", home.begin, name="editor_begin"),
    path("tilbud/<uuid:offer_id>/ret/", home.change, name="editor_change"),
    path("tilbud/<uuid:offer_id>/kopi/", home.copy, name="editor_copy"),
    path("<uuid:draft_id>/", home.draft, name="editor_draft"),
    path("<uuid:draft_id>/send/", finishing.send, name="editor_send"),
    path("<uuid:draft_id>/sendt/", finishing.sent, name="editor_sent"),
    path("<uuid:draft_id>/vis/", finishing.seen, name="editor_seen"),
    path("<uuid:draft_id>/tag-tilbage/", finishing.take_back, name="editor_take_back"),
    path("<uuid:draft_id>/smid-vaek/", finishing.throw_away, name="editor_throw_away"),
    path("<uuid:draft_id>/forskel/<str:word>/", differences.difference, name="editor_difference"),
    # The same address as a step has: the one where something else than text may be sent.
    path("<uuid:draft_id>/billede/", pictures.picture_step, {"step": "billede"}, name="editor_picture"),
    path("<uuid:draft_id>/<slug:step>/", steps.step, name="editor_step"),
]
