"""Addresses for machines: health, robots, site map, security contact. The same in every language."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from brobygger.web.sitemaps import SITEMAPS
from brobygger.web.views import pictures, technical

urlpatterns = [
    path("healthz", technical.healthz, name="healthz"),
    path("readyz", technical.readyz, name="readyz"),
    path("robots.txt", technical.robots, name="robots"),
    path("sitemap.xml", technical.public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", technical.security, name="security"),
    path("media/offers/<str:name>", pictures.picture, name="picture"),
    path("favicon.ico", technical.favicon, name="favicon"),
    # Before the back office's own sign-in page, which would let anybody guess passwords for ever.
    path("teknik/login/", technical.back_office_sign_in, name="back_office_sign_in"),
    path("was", technical.accessibility_statement, name="was"),
    path("was/", technical.accessibility_statement),
]
