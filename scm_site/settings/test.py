"""Tests: fast passwords, mail kept in memory, files in a folder of the run, nothing of the demonstration."""

import os
import re
import tempfile
from pathlib import Path

os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="scm-test-media-")

from .base import *  # noqa: F403

SECRET_KEY = "tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The whole suite comes from one address.
SCM_REPORTS_AN_HOUR_EACH = 10_000
# The suite asks the database; the tests of Elasticsearch switch to the server that ELASTICSEARCH_URL names.
# One server, but an index for each process that runs tests beside others.
CONFIGURED_SEARCH_BACKENDS = WAGTAILSEARCH_BACKENDS  # noqa: F405
if ELASTICSEARCH_URL:  # noqa: F405
    CONFIGURED_SEARCH_BACKENDS["elasticsearch"]["INDEX_PREFIX"] = (
        f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}_"
    )
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, so that --reuse-db spares the migrations the next time.
    _file = Path(DATABASES["default"]["NAME"])  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(_file.with_name(f"test-{_file.name}"))}  # noqa: F405
# Processes that run tests side by side share the services, but no cache: clearing one empties a whole Redis database.
_process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if "LOCATION" in CACHES["default"]:  # noqa: F405
    CACHES["default"]["LOCATION"] = re.sub(r"/\d+$", f"/{_process}", CACHES["default"]["LOCATION"])  # noqa: F405
