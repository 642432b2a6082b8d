"""A server: everything that protects, nothing of the demonstration."""

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")  # noqa: F405
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")  # noqa: F405
WAGTAILADMIN_BASE_URL = env.str("SITE_URL")  # noqa: F405
SCM_OUTBOX_WORKER = env.bool("SCM_OUTBOX_WORKER", default=True)  # noqa: F405
TASKS = TASKS_OF_WORKER if SCM_OUTBOX_WORKER else TASKS_AT_ONCE  # noqa: F405
# The review screen shows pages of this site in a frame; other sites may not.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SCM_PROXIES = env.int("SCM_PROXIES", default=1)  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# The application serves its own static files, compressed and named by their content.
MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}  # noqa: F405
