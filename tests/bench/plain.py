"""The least Django can do with data: ``JsonResponse`` of what some files hold. Settings, doors and WSGI in one."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="plain",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    LOGGING_CONFIG=None,
)

_DATA = {file.name: json.loads(file.read_bytes()) for file in Path(os.environ["BROBYGGER_BENCH_PLAIN"]).glob("*.json")}


def answer(request: HttpRequest, name: str) -> JsonResponse:
    """Answer what a file held."""
    return JsonResponse(_DATA[name], json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


urlpatterns = [path("<str:name>", answer)]
application = get_wsgi_application()
