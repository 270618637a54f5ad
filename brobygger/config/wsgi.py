"""The door for a WSGI server: ``gunicorn brobygger.config.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from brobygger.search.rules import read_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")

application = get_wsgi_application()
read_rules()

# What is loaded now lives as long as the process. Without this, every collection walks all of it again, and a page is
# made of thousands of small, short-lived objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
