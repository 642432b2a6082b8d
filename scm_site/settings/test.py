"""Tests: fast passwords, mail kept in memory, files in a folder of the run, nothing of the demonstration."""

import os
import tempfile
from pathlib import Path

os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="scm-test-media-")

from .base import *  # noqa: F403

SECRET_KEY = "tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The suite asks the database; the tests of Elasticsearch switch to the server that ELASTICSEARCH_URL names.
CONFIGURED_SEARCH_BACKENDS = WAGTAILSEARCH_BACKENDS  # noqa: F405
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, so that --reuse-db spares the migrations the next time.
    _file = Path(DATABASES["default"]["NAME"])  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(_file.with_name(f"test-{_file.name}"))}  # noqa: F405
# Processes that run tests side by side share the services, but no entry of a cache.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")  # noqa: F405
