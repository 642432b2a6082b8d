"""Wagtail's command, which shows how far it is and reads large tables by key: each part costs the same as the first."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from modelsearch.management.commands.rebuild_modelsearch_index import Command as StockCommand
from wagtail.search.backends import get_search_backend

from search.changes import note_change


class Command(StockCommand):
    help = "Writes the search index again. Readers search meanwhile, and editors write."

    def handle(self, **options: Any) -> None:
        """Who wrote to the tables by hand also has the catalogue read anew."""
        super().handle(**options)
        note_change()

    def update_backend(self, backend_name: str, **options: Any) -> None:
        self.reads_itself = getattr(get_search_backend(backend_name).rebuilder_class, "reads_itself", False)
        super().update_backend(backend_name, **options)

    def queryset_chunks(self, qs: Any, chunk_size: int = 1000) -> Iterator[list[Any]]:
        """Of objects that the index reads itself, the keys alone."""
        keys = list(qs.values_list("pk", flat=True))
        begun = time.monotonic()
        for first in range(0, len(keys), chunk_size):
            part = keys[first : first + chunk_size]
            yield [SimpleNamespace(pk=key) for key in part] if self.reads_itself else list(qs.filter(pk__in=part))
            done = first + len(part)
            self.write(f" {done} of {len(keys)}, {done / (time.monotonic() - begun):.0f} a second", ending="")
