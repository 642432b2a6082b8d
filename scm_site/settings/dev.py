"""A bare clone on one machine: SQLite, database search, mails to read in the browser, the demonstration's helps."""

from .base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=True)  # noqa: F405
SECRET_KEY = SECRET_KEY or "for this machine only, never for a server"  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SCM_DEMO = True
# The outbox keeps each mail, and /demo/mails/ shows it: nothing leaves the machine, and the console stays readable.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))  # noqa: F405
