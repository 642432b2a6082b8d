"""What follows an approval: the one way by which a gated page becomes public."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from files.actions import lock_files

from ..choices import Verdict
from ..content import HASH_VERSION, content_of
from ..gate import NotQualityControlled
from ..models import Approval, QualityControl
from ..querysets import locked_page
from ..rules import next_version
from ..shown import close_files_not_shown
from .decide import check_decision


@transaction.atomic
def publish_decided(*, workflow_state: WorkflowState, by: Any) -> Approval:
    """Write the Approval of what the reviewer read, and publish exactly that.

    Wagtail calls this (through ``moderation.finish``) when a workflow ends well. The decision is checked again, under
    the lock of the page's row: a workflow that ends on another task, or without a decision of the review screen,
    publishes nothing. Raises ``NotQualityControlled``, ``NotDecidable`` or ``ContentChanged``.
    """
    page = locked_page(workflow_state.object_id)
    task_state = workflow_state.current_task_state
    round_ = task_state and task_state.specific
    if not isinstance(round_, QualityControl) or round_.verdict != Verdict.READY:
        raise NotQualityControlled(_("This workflow ended without the Secretariat's quality control."))
    shown = content_of(page.draft())
    lock_files(documents=shown.documents, pictures=shown.pictures)
    check_decision(round_, page, by)
    draft = page.draft()
    content = content_of(draft)
    source = draft.translated_approval()
    language = page.locale.language_code
    previous = Approval.objects.for_work(page.translation_key, language).order_by("-pk").first()
    approval = Approval.objects.create(
        work=page.translation_key,
        language=language,
        version=source.version if source else next_version(previous.version if previous else None),
        translates=source,
        seal=content.seal,
        content=content.canonical,
        hash_version=HASH_VERSION,
        revision=page.latest_revision,
        verdict=Verdict.SMALL_FIXES if round_.has_small_fixes(content.canonical) else Verdict.READY,
        checklist=round_.checklist or page.checklist(),
        answers=round_.answers,
        override_reason=round_.override_reason,
        reviewer=by,
    )
    page.approved(approval, content.documents)
    page.latest_revision.publish(user=by, skip_permission_checks=True)
    close_files_not_shown(page)
    data = {"version": approval.version, "override": round_.override_reason}
    if round_.publish_at:
        data["publish_at"] = round_.publish_at.isoformat()
    log(page, "moderation.approve", user=by, data=data)
    return approval
