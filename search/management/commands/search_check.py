"""``manage.py search_check``: whether the indexes hold the pages as they are."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import checking, engines
from search.breaker import Away
from search.models import Pending


class Command(BaseCommand):
    help = "Compare the search indexes with the pages; exits with 1 and names what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Bring what differs up to date.")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        differ = self._check(checking.in_database(), mend)
        if engines.has_server():
            differ += self._check_server(mend)
        if differ and not mend:
            self.stderr.write(f"{differ} entries differ: manage.py search_check --mend brings them up to date.")
            sys.exit(1)
        self.stdout.write(f"{differ} entries were brought up to date." if differ else "The indexes are in order.")

    def _check(self, found: Any, mend: bool) -> int:
        differences = list(found)
        for difference in differences:
            self.stdout.write(str(difference))
        if mend:
            checking.mend(differences)
        return len(differences)

    def _check_server(self, mend: bool) -> int:
        try:
            if not engines.server().has_index():  # type: ignore[union-attr]
                self.stdout.write("search server: there is no index, or one of another version")
                if not mend:
                    return 1
                call_command("update_index", backend_name=engines.SERVER, stdout=self.stdout)
            number = self._check(checking.in_server(), mend)
        except Away as error:
            raise CommandError(f"The search server does not answer: {error.__cause__ or 'it is left alone'}") from error
        if due := Pending.objects.due().count():
            self.stdout.write(f"{due} changes are due to be written to the search server.")
            if mend:
                raise CommandError("The search server does not take them; its answers stand in the log.")
        return number
