"""``manage.py seed_demo``."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...demo.seed import seed


class Command(BaseCommand):
    help = "Build the demonstration: invented groups in every state, one of them in three languages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from-nothing", action="store_true", help="First bring the database up to date and set up the site."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SCM_DEMO:
            raise CommandError(
                "These settings are not those of a demonstration: "
                "run it with DJANGO_SETTINGS_MODULE=scm_site.settings.dev."
            )
        if options["from_nothing"]:
            # In one process: to start Python and Django anew takes longer than to find that nothing is to do.
            call_command("migrate", verbosity=0)
            call_command("setup_site")
        seed(tell=self.stdout.write if options["verbosity"] else lambda line: None)
        self.stdout.write(self.style.SUCCESS("The demonstration is ready."))
