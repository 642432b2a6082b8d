"""The door for application servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scm_site.settings.production")
application = get_wsgi_application()
