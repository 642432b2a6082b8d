"""Whether the records of public outcomes say what the pages do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from moderation.models import Approval

from .models.outcome import Outcome

if TYPE_CHECKING:
    from .models import OutcomePage


def why_not_recorded(pages: Sequence["OutcomePage"]) -> dict[int, str]:
    """What is wrong with the record of each of these live pages, by its key; two queries whatever their number."""
    works = {page.translation_key for page in pages}
    records = {record.work: record for record in Outcome.objects.filter(work__in=works)}
    versions = {
        (approval.work, approval.language): approval.version
        for approval in Approval.objects.filter(work__in=works).newest().defer("content")
    }
    problems = {}
    for page in pages:
        record = records.get(page.translation_key)
        version = versions.get((page.translation_key, page.source_language))
        if record is None:
            problems[page.pk] = "its record is missing, so its permanent reference leads nowhere."
        elif record.withdrawn_at:
            problems[page.pk] = f"its record {record.reference} says that it was withdrawn."
        elif version and record.current_version != version:
            problems[page.pk] = (
                f"its record {record.reference} counts version {record.current_version or 'none'}, "
                f"and version {version} was approved."
            )
    return problems
