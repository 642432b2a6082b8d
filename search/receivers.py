"""Whatever may change what is public says so, in its own transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend
from wagtail.signals import page_published, page_unpublished, post_page_move

from .changes import note_any, note_page
from .findable import searched_types


def connect() -> None:
    """Called once, when the apps are ready."""
    for model in (Page, *searched_types()):
        post_save.connect(note_page, sender=model)
    post_delete.connect(note_any, sender=Page)
    for moment in (page_published, page_unpublished, post_page_move):
        moment.connect(note_any)
    page_published.connect(index_now)
    for moment in (post_save, post_delete):
        for model in (PageViewRestriction, Query, SearchPromotion):
            moment.connect(note_any, sender=model)


def index_now(instance: Page, **kwargs: Any) -> None:
    """What is public is found by its own words from the first moment. Until now the index had those of a draft, and the job
    that Wagtail leaves comes later.
    """
    if isinstance(instance, tuple(searched_types())):
        get_search_backend("default").add(instance)
