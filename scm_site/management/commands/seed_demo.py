"""``manage.py seed_demo``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...demo.seed import seed


class Command(BaseCommand):
    help = "Build the demonstration: invented groups in every state, one of them in three languages."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SCM_DEMO:
            raise CommandError(
                "These settings are not those of a demonstration: "
                "run it with DJANGO_SETTINGS_MODULE=scm_site.settings.dev."
            )
        seed(tell=self.stdout.write if options["verbosity"] else lambda line: None)
        self.stdout.write(self.style.SUCCESS("The demonstration is ready."))
