"""``manage.py erase_file``."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from files.actions import StillShown, erase_file
from files.models import File, Picture
from files.permissions import shown_on

from ...models import Approval

KINDS = {"file": File, "picture": Picture}


class Command(BaseCommand):
    help = "Erase a file or a picture that no public page shows, with all its copies and sizes, for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("number", type=int, help="The number in the address of the file, or of the picture.")
        parser.add_argument("--reason", default="", help="One sentence for the public; name nobody.")
        parser.add_argument("--by", default="", metavar="ADDRESS", help="The e-mail address of your account.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be erased; change nothing.")

    def handle(self, *args: Any, kind: str, number: int, reason: str, by: str, dry_run: bool, **options: Any) -> None:
        upload = KINDS[kind].objects.filter(pk=number).first()
        if upload is None:
            raise CommandError(f"There is no {kind} {number}.")
        if dry_run:
            self._say_what_would_happen(upload)
            return
        user = get_user_model().objects.filter(email__iexact=by, is_active=True).first()
        if user is None:
            raise CommandError("Say with --by which account of an administrator erases it.")
        try:
            copies = erase_file(upload=upload, reason=reason, by=user)
        except (PermissionDenied, StillShown, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for copy in copies:
            self.stdout.write(f"Erased: {_name(copy)}, SHA-256 {copy.sha256}")
        self._say_where_its_title_stays(upload)

    def _say_what_would_happen(self, upload: File | Picture) -> None:
        for copy in upload.copies():
            sizes = f", {copy.renditions.count()} size(s)" if isinstance(copy, Picture) else ""
            self.stdout.write(f"Would be erased: {_name(copy)} “{copy.title}”{sizes}, SHA-256 {copy.sha256}")
        if pages := shown_on(upload):
            raise CommandError(f"It would be refused, for it is public on {', '.join(pages)}. Withdraw that first.")
        self._say_where_its_title_stays(upload)
        self.stdout.write("Nothing was changed.")

    def _say_where_its_title_stays(self, upload: File | Picture) -> None:
        """What was approved is sealed, with the titles of its files; a picture has no title there."""
        if isinstance(upload, File):
            count = Approval.objects.showing(upload).count()
            self.stdout.write(
                f"Its title stays in {count} approval(s), which nobody changes; no screen shows it there."
            )


def _name(upload: File | Picture) -> str:
    return f"{'file' if isinstance(upload, File) else 'picture'} {upload.pk}"
