"""What there is to translate, put together for the desk in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation

from .links import version_url
from .models import TranslationRequest
from .pages import is_gated


class Standing(models.TextChoices):
    """Where a translation stands, as its translator sees it."""

    TO_TRANSLATE = "to_translate", _("To translate")
    IN_REVIEW = "in_review", _("With the linguistic reviewer")
    RETURNED = "returned", _("Returned with points to mend")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@dataclass(frozen=True)
class Entry:
    """One request as a line of the desk; ``words`` are the source's, ``done`` a percentage of segments.

    A page that is not translated text by text has neither. ``above`` is the title of the translated page under
    which it stands: every group has its Terms of Reference.
    """

    request: TranslationRequest
    title: str
    above: str
    source_page_id: int | None
    words: int | None
    done: int | None
    standing: Standing
    is_overdue: bool

    @property
    def address(self) -> str:
        return version_url(self.request)


def standing_of(request: TranslationRequest, workflow_status: str | None) -> Standing:
    """What a request and the workflow of its page say; ``workflow_status`` is that of an unfinished one."""
    if workflow_status == WorkflowState.STATUS_IN_PROGRESS:
        return Standing.IN_REVIEW
    if workflow_status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Standing.RETURNED
    if request.withdrawal_reason:
        return Standing.WITHDRAWN
    return Standing.PUBLISHED if request.done_at else Standing.TO_TRANSLATE


def entries_of(requests: Sequence[TranslationRequest], *, today: date) -> list[Entry]:
    """The lines for these requests, in their order: six queries whatever their number."""
    works = {request.work for request in requests}
    sources = {
        (page.translation_key, page.locale.language_code): page
        for page in Page.objects.filter(translation_key__in=works).select_related("locale")
    }
    above = _titles_above(sources.values())
    statuses = _workflow_statuses(requests)
    segments = _segments_of(works)
    done = _translated(works)
    entries = []
    for request in requests:
        own = segments[request.work, request.source_language]
        translated = done[request.language]
        finished = sum((string, context) in translated for string, context, _words in own)
        source = sources.get((request.work, request.source_language))
        entries.append(
            Entry(
                request=request,
                title=source.title if source else str(request.work),
                above=above.get(source.path[: -Page.steplen], "") if source else "",
                source_page_id=source.pk if source else None,
                words=sum(words for _string, _context, words in own) if own else None,
                done=100 * finished // len(own) if own else None,
                standing=standing_of(request, statuses.get(str(request.page_id))),
                is_overdue=bool(request.due_on and request.due_on < today and not request.done_at),
            )
        )
    return entries


def _titles_above(pages: Iterable[Page]) -> dict[str, str]:
    """The title of each page above one of ``pages`` that is translated itself, by its path."""
    above = Page.objects.filter(path__in={page.path[: -Page.steplen] for page in pages})
    return {page.path: page.title for page in above if is_gated(page.specific_class)}


def _workflow_statuses(requests: Sequence[TranslationRequest]) -> dict[str, str]:
    """The status of each page's unfinished workflow, by the key of the page as text."""
    unfinished = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(request.page_id) for request in requests],
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    )
    return dict(unfinished.values_list("object_id", "status"))


def _segments_of(works: set[Any]) -> dict[tuple[Any, str], list[tuple[int, int, int]]]:
    """String, context and number of words of each segment, by work and source language."""
    found = defaultdict(list)
    rows = StringSegment.objects.filter(source__object_id__in=works).values_list(
        "source__object_id", "source__locale__language_code", "string_id", "context_id", "string__data"
    )
    for work, language, string, context, text in rows:
        found[work, language].append((string, context, len(strip_tags(text).split())))
    return found


def _translated(works: set[Any]) -> dict[str, set[tuple[int, int]]]:
    """String and context of each translation without an error, by language."""
    found = defaultdict(set)
    rows = StringTranslation.objects.filter(context__object_id__in=works, has_error=False).values_list(
        "locale__language_code", "translation_of_id", "context_id"
    )
    for language, string, context in rows:
        found[language].add((string, context))
    return found
