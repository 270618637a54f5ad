"""Addresses of the room."""

from django.urls import path

from brobygger.syndication.views import builder, calendars, frames, news, oembed, scripts

app_name = "syndication"

urlpatterns = [
    path("kalender/tilbud/<slug:key>.ics", calendars.offer, name="calendar_offer"),
    path("kalender/forening/<slug:key>.ics", calendars.organisation, name="calendar_organisation"),
    path("kalender/kommune/<str:code>.ics", calendars.municipality, name="calendar_municipality"),
    path("kalender/behov/<slug:key>.ics", calendars.need, name="calendar_need"),
    path("nyt/tilbud.atom", news.everything, name="news"),
    path("nyt/kommune/<str:code>.atom", news.municipality, name="news_municipality"),
    path("nyt/behov/<slug:key>.atom", news.need, name="news_need"),
    path("oembed", oembed.oembed, name="oembed"),
    path("widget/soeg.js", scripts.host_script, name="widget_script"),
    path("widget/farver.css", scripts.colours, name="widget_colours"),
    path("widget/soeg/", frames.search, name="widget_search"),
    path("widget/tilbud/<slug:key>/", frames.offer, name="widget_offer"),
    path("byg-din-liste/", builder.builder, name="builder"),
]
