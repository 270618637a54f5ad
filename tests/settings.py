"""The portal's own settings, as the tests need them: demo mode, a throw-away data folder, no built assets.

The database is SQLite unless ``BROBYGGER_DATABASE_URL`` says otherwise; ``python -m tests.postgres`` sets it to a
PostgreSQL that it starts for the run.
"""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="brobygger-tests-")
os.mkdir(f"{_data}/static")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["BROBYGGER_DEMO"] = "1"
os.environ["BROBYGGER_DATA"] = _data
os.environ.setdefault("BROBYGGER_LOG_LEVEL", "WARNING")
# All tests of a run come from one address; those about the limit set it themselves.
os.environ["BROBYGGER_POSTS_PER_MINUTE"] = "100000"
os.environ["BROBYGGER_OPEN_DATA_PER_MINUTE"] = "100000"
# Playwright keeps an event loop in the main thread; the tests beside it use the database synchronously.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from brobygger.config.settings import *  # noqa: E402,F403
from brobygger.config.settings import DATABASES, STORAGES  # noqa: E402

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    for name in ("default", "memory", "throttle", "suggest", "opendata")
}
# One test's page is not another's; the tests of the memory itself switch it on.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
DATABASES["default"].setdefault("TEST", {})["NAME"] = (
    f"{_data}/test.sqlite3" if "sqlite" in DATABASES["default"]["ENGINE"] else None
)
