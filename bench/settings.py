"""The site in the languages of a benchmark: those of ``BENCH_LANGUAGES``, whose interface may be English."""

import os

from django.conf.locale import LANG_INFO

from scm_site.settings.dev import *  # noqa: F403

_codes = os.environ.get("BENCH_LANGUAGES", "en,fr,de,it,es,nl").split(",")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in _codes]

# Wagtail's search as it comes, to compare; it writes its index only when told to.
WAGTAILSEARCH_BACKENDS["stock"] = {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}  # noqa: F405
if ELASTICSEARCH_URL:  # noqa: F405
    WAGTAILSEARCH_BACKENDS["stock"] = {  # noqa: F405
        "BACKEND": "wagtail.search.backends.elasticsearch9",
        "URLS": [ELASTICSEARCH_URL],  # noqa: F405
        "INDEX_PREFIX": "bench_stock_",
        "TIMEOUT": 60,
        "AUTO_UPDATE": False,
    }
