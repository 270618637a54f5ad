"""A bare Django page: the least that Django can do with a template, to compare with. Settings, door and WSGI in one."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bare",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    LOGGING_CONFIG=None,
)


def page(request: HttpRequest) -> HttpResponse:
    """Answer with ten rendered lines."""
    template = engines["django"].from_string("<ul>{% for n in numbers %}<li>{{ n }}</li>{% endfor %}</ul>")
    return HttpResponse(template.render({"numbers": range(10)}, request))


urlpatterns = [path("", page)]
application = get_wsgi_application()
