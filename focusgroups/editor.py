"""Wagtail's page editor for gated pages: each write in one transaction, and a checklist that follows what is typed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from moderation.notes import keep_note
from moderation.querysets import locked_page

from .panels import ChecklistPanel


class SavesDrafts:
    """A draft is all that the editor writes, whatever button was pressed; a hook does what follows."""

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        return "save", self.save_action


class GatedCreateView(SavesDrafts, CreateView):
    """The page, its record and its revision are written together; Wagtail writes one after the other."""

    def dispatch(
        self, request: HttpRequest, content_type_app_name: str, content_type_model_name: str, parent_page_id: int
    ) -> HttpResponse:
        """What stands above is read under lock: whoever publishes it, or adds to it as well, waits or was first."""
        of_type = (content_type_app_name, content_type_model_name, parent_page_id)
        if request.method != "POST":
            return super().dispatch(request, *of_type)
        get_object_or_404(Page, pk=parent_page_id)
        with transaction.atomic():
            locked_page(parent_page_id)
            return super().dispatch(request, *of_type)


class GatedEditView(SavesDrafts, EditView):
    """A draft that saves itself brings its checklist along."""

    partials_template_name = "focusgroups/admin/edit_partials.html"

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """What is written is judged by the page as it stands under lock: whoever sends or decides on it waits, or was first."""
        if request.method != "POST":
            return super().dispatch(request, page_id=page_id, **kwargs)
        with transaction.atomic():
            self._keep_answers(locked_page(page_id), request)
            return super().dispatch(request, page_id=page_id, **kwargs)

    def _keep_answers(self, page: Any, request: HttpRequest) -> None:
        """The answers to the points of a return and the note, whether the rest of the form is in order or not."""
        keep_note(request.user, page, request.POST)
        try:
            page.answer_points(request.POST, by=request.user)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))

    def form_valid(self, form: Any) -> HttpResponse:
        """Where a colleague has saved meanwhile, who saves is told so first, and saves knowingly the second time."""
        if self._tell_who_was_faster():
            self.has_unsaved_changes = True
            return self.render_to_response(self.get_context_data())
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form that comes back counts as having seen the newest draft: it says what that is."""
        self._tell_who_was_faster()
        return super().form_invalid(form)

    def _tell_who_was_faster(self) -> bool:
        """Wagtail asks this of a draft that saves itself alone."""
        if self.expects_json_response or not self.is_out_of_date or self.latest_revision.user == self.request.user:
            return False
        # Else it would save itself over the newer draft while this is read.
        self.autosave_enabled = False
        sentence = _(
            "%(name)s has saved this page since you opened it. What you typed stands below and is not saved yet. Read the newer"
            " draft first, in another tab, and add here what is missing. If you save again, your text takes its place;"
            " the other version stays in the history."
        ) % {"name": self.latest_revision.user or _("Somebody")}
        newer = reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])
        messages.error(self.request, sentence, buttons=[messages.button(newer, _("Read the newer draft"), new_window=True)])
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "checklist": _checklist_of(context["edit_handler"])}


def _checklist_of(panel: Any) -> dict[str, Any] | None:
    """What the checklist among the panels shows."""
    if isinstance(panel, ChecklistPanel.BoundPanel):
        return panel.get_context_data()
    return next(filter(None, map(_checklist_of, getattr(panel, "children", []))), None)


class GatedPageViewSet(PageViewSet):
    """The views of one gated page type (Wagtail: customising the views of a page type)."""

    add_view_class = GatedCreateView
    edit_view_class = GatedEditView
