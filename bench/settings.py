"""The site in the languages of a benchmark: those of ``BENCH_LANGUAGES``, whose interface may be English."""

import os

from django.conf.locale import LANG_INFO

from scm_site.settings.dev import *  # noqa: F403

_codes = os.environ.get("BENCH_LANGUAGES", "en,fr,de,it,es,nl").split(",")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in _codes]
