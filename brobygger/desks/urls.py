"""Addresses of the room."""

from django.urls import include, path

from brobygger.desks.views import (
    association,
    book,
    calls,
    concepts,
    crisis_lines,
    link_changes,
    links,
    local,
    local_editing,
    own_reviews,
    reviews,
)

app_name = "desks"

urlpatterns = [
    path("forening/<slug:key>/", association.association, name="association"),
    path("forening/<slug:key>/<uuid:offer_id>/plads/", association.say_room, name="association_room"),
    path("forening/<slug:key>/<uuid:offer_id>/passer/", association.say_right, name="association_right"),
    path("skriv/", include("brobygger.desks.editor_urls")),
    path("godkendelse/", reviews.reviews, name="reviews"),
    path("godkendelse/flere/", reviews.several_reviews, name="several_reviews"),
    path("godkendelse/<uuid:review_id>/", reviews.review, name="review"),
    path("godkendelse/<uuid:review_id>/som-andre-ser-det/", reviews.review_seen, name="review_seen"),
    path("godkendelse/<uuid:review_id>/tag/", reviews.hold_review, name="hold_review"),
    path("godkendelse/<uuid:review_id>/skriv/", reviews.write_in_review, name="write_in_review"),
    path("sag/<uuid:review_id>/", own_reviews.own_review, name="own_review"),
    path("sag/<uuid:review_id>/svar/", own_reviews.answer_review, name="answer_review"),
    path("sag/<uuid:review_id>/klag/", own_reviews.appeal_review, name="appeal_review"),
    path("sag/link/<str:token>/", own_reviews.review_by_link, name="review_by_link"),
    path("redaktion/hjaelpelinjer/", crisis_lines.crisis_lines, name="crisis_lines"),
    path("redaktion/hjaelpelinjer/ny/", crisis_lines.new_crisis_line, name="new_crisis_line"),
    path("redaktion/hjaelpelinjer/<uuid:line_id>/", crisis_lines.crisis_line, name="crisis_line"),
    path("redaktion/hverdagsord/", concepts.concepts, name="concepts"),
    path("redaktion/hverdagsord/<slug:key>/", concepts.concept_words, name="concept_words"),
    path("bogen/", book.book, name="book"),
    path("bogen/set/", book.readings, name="readings"),
    path("soegt-forgaeves/", local.in_vain_everywhere, name="in_vain"),
    path("min-kommune/", local.choose_municipality, name="own_municipality"),
    path("min-kommune/<str:code>/", local.local, name="local"),
    path("min-kommune/<str:code>/forside/", local_editing.front_page, name="local_front_page"),
    path("min-kommune/<str:code>/udvalgte/", local_editing.highlights, name="local_highlights"),
    path("min-kommune/<str:code>/skjulte/", local_editing.hidden, name="local_hidden"),
    path("min-kommune/<str:code>/soegt-forgaeves/", local.in_vain, name="local_in_vain"),
    path("min-kommune/<str:code>/ringeliste/", calls.call_list_of, name="call_list"),
    path("ringeliste/", calls.national_calls, name="national_call_list"),
    path("stadig-rigtigt/<str:token>/", links.still_right, name="still_right"),
    path("ret-tilbud/<str:token>/", link_changes.change, name="not_right"),
    path("plads/<str:token>/", links.room, name="room"),
    path("p/<str:word>/", links.short_room, name="short_room"),
]
