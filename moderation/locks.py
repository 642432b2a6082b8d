"""Why a page in quality control cannot be edited, in our words."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from .days import day_and_time


class QualityControlLock(WorkflowLock):
    """Wagtail's lock of a page in a workflow, with a sentence that says what to do."""

    def get_message(self, user: Any) -> str:
        round_ = self.object.current_workflow_task_state
        if publish_at := self.object.will_be_public_at():
            return _(
                "It is approved and will be published on %(when)s, so nobody edits it now. "
                "The Secretariat can cancel the schedule."
            ) % {"when": day_and_time(publish_at)}
        if round_.waits_for_the_group():
            return _("It waits for its group, which confirms the small fixes, or takes it back to change it.")
        if self.for_user(user):
            # The panel above the fields says it, with the button that takes it back.
            return ""
        return _("It is in quality control. Whoever edits it cannot approve it.")
