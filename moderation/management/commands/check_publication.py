"""``manage.py check_publication``: everything public was approved, or the command says what was not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...checking import findings


class Command(BaseCommand):
    help = "Check that everything public passed quality control; exits with 1 and names what did not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", action="store_true", help="Also read every public file and compare its bytes.")

    def handle(self, *args: Any, files: bool, **options: Any) -> None:
        number = 0
        for finding in findings(read_files=files):
            number += 1
            self.stdout.write(str(finding))
        if number:
            self.stderr.write(f"{number} finding(s).")
            sys.exit(1)
        if options["verbosity"]:
            self.stdout.write("Everything public passed quality control.")
