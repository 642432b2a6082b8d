"""``manage.py apply_roles``."""

from typing import Any

from django.core.management.base import BaseCommand

from ...actions import apply_roles


class Command(BaseCommand):
    help = "Give each role exactly the rights of the table in scm_site/roles.py."

    def handle(self, *args: Any, **options: Any) -> None:
        apply_roles()
        self.stdout.write(self.style.SUCCESS("The roles have the rights of the table."))
