"""What the stock panels cannot show: what is missing, where the page stands, the composed Terms of Reference."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from moderation.notes import NOTE, kept_note
from moderation.small_fixes import fixes_to_confirm
from moderation.standing import standing_of

# Wagtail's own title panel writes the slug along; ours is nobody's to type.
TITLE = FieldPanel("title", help_text=_("As readers will see it."))


def folded_stream(name: str) -> FieldPanel:
    """A stream inside a group of fields: its input has no id, so the panel bears the one to which a link leads."""
    return FieldPanel(name, attrs={"id": f"id_{name}"})


class ReadingPanel(Panel):
    """A panel that shows and takes no input."""

    class BoundPanel(Panel.BoundPanel):
        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "page": self.instance, "user": self.request.user}


class ChecklistPanel(ReadingPanel):
    """Above the fields: where the page stands, what was returned, and what is missing, each with a link to its field."""

    class BoundPanel(ReadingPanel.BoundPanel):
        template_name = "focusgroups/admin/checklist_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            page = self.instance
            is_saved = page.pk is not None
            standing = standing_of(page) if is_saved else None
            round_ = standing and standing.round
            return {
                **super().get_context_data(parent_context),
                "errors": [(remark, page.anchor_of(remark.field)) for remark in page.errors()],
                "fixes": fixes_to_confirm(page, round_, self.request.user),
                "withdrawal": page.withdrawal() if is_saved else None,
                "warnings": [(remark, page.anchor_of(remark.field)) for remark in page.warnings()] if is_saved else [],
                "note": kept_note(self.request.user, page) if is_saved else self.request.POST.get(NOTE, ""),
                "points_form": page.points_form(page.anchor_of) if is_saved else "",
                "is_saved": is_saved,
                "round": round_,
                "stage": standing.stage if standing else "draft",
                "is_locked": is_saved and page.permissions_for_user(self.request.user).page_locked(),
                "may_cancel_schedule": self.request.user.has_perm("scm_moderation.decide"),
                "may_take_back": is_saved and page.may_take_back(self.request.user),
            }


class SnapshotPanel(ReadingPanel):
    """The Terms of Reference as they stand in the draft, and the button that fills them in."""

    class BoundPanel(ReadingPanel.BoundPanel):
        template_name = "focusgroups/admin/snapshot_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "document": self.instance.document(charter_url="")}
