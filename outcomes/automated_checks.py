"""The automated checks of outcomes: what a visitor and the Secretariat need, by format (ToR ¶19, ¶22)."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from focusgroups.choices import Format
from focusgroups.rules import says_something
from moderation.automated import Remark, check
from moderation.choices import Severity
from moderation.content import content_of
from moderation.languages import name_of_language
from moderation.models import Approval

from .forms import why_unlikely
from .models import OutcomePage
from .planned import agreed_programme, blocks_of

FILM = "mp4"


def _says_something(block: Any) -> bool:
    """Blocks that lack something are named apart; a paragraph may be empty."""
    return block.block_type != "paragraph" or says_something(block.value.source)


@check(OutcomePage, Severity.ERROR)
def needed_fields(page: OutcomePage) -> Iterator[Remark]:
    if not page.title.strip():
        yield Remark("title", _("Give it a title."))
    if not page.format:
        yield Remark("format", _("Choose the format."))
    if page.format == Format.OTHER and not page.format_other.strip():
        yield Remark("format_other", _("Name the format, because you chose “Other”."))
    if not page.abstract.strip():
        yield Remark("abstract", _("Write the abstract."))
    if not any(map(_says_something, page.body)) and not page.files:
        yield Remark("body", _("Add content or at least one file."))


@check(OutcomePage, Severity.ERROR)
def licence(page: OutcomePage) -> Iterator[Remark]:
    if not page.licence:
        yield Remark("licence", _("Choose the licence."))


@check(OutcomePage, Severity.ERROR)
def the_date_is_likely(page: OutcomePage) -> Iterator[Remark]:
    if page.dated_on and (wrong := why_unlikely(page.dated_on)):
        yield Remark("dated_on", wrong)


@check(OutcomePage, Severity.ERROR)
def an_online_seminar_is_dated_and_recorded(page: OutcomePage) -> Iterator[Remark]:
    if page.format != Format.ONLINE_SEMINAR:
        return
    if not page.dated_on:
        yield Remark("dated_on", _("Say on which day the online seminar was held."))
    if not page.recording and not any(_is_film(block) for block in page.files):
        yield Remark("recording", _("An online seminar needs its recording: a file (MP4), or its address."))
    if not page.recording_text:
        yield Remark(
            "recording_text", _("Say whether the recording has captions or a transcript: it needs one of them.")
        )


def _is_film(block: object) -> bool:
    document = block.value["document"]  # type: ignore[attr-defined]
    return bool(document and document.file_extension == FILM)


@check(OutcomePage, Severity.ERROR)
def a_demonstrator_has_a_place_an_operator_and_a_status(page: OutcomePage) -> Iterator[Remark]:
    if page.format != Format.DEMONSTRATOR:
        return
    if not page.cities:
        yield Remark("cities", _("Say where the demonstrator stands: add its city."))
    if not page.operator.strip():
        yield Remark("operator", _("Say who runs the demonstrator."))
    if not page.status:
        yield Remark("status", _("Say whether the demonstrator is in operation."))


@check(OutcomePage, Severity.WARNING)
def it_is_what_was_agreed(page: OutcomePage) -> Iterator[Remark]:
    """The final outcome of the work programme, in its format and for one of its objectives (E1, ToR ¶22)."""
    if not page.is_source():
        return
    if not page.planned_outcome:
        yield Remark("planned_outcome", _("It is tied to no final outcome of the work programme (ToR ¶22)."))
        return
    programme = agreed_programme(page.get_parent())
    planned = blocks_of(programme, "planned_outcomes").get(page.planned_outcome)
    if planned is None:
        text = _("The work programme does not hold the final outcome any more to which this is tied.")
        yield Remark("planned_outcome", text)
    elif page.format and planned["format"] != page.format:
        text = _("The work programme agreed on “%(title)s” as “%(planned)s”; this is “%(format)s” (ToR ¶22).") % {
            "title": planned["title"],
            "planned": Format(planned["format"]).label,
            "format": page.get_format_display(),
        }
        yield Remark("format", text)
    if not page.objective:
        yield Remark("objective", _("It serves none of the objectives on which the work programme agreed (ToR ¶22)."))
    elif page.objective not in blocks_of(programme, "objectives"):
        yield Remark("objective", _("The work programme does not hold the objective any more that this serves."))


@check(OutcomePage, Severity.WARNING)
def a_new_version_says_what_is_new(page: OutcomePage) -> Iterator[Remark]:
    """Its public page tells it to readers of the one before."""
    newest = Approval.objects.for_work(page.translation_key, page.locale.language_code).order_by("-pk").first()
    if newest is None or not page.is_source() or content_of(page).seal == newest.seal:
        return
    if not page.change_note.strip():
        text = _("Write in the change note what is new since version %(version)s: readers find it on its page.")
        yield Remark("change_note", text % {"version": newest.version})
    elif page.change_note == json.loads(newest.content).get("change_note"):
        text = _("The change note is still the one of version %(version)s: write what is new since.")
        yield Remark("change_note", text % {"version": newest.version})


@check(OutcomePage, Severity.WARNING)
def the_language_of_a_file_is_what_the_file_says(page: OutcomePage) -> Iterator[Remark]:
    for block in page.files:
        document = block.value["document"]
        own = document.inspected().get("language", "") if document else ""
        if own and block.value["language"] and own.split("-")[0].lower() != block.value["language"]:
            text = _("“%(title)s” says that its language is “%(own)s”: choose that, or mend the file.")
            yield Remark(f"files.{block.id}", text % {"title": document.title, "own": name_of_language(own)})


@check(OutcomePage, Severity.WARNING)
def a_file_that_is_called_accessible_is_tagged(page: OutcomePage) -> Iterator[Remark]:
    for block in page.files:
        document = block.value["document"]
        if block.value["accessible"] and document and not document.inspected().get("tagged", True):
            text = _("“%(title)s” is called accessible, but it is not tagged.")
            yield Remark(f"files.{block.id}", text % {"title": document.title})
