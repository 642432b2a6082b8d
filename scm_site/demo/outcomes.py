"""The outcomes of one group of the demonstration, each brought to the state that its content names."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from focusgroups.models import FocusGroupPage
from moderation.actions import return_to_group, withdraw
from outcomes.actions import record_correction
from outcomes.models import OutcomePage

from ..models import User
from . import clock
from .fields import countries, outcome_values, people, themes
from .pdf import render_pdf
from .steps import Cast, edit, let_pass, seal_of, send, upload

FILE_DESCRIPTION = {
    "en": "Full text as a tagged PDF",
    "fr": "Texte intégral, PDF balisé",
    "de": "Volltext als PDF mit Auszeichnung",
}
SECOND_VERSION = "Version 1.1"
FIRST_NOTE = "First published version."
A_WEEK = timedelta(weeks=1)
SIX_WEEKS = timedelta(weeks=6)


def seed_outcomes(group: dict[str, Any], parent: FocusGroupPage, cast: Cast) -> None:
    """Write each outcome of ``group`` under its page, and send, return, publish or withdraw it."""
    for outcome in group.get("outcome", []):
        _seed_outcome(outcome, group, parent, cast)


def _seed_outcome(outcome: dict[str, Any], group: dict[str, Any], parent: FocusGroupPage, cast: Cast) -> None:
    chair, reviewer = cast.users[group["chair"]], cast.reviewer_of(group)
    finished_on = outcome["date"]
    with clock.on(finished_on - A_WEEK):
        page = OutcomePage(title=outcome["title"], slug=outcome["slug"], live=False, locale=parent.locale, owner=chair)
        parent.add_child(instance=page)
        values = outcome_values(outcome, group) | {
            "themes": themes(outcome["themes"]),
            "countries": countries(outcome["countries"]),
            "people": people(cast.persons, outcome["authors"]),
        }
        if outcome["file"]:
            values["files"] = [file_value(outcome, group, "en", page, by=chair)]
    state, note = outcome["state"], outcome["change_note"]
    if state in ("live", "withdrawn") and note.startswith(SECOND_VERSION):
        with clock.on(finished_on):
            edit(page, chair, values | {"change_note": FIRST_NOTE})
            send(page, chair)
        finished_on += A_WEEK
        with clock.on(finished_on):
            let_pass(page, reviewer)
        finished_on += SIX_WEEKS
        page = OutcomePage.objects.get(pk=page.pk)
    with clock.on(finished_on):
        edit(page, chair, values)
        if state == "draft":
            return
        send(page, chair)
    if state == "in_review":
        return
    with clock.on(finished_on + A_WEEK):
        if state == "returned":
            points = [("body", outcome["returned_reason"])]
            return_to_group(page_id=page.pk, by=reviewer, seal=seal_of(page), points=points)
        else:
            let_pass(page, reviewer)
        if "correction" in outcome:
            _correct(page, outcome["correction"], reviewer)
    if state == "withdrawn":
        with clock.on(finished_on + SIX_WEEKS):
            withdraw(
                page_id=page.pk,
                by=reviewer,
                reason=outcome["withdrawn_reason"],
                kind=outcome["withdrawn_kind_of_reason"],
            )


def _correct(page: OutcomePage, texts: dict[str, str], by: User) -> None:
    today = timezone.localdate()
    record_correction(
        page=OutcomePage.objects.get(pk=page.pk),
        texts=texts,
        corrected_version="1.0",
        correcting_version="1.1",
        on=today,
        by=by,
        today=today,
    )


def file_value(
    outcome: dict[str, Any], group: dict[str, Any], language: str, page: OutcomePage, by: User
) -> dict[str, Any]:
    """A block with the report of ``outcome`` in ``language``; both contents hold texts in that language."""
    pdf = render_pdf(outcome | {"reference": page.record.reference}, group, language)
    document = upload(pdf, title=outcome["title"], name=f"{outcome['slug']}-{language}.pdf", by=by)
    value = {
        "document": document.pk,
        "language": language,
        "description": FILE_DESCRIPTION[language],
        "accessible": True,
    }
    return {"type": "file", "value": value}
