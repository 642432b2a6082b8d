"""What the stock panels cannot show: what is missing, where the page stands, the composed Terms of Reference."""

from typing import Any

from wagtail.admin.panels import Panel

from moderation.querysets import round_of


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
            round_ = round_of(page) if is_saved else None
            return {
                **super().get_context_data(parent_context),
                "missing": page.missing(),
                "is_saved": is_saved,
                "round": round_,
                "stage": page.stage() if is_saved else "draft",
                "may_take_back": is_saved and page.may_take_back(self.request.user),
            }


class SnapshotPanel(ReadingPanel):
    """The Terms of Reference as they stand in the draft, and the button that fills them in."""

    class BoundPanel(ReadingPanel.BoundPanel):
        template_name = "focusgroups/admin/snapshot_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "document": self.instance.document(charter_url="")}
