"""The one place that asks the search index.

Page types opt in by an attribute ``search_kind``; ``None`` leaves a type out. What is found is public, once
a work: in the reader's language, else in the language that it was written in.
"""

import logging
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError
from django.db.models import Q
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from .public import public_works, unrestricted

logger = logging.getLogger(__name__)

MAX_LENGTH = 200
MAX_WORDS = 20
PAGE_SIZE = 10
# As many as Elasticsearch gives in one answer.
MOST = 10_000


@dataclass(frozen=True)
class Hit:
    """One work: the page that the reader gets, what it is, and the languages in which the work is public."""

    page: Page
    kind: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What a search found. ``words`` is what was looked for; ``was_cut`` where less than was typed."""

    words: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    was_cut: bool = False
    is_down: bool = False


def clean(words: str) -> tuple[str, bool]:
    """What can be looked for in a text that anybody may have typed, and whether something long was cut off.

    Control characters and what stands for no letter, digit or mark of a word are taken as blanks, so that no
    query language of an engine is reached. Every engine then gets at most 20 words, and 200 characters.
    """
    text = unicodedata.normalize("NFC", words[: MAX_LENGTH + 1].encode("utf-8", "ignore").decode())
    kept = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in text).split()
    was_cut = len(words) > MAX_LENGTH or len(kept) > MAX_WORDS
    return " ".join(kept[:MAX_WORDS])[:MAX_LENGTH], was_cut


def searched_types() -> list[type[Page]]:
    """The page types that opted in."""
    return [model for model in apps.get_models() if issubclass(model, Page) and getattr(model, "search_kind", None)]


def searched_works(language: str) -> PageQuerySet:
    """The pages that a reader of ``language`` may find: public, of a type that opted in, one a work."""
    condition = Q(pk__in=[])
    for model in searched_types():
        pages = model._default_manager.all()
        if _has_source_language(model):
            found = public_works(pages, language)
        else:
            found = unrestricted(pages.filter(live=True, alias_of=None, locale__language_code=language))
        condition |= Q(pk__in=found.order_by().values("pk"))
    return Page.objects.filter(condition)


def _has_source_language(model: type[Page]) -> bool:
    try:
        model._meta.get_field("source_language")
    except FieldDoesNotExist:
        return False
    return True


def search(words: str, language: str, page: int = 1, among: PageQuerySet | None = None) -> Result:
    """Look for pages that have all ``words``, best first, ten a page; a page past the end is the last one.

    ``among`` narrows further what may be found, in the words of the site that asks. Never raises for what
    somebody typed; where the index does not answer, the result says ``is_down``.
    """
    asked, was_cut = clean(words)
    if not asked:
        return Result(asked, was_cut=was_cut)
    try:
        found = _look_for(asked, searched_works(language), among)
        total = found.count()
        number = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
        keys = [hit.pk for hit in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]] if total else []
    except DatabaseError:
        raise
    except Exception:
        # The engines' clients have no common error; a reader is told, an operator finds the cause in the log.
        logger.exception("The search index did not answer.")
        return Result(asked, was_cut=was_cut, is_down=True)
    return Result(asked, _hits(keys), total, number, was_cut)


def keys_of(words: str, works: PageQuerySet) -> frozenset[int] | None:
    """The keys of those ``works`` that have all ``words``, for a list with filters of its own; ``None`` where the index
    does not answer. At most ``MOST``.
    """
    try:
        return frozenset(hit.pk for hit in _look_for(words, works)[:MOST])
    except DatabaseError:
        raise
    except Exception:
        logger.exception("The search index did not answer.")
        return None


def _look_for(words: str, works: PageQuerySet, among: PageQuerySet | None = None) -> Any:
    """Ask the index. The filters are worked out by the database; every engine is given keys only."""
    if among is not None:
        works = works.filter(pk__in=among.values("pk"))
    keys = works.order_by().values("pk")
    return Page.objects.filter(pk__in=keys).search(words, operator="and")


def _hits(keys: list[int]) -> list[Hit]:
    locales = Locale.objects.in_bulk()
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
    for page in pages.values():
        page.locale = locales[page.locale_id]
    languages: dict[Any, list[str]] = {}
    live = Page.objects.live().filter(translation_key__in=[page.translation_key for page in pages.values()])
    for work, code in live.order_by("pk").values_list("translation_key", "locale__language_code"):
        languages.setdefault(work, []).append(code)
    found = [pages[key] for key in keys if key in pages]
    return [Hit(page, page.search_kind, tuple(languages[page.translation_key])) for page in found]
