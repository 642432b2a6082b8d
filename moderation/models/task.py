"""The one step of the workflow: quality control, with the decision kept on its state."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from ..choices import Answer, Verdict
from ..locks import QualityControlLock
from ..places import labelled, name_of_place
from ..working_days import due_day_of_today
from .checklist import Checklist


class QualityControl(TaskState):
    """One round of quality control of one page: what was sent, what was decided on which content."""

    sent_seal = models.CharField(_("content hash when sent"), max_length=64, blank=True)
    due_on = models.DateField(_("due on"), default=due_day_of_today)
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who has it now; each taking is an event of its own."),
    )
    note = models.TextField(_("note of the group to the reviewer"), blank=True, default="")
    decided_seal = models.CharField(_("content hash when decided"), max_length=64, blank=True)
    # Kept where it was returned or is mended in small things, to show what was mended: a draft that is saved again can
    # overwrite its revision.
    returned_content = models.TextField(_("content before it was mended"), blank=True, default="")
    # Small fixes: who makes them, what the group is asked to confirm, and what it confirmed.
    fixes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    fixes_seal = models.CharField(max_length=64, blank=True, default="")
    confirmed_seal = models.CharField(max_length=64, blank=True, default="")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices, blank=True)
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(_("answers"), default=dict)
    override_reason = models.TextField(_("reason of the override"), blank=True)
    # Set once it is approved, until it is public or the schedule is cancelled.
    publish_at = models.DateTimeField(_("will be published at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def waits_for_the_group(self) -> bool:
        """Whether the group is asked to confirm small fixes and has not done so."""
        return bool(self.fixes_seal) and self.fixes_seal != self.confirmed_seal

    def has_small_fixes(self, content: str) -> bool:
        """Whether the draft says something else now (as canonical JSON) than when small fixes began on it.

        While it waits; the account of whoever began may be gone.
        """
        return bool(self.returned_content) and content != self.returned_content

    class Meta:
        verbose_name = _("quality control")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(publish_at=None) | models.Q(verdict=Verdict.READY),
                name="scm_moderation_scheduled_is_approved",
            )
        ]
        permissions = [
            ("decide", "Can approve and return in quality control"),
            ("see_queue", "Can see everything that waits for quality control"),
            ("edit_in_review", "Can edit a page while it is in quality control"),
            ("withdraw", "Can withdraw what was published"),
        ]


class Point(models.Model):
    """One thing to mend, as a return names it, and what its group answered.

    ``field`` is the place: ``""`` for the whole page, a field (``abstract``) or a block in one (``body.<its id>``).
    """

    quality_control = models.ForeignKey(QualityControl, on_delete=models.CASCADE, related_name="points")
    field = models.CharField(_("field"), max_length=100, blank=True)
    text = models.TextField(_("what to mend"))
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices, blank=True, default="")
    answer_text = models.TextField(_("what was done, or why not"), blank=True, default="")

    class Meta:
        verbose_name = _("point to mend")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    def sentence(self, page: Page) -> str:
        """The point with the name of its place in front, as a reader of ``page`` knows it."""
        text = self.text if self.is_mandatory else _("%(text)s (a wish)") % {"text": self.text}
        return labelled(name_of_place(page, self.field), text) if self.field else text

    def is_open(self) -> bool:
        """Not answered, or not done without a reason."""
        return not self.answer or (self.answer == Answer.NOT_DONE and not self.answer_text)


class QualityControlTask(Task):
    """The step itself. Wagtail's own buttons find no action here: the review screen alone decides."""

    task_state_class = QualityControl
    lock_class = QualityControlLock

    class Meta:
        verbose_name = _("quality control task")

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        from ..actions.send import check_and_seal

        seal = check_and_seal(page_id=workflow_state.object_id, by=user)
        task_state = super().start(workflow_state, user=user)
        QualityControl.objects.filter(pk=task_state.pk).update(sent_seal=seal)
        return task_state

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if not task_state.specific.decided_seal:
            raise PermissionDenied(_("Quality control is decided on the review screen."))
        super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return False

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """In review the group does not edit; it takes the page back. The Secretariat may, and then cannot approve.

        What waits for its time is edited by nobody, for exactly that was approved.
        """
        if not user.has_perm("scm_moderation.edit_in_review"):
            return True
        return obj.will_be_public_at() is not None

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return False

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        return []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> str:
        return str(_("The SCM Secretariat checks the page before it is published (ToR ¶22)"))
