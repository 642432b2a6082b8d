"""Whether the indexes hold the pages as they are: that of the database all of them, that of the search server what is live."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.search.models import IndexEntry

from . import engines
from .backends.database import content_types
from .backends.indexing import texts_of
from .findable import searched_types
from .models import Pending
from .pending import copy_pending, note_pending

AT_ONCE = 200
DATABASE, SERVER = "database", "search server"
MISSING, OUTDATED, SUPERFLUOUS = "missing", "outdated", "superfluous"


@dataclass(frozen=True)
class Difference:
    index: str
    key: int
    what: str

    def __str__(self) -> str:
        return f"{self.index}: page {self.key} is {self.what}"


def in_database() -> Iterator[Difference]:
    """Where an entry is not what its page says now."""
    engine: Any = engines.database()
    known: set[int] = set()
    for model in searched_types():
        for keys in _keys_of(model):
            known.update(keys)
            entries = engine.entries(keys)
            for page in _pages(model, keys):
                _key, *texts, _beginnings = texts_of(page)
                entry = entries.get(page.pk)
                if entry != tuple(texts):
                    yield Difference(DATABASE, page.pk, OUTDATED if entry else MISSING)
    for key in sorted(_entered() - known):
        yield Difference(DATABASE, key, SUPERFLUOUS)


def in_server() -> Iterator[Difference]:
    """Where the copy is not what the database's index says now, and nothing is due. Raises ``Away``."""
    server: Any = engines.server()
    copied = server.digests()
    due = set(Pending.objects.due().values_list("page_key", flat=True))
    for model in searched_types():
        for keys in _keys_of(model):
            for document in server.documents(keys):
                key, digest = document["key"], copied.pop(document["key"], None)
                if digest != document["digest"] and key not in due:
                    yield Difference(SERVER, key, OUTDATED if digest else MISSING)
    for key in sorted(copied.keys() - due):
        yield Difference(SERVER, key, SUPERFLUOUS)


def mend(differences: Iterable[Difference]) -> None:
    """Write what is missing or outdated, and take away what is superfluous. What the server gets is noted first."""
    wrong = list(differences)
    in_database = {difference.key: difference.what for difference in wrong if difference.index == DATABASE}
    engine: Any = engines.database()
    for model in searched_types():
        for page in _pages(model, [key for key, what in in_database.items() if what != SUPERFLUOUS]):
            engine.add(page)
    gone = [key for key, what in in_database.items() if what == SUPERFLUOUS]
    _entries().filter(object_id__in=[str(key) for key in gone]).delete()
    note_pending([*gone, *(difference.key for difference in wrong if difference.index == SERVER)])
    while copy_pending():
        pass


def _keys_of(model: Any) -> Iterator[list[int]]:
    keys = list(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        yield keys[first : first + AT_ONCE]


def _pages(model: Any, keys: Iterable[int]) -> Any:
    return model.get_indexed_objects().filter(pk__in=list(keys))


def _entries() -> Any:
    return IndexEntry.objects.filter(content_type__in=content_types())


def _entered() -> set[int]:
    return {int(key) for key in _entries().values_list("object_id", flat=True)}
