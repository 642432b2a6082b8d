"""The review screen and what it leads to: the draft as visitors will see it, and its history."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from ..actions import ContentChanged, QuestionsChanged
from ..content import content_of
from ..differences import Difference, difference
from ..languages import name_of_language
from ..models import GatedMixin, Point
from ..points import points_since_approval
from ..queue import places_of
from ..screen_forms import ApproveForm, ReturnForm
from ..screen_forms.problems import problems_of
from ..standing import standing_of
from ..story import story_of
from .screen import page_of, reviewable, screen
from .takings import taking_context


@require_safe
def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Read-only: the page as visitors will see it, its files, what changed, the checklist, Approve and Return."""
    return review_screen(request, reviewable(request, page_id))


def review_screen(
    request: HttpRequest, page: GatedMixin, approve_form: Any = None, return_form: Any = None
) -> HttpResponse:
    """The review screen; after a refused decision with all that was ticked and typed, and with what it shows now."""
    draft_page = page.draft()
    content = content_of(draft_page)
    approve_form, return_form = _forms(request, page, content.seal, approve_form, return_form)
    withdrawal = page.withdrawal()
    round_ = standing_of(page).round
    is_scheduled = bool(round_ and round_.publish_at)
    is_waiting = page.workflow_in_progress and not is_scheduled
    compared_with = page.approval or (withdrawal and withdrawal.approval)
    returns = _returns(page, draft_page)
    why_not = page.why_not_decide(request.user)
    obstacle = page.why_not_public()
    fixes = _fixes(round_, content, request.user)
    may_decide = is_waiting and (not why_not or request.user.is_superuser)
    return screen(
        request,
        "review",
        draft_page.title,
        page=page,
        place=places_of([page]).get(page.pk, ""),
        draft=draft_page,
        round=round_,
        is_scheduled=is_scheduled,
        may_cancel_schedule=request.user.has_perm("scm_moderation.decide"),
        is_waiting=is_waiting,
        **(taking_context(page, round_, request.user) if is_waiting else {}),
        why_not=why_not,
        obstacle=obstacle,
        fixes=fixes,
        may_decide=may_decide,
        may_approve=may_decide and not fixes["are_open"] and not obstacle,
        may_fix=is_waiting and not why_not and not fixes["are_begun"] and page.is_source(),
        errors=draft_page.errors(),
        warnings=draft_page.warnings(),
        files=[
            (file, name_of_language(file.inspected().get("language", "")))
            for file in get_document_model().objects.filter(pk__in=content.documents).order_by("title")
        ],
        approval=page.approval,
        withdrawal=withdrawal,
        compared_with=compared_with,
        differences=_differences(compared_with, returns, round_ if is_waiting else None, draft_page),
        pairs=page.pairs(),
        languages=(page.source_page().locale.language_code, page.locale.language_code),
        doors=page.doors(request.user),
        approve_form=approve_form,
        return_form=return_form,
        problems=[*problems_of(approve_form), *problems_of(return_form)],
        returns=returns,
    )


def _forms(
    request: HttpRequest, page: GatedMixin, seal: str, approve_form: Any, return_form: Any
) -> tuple[ApproveForm, ReturnForm]:
    """Both forms of the decision: that which was refused, and the other with what was typed into it."""
    checklist = page.checklist()
    read = {"seal": seal, "checklist": str(checklist.version)}
    typed = request.POST.dict()
    for name, changed in (("seal", ContentChanged), ("checklist", QuestionsChanged)):
        if typed and typed.get(name) != read[name]:
            messages.error(request, str(changed()))
    if any(typed.get(name) != value for name, value in read.items()):
        # What was answered of another content, or asked in other words, is answered anew.
        answers = {question.key for question in checklist.questions}
        typed = {name: value for name, value in typed.items() if name not in answers}
    typed |= read
    for form in filter(None, (approve_form, return_form)):
        form.data = typed
    return (
        approve_form or approve_form_for(request, page, initial=typed),
        return_form or ReturnForm(initial=typed, places=page.draft().places()),
    )


def approve_form_for(request: HttpRequest, page: GatedMixin, data: Any = None, **options: Any) -> ApproveForm:
    return ApproveForm(
        data,
        questions=page.checklist().questions,
        may_override=request.user.is_superuser,
        may_schedule=page.is_source(),
        **options,
    )


def _returns(page: GatedMixin, draft_page: GatedMixin) -> list[tuple[Any, list[tuple[Point, str]]]]:
    """Each return since the newest approval, the last first: its round, and each point with its words."""
    points = groupby(points_since_approval(page), key=lambda point: point.quality_control)
    return [(round_, [(point, point.sentence(draft_page)) for point in group]) for round_, group in points][::-1]


def _fixes(round_: Any, content: Any, user: Any) -> dict[str, Any]:
    """Where small fixes stand, and what this user can do about them."""
    return {
        "name": (round_ and round_.fixes_by) or _("Somebody of the Secretariat"),
        "are_begun": bool(round_ and round_.returned_content),
        "are_mine": bool(round_ and round_.fixes_by == user),
        "may_be_asked": bool(round_ and round_.has_small_fixes(content.canonical)),
        "are_open": bool(
            round_ and round_.has_small_fixes(content.canonical) and round_.confirmed_seal != content.seal
        ),
        "are_asked": bool(round_ and round_.fixes_seal == content.seal),
        "are_confirmed": bool(round_ and round_.confirmed_seal == content.seal),
    }


def _differences(
    approval: Any, returns: list[Any], waiting: Any, draft_page: GatedMixin
) -> list[tuple[str, Difference]]:
    """What changed since the version that passed, since the last return, and by small fixes, each under its name."""
    found = []
    if approval:
        name = (
            _("Since version %(version)s, which was withdrawn")
            if approval.is_revoked()
            else _("Since version %(version)s, which is public")
        )
        found.append((name % {"version": approval.version}, difference(approval.content, draft_page)))
    if returns and (content := returns[0][0].returned_content):
        day = date_format(localtime(returns[0][0].finished_at))
        found.append((_("Since the return of %(day)s") % {"day": day}, difference(content, draft_page)))
    if waiting and waiting.returned_content:
        found.append((_("Small fixes of the Secretariat"), difference(waiting.returned_content, draft_page)))
    return found


@require_safe
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    """What happened to the page and its translations, as a story: for who sees the whole queue."""
    page = page_of(page_id)
    if not request.user.has_perm("scm_moderation.see_queue"):
        raise PermissionDenied
    title = _("History of “%(title)s”") % {"title": page.draft_title}
    story = story_of(page)
    has_languages = len({step.language for step in story}) > 1
    return screen(request, "history", title, page=page, story=story, has_languages=has_languages)


@require_safe
@xframe_options_sameorigin
def draft(request: HttpRequest, page_id: int) -> HttpResponse:
    """The draft as visitors will see it; in the frame of the review screen without header and footer."""
    page = page_of(page_id)
    if not (page.may_review(request.user) or page.may_see_draft(request.user)):
        raise PermissionDenied
    attributes = {"shows_page_alone": "alone" in request.GET}
    return page.draft().make_preview_request(original_request=request, extra_request_attrs=attributes)
