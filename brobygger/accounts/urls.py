"""Addresses of signing in and out, one's own page and one's own account."""

from django.urls import path

from brobygger.accounts.views import own, sign_in

app_name = "accounts"

urlpatterns = [
    path("log-ind/", sign_in.sign_in, name="sign_in"),
    path("log-ud/", sign_in.sign_out, name="sign_out"),
    path("min-side/", own.home, name="home"),
    path("konto/", own.account, name="account"),
    path("konto/trin-2/kraeves/", sign_in.second_factor, name="second_factor"),
    path("konto/enheder/<int:device_id>/", own.end_device, name="end_device"),
    path("konto/enheder/andre/", own.end_other_devices, name="end_other_devices"),
]
