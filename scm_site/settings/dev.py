"""A bare clone on one machine: SQLite, database search, mail on the console, the demonstration's helps."""

from .base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=True)  # noqa: F405
SECRET_KEY = SECRET_KEY or "for this machine only, never for a server"  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SCM_DEMO = True
