"""``manage.py import_group``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from focusgroups.importing import Refused

from ...actions import already_here, import_groups
from ...importing import Plan, read_plan


class Command(BaseCommand):
    help = "Import focus groups and their outcomes from a JSON file of facts, as drafts that name their source."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The JSON file.")
        parser.add_argument("--dry-run", action="store_true", help="Read and check only; change nothing.")
        parser.add_argument("--group", default="", metavar="NAME", help="Import the group of this name only.")

    def handle(self, *args: Any, file: Path, dry_run: bool, group: str, **options: Any) -> None:
        try:
            plan = read_plan(_load(file), only=group)
            references = _check(plan) if dry_run else _import(plan)
        except Refused as refusal:
            raise CommandError("Nothing was imported.\n" + "\n".join(refusal.errors)) from refusal
        self._report(plan, references)

    def _report(self, plan: Plan, references: list[str]) -> None:
        for number, item in enumerate(plan.groups):
            reference = f" as {references[number]}" if references else ""
            self.stdout.write(f"{item.group.name}{reference}: {len(item.outcomes)} outcome(s), all as drafts")
        for path in plan.ignored:
            self.stdout.write(f"Not taken over: {path}")
        last = (
            "Imported; every page waits as a draft." if references else "The file can be imported; nothing was changed."
        )
        self.stdout.write(self.style.SUCCESS(last))


def _check(plan: Plan) -> list[str]:
    if errors := already_here(plan=plan):
        raise Refused(errors)
    return []


def _import(plan: Plan) -> list[str]:
    return [group.reference for group in import_groups(plan=plan, by=None, today=timezone.localdate())]


def _load(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{file} is not JSON in UTF-8: {error}") from error
