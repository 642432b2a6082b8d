"""How the texts of pages come into the index of a database, one at a time or all of them, without anybody waiting.

Wagtail's own index computes each text three times, and after each write the length of every title; its rebuild is
one transaction. Here a page's texts are computed once, its entry is written by one statement that leaves alone what is the
same, and a rebuild goes in short transactions over the entries as they stand: searches find them meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from ..passages import PARAGRAPH

TABLE = IndexEntry._meta.db_table
# Pages that a rebuild writes in one transaction, so that others wait for some hundredths of a second.
AT_ONCE = 25

# Key of the object as the index keeps it, and its texts: title, all else, what autocomplete asks.
Texts = tuple[str, str, str, str]


def parts(of: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (of[first : first + size] for first in range(0, len(of), size))


def texts_of(thing: Any) -> Texts:
    """What the index keeps of an object: the values of its search fields, each worked out once."""
    titles, bodies, beginnings = [], [], []
    for declared in thing.get_search_fields():
        for field, text in _texts(thing, declared):
            if isinstance(field, AutocompleteField):
                beginnings.append(text)
            else:
                (titles if field.field_name == "title" else bodies).append(text)
    return str(thing.pk), " ".join(titles), PARAGRAPH.join(filter(None, bodies)), " ".join(beginnings)


def _texts(thing: Any, declared: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(declared, SearchField | AutocompleteField):
        yield declared, _text(declared.get_value(thing))
    elif isinstance(declared, RelatedFields):
        related = declared.get_value(thing)
        for one in related.all() if isinstance(related, models.Manager) else filter(None, [related]):
            for field in declared.fields:
                yield from _texts(one, field)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return PARAGRAPH.join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(list(value.values()))
    return str(value)


class IndexMixin:
    """Goes before the index class of a backend; each database says how it writes."""

    # Pages that a rebuild reads at once.
    read_at_once = 100
    backend: Any
    entries: Any
    write_connection: Any

    def write(self, content_type: int, texts: Sequence[Texts]) -> None:
        """Add or bring up to date the entries of objects of one type."""
        raise NotImplementedError

    def write_over(self, content_type: int, texts: Sequence[Texts], marks: Mapping[str, Any]) -> None:
        """Write each entry that still has its mark, and add each without a mark, where nobody has added it."""
        raise NotImplementedError

    def marks(self, content_type: int, keys: Iterable[Any]) -> dict[str, Any]:
        """Key of an object as the index keeps it → what is another as soon as somebody writes its entry."""
        raise NotImplementedError

    def is_written(self, text: Texts, mark: Any) -> bool:
        """Whether the mark shows that the entry says this already."""
        return False

    def write_again(self, model: Any, keys: Sequence[Any]) -> None:
        """Bring entries up to date in short transactions. All is read before them, and what somebody has written since is
        newer: it stays as it is.
        """
        content_type = get_content_type_pk(model)
        marks = self.marks(content_type, keys)
        texts = [text for text in self.read(model, keys) if not self.is_written(text, marks.get(text[0]))]
        for part in parts(texts, AT_ONCE):
            with transaction.atomic(using=self.write_connection.alias):
                gone = self._gone(model, [text[0] for text in part])
                self.write_over(content_type, [text for text in part if text[0] not in gone], marks)

    def _gone(self, model: Any, keys: Iterable[str]) -> set[str]:
        there = model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        return set(keys).difference(map(str, there))

    def add_items(self, model: type[models.Model], items: Iterable[Any]) -> None:
        texts = [texts_of(item) for item in items]
        if texts:
            self.write(get_content_type_pk(model), texts)

    def read(self, model: Any, keys: Sequence[Any]) -> list[Texts]:
        """The texts of those of these objects that there are, as the database has them now."""
        return [texts_of(item) for item in model.get_indexed_objects().filter(pk__in=keys)]

    def delete_stale_entries(self) -> None:
        """Entries of what is not there any more; each search leaves them out anyhow."""
        for model in get_indexed_models():
            if model._meta.parents:
                continue
            for part in parts(self.stale_keys(model), AT_ONCE):
                self.entries.filter(pk__in=part)._raw_delete(self.write_connection.alias)

    def stale_keys(self, model: type[models.Model]) -> list[int]:
        """The entries are read first: what is added after them is not stale."""
        entries = self.entries.filter(content_type__in=get_descendants_content_types_pks(model))
        entered = list(entries.values_list("pk", "object_id"))
        there = set(map(str, model._base_manager.order_by().values_list("pk", flat=True)))
        return [key for key, thing in entered if thing not in there]


class Rebuilder:
    """What ``update_index`` drives: nothing is emptied; every entry is written again, those without an object go."""

    # ``update_index`` hands over nothing but keys.
    reads_itself = True

    def __init__(self, index: Any) -> None:
        self.index = index

    def start(self) -> "Rebuilder":
        self.index.delete_stale_entries()
        return self

    def add_model(self, model: type[models.Model]) -> None:
        """Nothing is to be prepared."""

    def add_items(self, model: type[models.Model], items: Sequence[Any]) -> None:
        """Of ``items`` only the keys count: they may have been read a while ago."""
        for part in parts([item.pk for item in items], self.index.read_at_once):
            self.index.write_again(model, part)

    def finish(self) -> None:
        """All is in place, but for entries of what was deleted while they were written."""
        self.index.delete_stale_entries()
