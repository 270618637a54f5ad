"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

admin.site.site_header = admin.site.site_title = _("Brobyggers værksted")
admin.site.index_title = _("Hvad vil du rette?")

handler400 = "brobygger.web.views.errors.bad_request"
handler403 = "brobygger.web.views.errors.forbidden"
handler404 = "brobygger.web.views.errors.not_found"
handler429 = "brobygger.web.views.errors.too_many"  # The sign-in library asks for it.
handler500 = "brobygger.web.views.errors.server_error"

urlpatterns = [
    path("", include("brobygger.web.technical_urls")),
    path("teknik/", admin.site.urls),
    # Doors for machines have no language.
    path("hsds/", include("brobygger.api.hsds_urls")),
    *i18n_patterns(
        path("", include("brobygger.ui.urls")),
        path("", include("brobygger.taxonomy.urls")),
        path("", include("brobygger.places.urls")),
        path("", include("brobygger.knowledge.urls")),
        path("", include("brobygger.accounts.urls")),
        path("", include("brobygger.accounts.library_urls")),
        path("", include("brobygger.notifications.urls")),
        path("", include("brobygger.organisations.urls")),
        path("", include("brobygger.desks.urls")),
        path("", include("brobygger.exchange.urls")),
        path("", include("brobygger.api.urls")),
        path("", include("brobygger.sources.urls")),
        path("", include("brobygger.duplicates.urls")),
        path("", include("brobygger.syndication.urls")),
        path("", include("brobygger.guides.urls")),
        # Last: a municipality's front page is /<name>/, so every fixed address must come before it.
        path("", include("brobygger.web.urls")),
        prefix_default_language=False,
    ),
]
