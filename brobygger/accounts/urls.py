"""Addresses of signing in and out, one's own page and one's own account."""

from django.urls import path

from brobygger.accounts.views import access_review, links, own, people, sign_in

app_name = "accounts"

urlpatterns = [
    path("log-ind/", sign_in.sign_in, name="sign_in"),
    path("log-ind/link/", links.ask_for_sign_in_link, name="ask_for_sign_in_link"),
    path("log-ind/link/sendt/", links.sign_in_link_sent, name="sign_in_link_sent"),
    path("log-ind/link/<str:token>/", links.use_link, name="use_sign_in_link"),
    path("log-ud/", sign_in.sign_out, name="sign_out"),
    path("min-side/", own.home, name="home"),
    path("konto/", own.account, name="account"),
    path("konto/trin-2/kraeves/", sign_in.second_factor, name="second_factor"),
    path("konto/enheder/<int:device_id>/", own.end_device, name="end_device"),
    path("konto/enheder/andre/", own.end_other_devices, name="end_other_devices"),
    path("konto/invitation/<str:token>/", links.invitation, name="invitation"),
    path("konto/brugere/", people.people, name="people"),
    path("konto/brugere/inviter/", people.invite_somebody, name="invite"),
    path("konto/brugere/<uuid:user_id>/", people.person, name="person"),
    path("konto/brugere/<uuid:user_id>/rolle/fjern/", people.take_role, name="take_role"),
    path("konto/brugere/<uuid:user_id>/luk/", people.close, name="close_person"),
    path("konto/brugere/<uuid:user_id>/aabn/", people.reopen, name="reopen_person"),
    path("konto/brugere/<uuid:user_id>/log-ud/", people.sign_out, name="sign_out_person"),
    path("konto/invitationer/<uuid:invitation_id>/send/", people.resend, name="resend_invitation"),
    path("konto/invitationer/<uuid:invitation_id>/fjern/", people.withdraw, name="withdraw_invitation"),
    path("konto/adgang/", access_review.access_review, name="access_review"),
    path("konto/adgang/<uuid:question_id>/", access_review.answer, name="answer_access_question"),
    path("konto/adgang/<uuid:question_id>/giv-igen/", access_review.restore, name="restore_access"),
]
