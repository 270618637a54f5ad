"""The door for a WSGI server: ``gunicorn brobygger.config.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")

application = get_wsgi_application()

# Only now are the rooms there to be imported.
from brobygger.search.keeping.library import preload  # noqa: E402
from brobygger.search.understanding.crisis_likeness import learn_crisis_examples  # noqa: E402

preload()
# Opens the language model too, when there is one: opened before the fork, the workers share its memory.
learn_crisis_examples()
# A connection cannot be carried over a fork.
connections.close_all()

# What is loaded now lives as long as the process. Without this, every collection walks all of it again, and a page is
# made of thousands of small, short-lived objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
