"""The questions of quality control: for everybody to read, for the Secretariat to write anew."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import actions
from ..choices import ChecklistKind
from ..models import Checklist
from ..permissions import may_revise_checklist
from ..screen_forms import QuestionFormSet
from ..screen_forms.problems import problems_of_set
from .screen import screen


@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """Every list in force, with its older versions: who is judged may read by what."""
    versions = list(Checklist.objects.select_related("made_by").order_by("-version"))
    lists = [(kind, [version for version in versions if version.kind == kind]) for kind in ChecklistKind]
    return screen(
        request,
        "checklists",
        _("Questions of quality control"),
        icon="list-ul",
        lists=lists,
        may_revise=may_revise_checklist(request.user),
    )


def revise_checklist(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new version of the questions of one kind."""
    if kind not in ChecklistKind.values:
        raise Http404
    if not may_revise_checklist(request.user):
        raise PermissionDenied
    current = Checklist.objects.in_force(kind)
    formset = QuestionFormSet.of(current.questions)
    based_on = request.POST.get("based_on", current.version)
    if request.method == "POST":
        formset = QuestionFormSet(request.POST, initial=formset.initial)
        if "add" in request.POST:
            formset = formset.with_one_more()
        elif formset.is_valid() and str(based_on).isdecimal():
            try:
                made = actions.revise_checklist(
                    kind=kind, based_on=int(based_on), questions=formset.questions(), by=request.user
                )
            except (actions.NotAChecklist, actions.ChecklistChanged) as refusal:
                messages.error(request, str(refusal))
            else:
                done = _("Version %(version)s of the questions is in force; open reviews ask them from now on.")
                messages.success(request, done % {"version": made.version})
                return redirect("moderation:checklists")
    return screen(
        request,
        "revise_checklist",
        _("Change the questions: %(kind)s") % {"kind": ChecklistKind(kind).label},
        icon="list-ul",
        current=current,
        based_on=based_on,
        formset=formset,
        problems=problems_of_set(formset),
    )
