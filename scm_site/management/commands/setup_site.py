"""``manage.py setup_site``."""

from typing import Any

from django.core.management.base import BaseCommand

from ...actions import setup_site


class Command(BaseCommand):
    help = "Make languages, roles, home pages and ordinary pages; what exists already stays."

    def handle(self, *args: Any, **options: Any) -> None:
        setup_site()
        self.stdout.write(self.style.SUCCESS("The site is set up."))
