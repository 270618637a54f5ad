"""Addresses of associations: finding oneself, asking to write, answering, and who writes."""

from django.urls import path

from brobygger.organisations.views import about, answering, asking, members

app_name = "organisations"

urlpatterns = [
    path("forening/", asking.mine, name="mine"),
    path("forening/find/", asking.find, name="find"),
    path("forening/ny/", about.new, name="new"),
    path("forening/krav/<uuid:claim_id>/", answering.claim, name="claim"),
    path("forening/krav/<uuid:claim_id>/igen/", asking.again, name="claim_again"),
    path("forening/krav/<uuid:claim_id>/fortryd/", asking.withdraw, name="claim_withdraw"),
    path("forening/bekraeft/<str:token>/", answering.claim_link, name="claim_link"),
    path("forening/<slug:key>/skriv-for/", asking.ask, name="ask"),
    path("forening/<slug:key>/om/", about.about, name="about"),
    path("forening/<slug:key>/tillid/", about.trust, name="trust"),
    path("forening/<slug:key>/medlemmer/", members.members, name="members"),
    path("forening/<slug:key>/medlemmer/inviter/", members.invite_member, name="invite"),
    path("forening/<slug:key>/medlemmer/<uuid:user_id>/", members.change, name="member"),
]
