"""An address where a work stood that was withdrawn."""

from typing import Any

from django.conf import settings

from outcomes.models import Outcome, OutcomePage

from .languages import below_home, reader_language


def withdrawn_work(path: str) -> dict[str, Any] | None:
    """The context of its tombstone, where ``path`` is the address of an outcome that was withdrawn."""
    language, _slash, rest = path.strip("/").partition("/")
    slug = rest.rpartition("/")[2]
    if language not in dict(settings.LANGUAGES) or not slug:
        return None
    pages = OutcomePage.objects.filter(live=False, slug=slug).select_related("locale")
    pages = [page for page in pages if below_home(page.url_path) == rest]
    pages.sort(key=lambda page: (page.locale.language_code != reader_language(), not page.is_source()))
    return tombstone(pages[0]) if pages else None


def tombstone(page: OutcomePage) -> dict[str, Any] | None:
    """What stays of a withdrawn work: title, reference, date and reason."""
    record = Outcome.objects.filter(work=page.translation_key, withdrawn_at__isnull=False).first()
    if record is None:
        return None
    title, language = record.last_public_title(reader_language())
    return {"record": record, "title": title, "lang": "" if language == reader_language() else language}
