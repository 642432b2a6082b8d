"""``manage.py read_files``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...actions import read_text
from ...models import File


class Command(BaseCommand):
    help = "Read the text of the files of which none was kept yet, so that the search finds words in them."

    def handle(self, *args: Any, **options: Any) -> None:
        unread = list(File.objects.filter(text=None, erased_at=None).order_by("pk").values_list("pk", flat=True))
        missing = []
        for number, key in enumerate(unread, start=1):
            try:
                pages = read_text(file=File.objects.get(pk=key))
                said = f"{len(pages)} page(s), {sum(map(len, pages))} characters"
            except File.DoesNotExist:
                said = "was deleted meanwhile"
            except OSError:
                missing.append(str(key))
                said = "its bytes are missing"
            self.stdout.write(f"{number} of {len(unread)}: file {key}, {said}")
            self.stdout.flush()
        if missing:
            raise CommandError(f"Restore from a backup, then run this again: file {', '.join(missing)}.")
        self.stdout.write("The text of every file was read.")
