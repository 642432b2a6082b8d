"""Translate side by side: the source as readers see it, the segments, the files; then submit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..actions import NotReady, submit_translation
from ..desk import Standing, standing_of
from ..files_of_version import files_of
from ..forms import NewFileForm
from ..languages import own_name
from ..links import version_url
from ..models import TranslationRequest
from ..pages import BeingChecked, gated_page, has_segments
from ..permissions import may_review, may_translate
from ..refusals import refusing
from ..rows import rows_of
from ..saving import Saved, save
from ..segments import draft_of, segments_of, source_of


def _request(request: HttpRequest, request_id: int) -> TranslationRequest:
    """The newest request of the work and language of the one asked for, where the user translates into it."""
    found = get_object_or_404(TranslationRequest, pk=request_id)
    if not may_translate(request.user, found.language):
        raise PermissionDenied(
            _("Only translators and linguistic reviewers of this language open it: %(language)s.")
            % {"language": own_name(found.language)}
        )
    return TranslationRequest.objects.of(found.work, found.language)[0]


@refusing
def translate(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the segments and files, and save what was typed; a page without segments has an editor of its own."""
    wanted = _request(request, request_id)
    page = gated_page(wanted.page_id)
    if not has_segments(page):
        return redirect(version_url(wanted))
    if request.method != "POST":
        return _screen(request, wanted, page)
    if unsaved := _save(request, wanted, page):
        return unsaved
    messages.success(request, _("Saved."))
    return redirect("translations:translate", wanted.pk)


@refusing
@require_POST
def submit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Save what was typed, then hand it to the linguistic reviewer; where something is missing, list it."""
    wanted = _request(request, request_id)
    page = gated_page(wanted.page_id)
    if not has_segments(page):
        return redirect(version_url(wanted))
    if unsaved := _save(request, wanted, page):
        return unsaved
    try:
        submit_translation(request=wanted, by=request.user, note=page.kept_note(request.user))
    except NotReady as refusal:
        return _screen(request, wanted, gated_page(page.pk), problems=refusal.problems)
    messages.success(request, _("Submitted. The linguistic reviewers have a mail; you get one when they have decided."))
    return redirect("translations:translate", wanted.pk)


@refusing
def source(request: HttpRequest, request_id: int) -> HttpResponse:
    """The live source page at its own address, with everything that readers get; never a draft of it."""
    page = gated_page(_request(request, request_id).page_id).source_page()
    if not page.live:
        raise PermissionDenied(_("The source is not public at the moment."))
    return redirect(page.get_url(request))


def _save(request: HttpRequest, wanted: TranslationRequest, page: Any) -> HttpResponse | None:
    """Save what was typed; where something could not be saved, the screen that says why and holds all of it."""
    try:
        saved = save(request=wanted, data=request.POST, uploads=request.FILES, by=request.user)
    except BeingChecked:
        _keep_answers(request, page)
        return _screen(request, wanted, gated_page(page.pk), typed=_typed(request, wanted))
    _keep_answers(request, page)
    return None if saved.is_complete else _screen(request, wanted, gated_page(page.pk), saved)


def _typed(request: HttpRequest, wanted: TranslationRequest) -> dict[int, str]:
    """What stands in the fields and differs from what is stored, by segment."""
    return {
        segment.pk: text
        for segment in segments_of(wanted)
        if (text := request.POST.get(f"segment-{segment.pk}", segment.translation)) != segment.translation
    }


def _screen(
    request: HttpRequest,
    wanted: TranslationRequest,
    page: Any,
    saved: Saved | None = None,
    problems: tuple[str, ...] = (),
    typed: dict[int, str] | None = None,
) -> HttpResponse:
    source_page = page.source_page()
    rows = rows_of(segments_of(wanted), source_of(wanted).as_instance(), saved.conflicts if saved else typed)
    files = saved.files if saved and saved.files else files_of(page, source_page)
    state = page.current_workflow_state
    target = get_language_info(wanted.language)
    standing = standing_of(wanted, state.status if state else None)
    is_open = standing != Standing.IN_REVIEW
    anchor = _anchor(rows)
    warnings = draft_of(wanted, page, fallback=True).own_warnings() if is_open else []
    context = {
        "page_title": _("Translate into %(language)s") % {"language": target["name_translated"]},
        "page_subtitle": source_page.title,
        "header_icon": "globe",
        "wanted": wanted,
        "page": page,
        "source_page": source_page,
        "approval": source_page.approval,
        "rows": rows,
        "faulty": [row for row in rows if row.error],
        "open_rows": [row for row in rows if not row.text],
        "done": sum(row.is_done for row in rows),
        "has_tags": any(row.tags for row in rows),
        "bidi": target["bidi"],
        "source_bidi": get_language_info(wanted.source_language)["bidi"],
        "has_files": hasattr(page, "files"),
        "files": files,
        "new_file": saved.new_file if saved else NewFileForm(prefix="new", initial={"language": wanted.language}),
        "standing": standing,
        "is_open": is_open,
        "problems": problems,
        "typed": bool(typed) and not is_open,
        "state": state,
        "warnings": [(remark, anchor(remark.field)) for remark in warnings],
        "note": page.kept_note(request.user),
        "points": page.points_form(anchor, form="desk-form") if is_open else None,
        "reviewers": [] if is_open else page.reviewers(),
        "may_take_back": not is_open and page.may_take_back(request.user),
        "may_review": may_review(request.user, wanted.language),
    }
    return render(request, "translations/admin/translate.html", context)


def _keep_answers(request: HttpRequest, page: Any) -> None:
    """What the translator says to each point of the reviewer, saved like the texts."""
    try:
        page.answer_points(request.POST, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))


def _anchor(rows: list[Any]) -> Callable[[str], str]:
    """The first segment of the field or block that a point or a check names, or the files."""
    first = {name: f"id_segment-{row.pk}" for row in reversed(rows) for name in (row.field, row.block)}
    return lambda place: first.get(place, "files-title" if place.partition(".")[0] == "files" else "")
