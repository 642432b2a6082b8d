"""Tell readers what was wrong with a published outcome: the Secretariat's verb."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import emails
from ..models.correction import Correction
from ..models.outcome import Outcome
from ..permissions import may_record_correction
from ..versions import versions_of


class NotCorrectable(Exception):
    """This notice cannot be recorded; the text says why."""


@transaction.atomic
def record_correction(
    *,
    page: Any,
    texts: Mapping[str, str],
    corrected_version: str,
    correcting_version: str = "",
    on: date,
    by: Any,
    today: date,
) -> Correction:
    """Record that ``corrected_version`` of an outcome had an error, and what it was, for good.

    ``page`` is a page of the outcome, in whatever language; ``texts`` are by language, the one in which the outcome was
    written is needed. ``correcting_version`` is the later version without the error, ``""`` where the notice alone
    corrects it. Raises ``PermissionDenied`` or ``NotCorrectable``; then nothing has happened.
    """
    if not may_record_correction(by):
        raise PermissionDenied(_("Only the Secretariat records corrections."))
    outcome = Outcome.objects.select_for_update().get(work=page.translation_key)
    source = page.source_page()
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not source.live:
        raise NotCorrectable(_("It is not public, so there is nothing to correct."))
    if source.source_language not in kept:
        raise NotCorrectable(
            _("Write what was wrong in the language of the outcome: the other languages fall back to it.")
        )
    if on > today:
        raise NotCorrectable(_("The date of a correction does not lie in the future."))
    versions = versions_of(source)
    if corrected_version not in versions or (
        correcting_version and correcting_version not in versions[versions.index(corrected_version) + 1 :]
    ):
        raise NotCorrectable(_("Choose the version with the error, and a later one that corrects it or none."))
    notice = {
        "outcome": outcome,
        "corrected_on": on,
        "texts": kept,
        "language": source.source_language,
        "corrected_version": corrected_version,
        "correcting_version": correcting_version,
    }
    if Correction.objects.filter(**notice).exists():
        raise NotCorrectable(_("This correction is recorded already."))
    correction = Correction.objects.create(**notice, recorded_by=by)
    log(
        source,
        "outcomes.correct",
        user=by,
        data={
            "version": corrected_version,
            "correcting": correcting_version,
            "correction": correction.pk,
            "reason": kept[source.source_language],
        },
    )
    emails.tell_leaders_corrected(source, correction)
    return correction
