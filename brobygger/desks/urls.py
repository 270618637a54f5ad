"""Addresses of the room."""

from django.urls import include, path

from brobygger.desks.views import association, book, calls, links, own_reviews, reviews

app_name = "desks"

urlpatterns = [
    path("forening/<slug:key>/", association.association, name="association"),
    path("forening/<slug:key>/<uuid:offer_id>/plads/", association.say_room, name="association_room"),
    path("forening/<slug:key>/<uuid:offer_id>/passer/", association.say_right, name="association_right"),
    path("skriv/", include("brobygger.desks.editor_urls")),
    path("godkendelse/", reviews.reviews, name="reviews"),
    path("godkendelse/flere/", reviews.several_reviews, name="several_reviews"),
    path("godkendelse/<uuid:review_id>/", reviews.review, name="review"),
    path("godkendelse/<uuid:review_id>/tag/", reviews.hold_review, name="hold_review"),
    path("godkendelse/<uuid:review_id>/skriv/", reviews.write_in_review, name="write_in_review"),
    path("sag/<uuid:review_id>/", own_reviews.own_review, name="own_review"),
    path("sag/<uuid:review_id>/svar/", own_reviews.answer_review, name="answer_review"),
    path("sag/<uuid:review_id>/klag/", own_reviews.appeal_review, name="appeal_review"),
    path("sag/link/<str:token>/", own_reviews.review_by_link, name="review_by_link"),
    path("bogen/", book.book, name="book"),
    path("bogen/set/", book.readings, name="readings"),
    path("min-kommune/<str:code>/ringeliste/", calls.call_list_of, name="call_list"),
    path("ringeliste/", calls.national_calls, name="national_call_list"),
    path("stadig-rigtigt/<str:token>/", links.still_right, name="still_right"),
    path("ret-tilbud/<str:token>/", links.not_right, name="not_right"),
    path("plads/<str:token>/", links.room, name="room"),
    path("p/<str:word>/", links.short_room, name="short_room"),
]
