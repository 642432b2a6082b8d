"""The gate for what never passes through a gated page's own class: base pages, child rows, relations, deletions."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_migrate, post_save, pre_delete, pre_migrate, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import (
    pre_page_move,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from files.models import File, Picture
from files.permissions import register_shown_check

from . import emails, postgresql
from .actions.take import give_again
from .content import ALWAYS_CONTENT
from .gate import NotQualityControlled, has_passed, is_live, is_watched, refuse_unapproved
from .models import Approval, GatedMixin, QualityControl, QualityControlTask


def gated_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, GatedMixin)]


def connect() -> None:
    """Called once, when the apps are ready."""
    config = apps.get_app_config(Approval._meta.app_label)
    pre_migrate.connect(postgresql.drop_trigger, sender=config)
    post_migrate.connect(postgresql.set_trigger, sender=config)
    pre_save.connect(guard_base_page, sender=Page)
    pre_delete.connect(guard_deletion, sender=Page)
    pre_page_move.connect(guard_move)
    pre_save.connect(guard_schedule, sender=Revision)
    register_shown_check(pages_showing)
    for file in (File, Picture):
        pre_save.connect(guard_file_change, sender=file)
        pre_delete.connect(guard_file_deletion, sender=file)
    for model in gated_types():
        post_save.connect(guard_written, sender=model)
        pre_delete.connect(guard_deletion, sender=model)
        for relation in model._meta.related_objects:
            if relation.one_to_many and issubclass(relation.related_model, models.Model) and _is_child(relation):
                pre_save.connect(guard_child, sender=relation.related_model)
                pre_delete.connect(guard_child, sender=relation.related_model)
        for relation in model._meta.many_to_many:
            m2m_changed.connect(guard_relation, sender=relation.remote_field.through)
            pre_delete.connect(guard_related, sender=relation.related_model)
    _silence_stock_mails()
    task_submitted.connect(tell_reviewers, sender=QualityControl)
    task_rejected.connect(tell_authors_returned, sender=QualityControl)
    for decided in (task_approved, task_rejected):
        decided.connect(tell_taker, sender=QualityControl)
    workflow_approved.connect(tell_authors_approved)


def _is_child(relation: Any) -> bool:
    from modelcluster.fields import ParentalKey

    return isinstance(relation.field, ParentalKey)


def is_gated(page: Page) -> bool:
    """Whether the type of this page stands behind the gate; ``page`` may be a base page."""
    return issubclass(page.specific_class or Page, GatedMixin)


def guard_base_page(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    """A write of the base row of a gated page neither makes it live nor changes what readers see.

    The row in the database says whether it is gated and live, for the instance may be made up (a fixture, a key typed in).
    """
    row = Page.objects.filter(pk=instance.pk).first() if instance.pk else None
    if not any(page.content_type_id and is_gated(page) for page in (instance, row) if page):
        return
    seen = {"title", *ALWAYS_CONTENT}
    written = {"live", *seen} if update_fields is None else {"live", *seen} & set(update_fields)
    was_live = row is not None and row.live
    goes_live = "live" in written and instance.live and not was_live
    if goes_live or (was_live and any(getattr(instance, name) != getattr(row, name) for name in written - {"live"})):
        raise NotQualityControlled(_("A gated page changes only through its own type, and its quality control."))


def guard_written(instance: Any, **kwargs: Any) -> None:
    """What goes round the type's own ``save``: a fixture, ``save_base``."""
    if not is_watched(instance.pk):
        refuse_unapproved(instance)


def guard_schedule(instance: Revision, **kwargs: Any) -> None:
    """Only approved content waits for its day; a refusal on that day would stop everything else that is due."""
    if instance.approved_go_live_at is None or not issubclass(instance.content_type.model_class() or Page, GatedMixin):
        return
    if not has_passed(instance.as_object()):
        raise NotQualityControlled(_("Only what passed quality control can be scheduled."))


def guard_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if parent_page_before.pk != parent_page_after.pk and is_gated(instance):
        raise PermissionDenied(_("A work stays under its group."))


def guard_related(instance: models.Model, **kwargs: Any) -> None:
    """A theme, country or person that a live page names is part of what was approved."""
    for model in gated_types():
        for relation in model._meta.many_to_many:
            if not isinstance(instance, relation.related_model):
                continue
            if model._base_manager.filter(live=True, **{relation.name: instance.pk}).exists():
                raise PermissionDenied(_("A live page names it, so it is not deleted."))


def guard_file_change(instance: File | Picture, **kwargs: Any) -> None:
    """The bytes that were approved stay, and the title of a file: a new one is a new upload and a new approval."""
    row = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    if row is None:
        return
    new_bytes = not instance.file._committed or instance.file.name != row.file.name or instance.sha256 != row.sha256
    if new_bytes or (isinstance(row, File) and instance.title != row.title):
        _refuse_change_of_shown(row)


def guard_file_deletion(instance: File | Picture, **kwargs: Any) -> None:
    _refuse_change_of_shown(instance)


def _refuse_change_of_shown(row: File | Picture) -> None:
    """What was public once stays, also after a newer version or a withdrawal."""
    approvals = Approval.objects.showing(row)
    if isinstance(row, File):
        approvals = approvals.filter(work=row.work) if row.work else approvals.none()
    if approvals.exists():
        raise NotQualityControlled(
            _("It is part of what was approved: upload the new file beside it, and send the page again.")
        )


def pages_showing(upload: File | Picture) -> list[str]:
    """The titles of the public pages that show these bytes, each with its language."""
    wanted = Q(pk__in=[])
    for work, language in Approval.objects.in_force().showing(upload).values_list("work", "language"):
        wanted |= Q(translation_key=work, locale__language_code=language)
    return [
        f"“{page.title}” ({page.locale.language_code})" for page in Page.objects.filter(wanted).select_related("locale")
    ]


def guard_child(instance: models.Model, **kwargs: Any) -> None:
    from modelcluster.fields import ParentalKey

    for field in instance._meta.concrete_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, GatedMixin):
            _refuse_outside_a_save(getattr(instance, field.attname))


def guard_relation(instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("pre_") and isinstance(instance, GatedMixin):
        _refuse_outside_a_save(instance.pk)


def _refuse_outside_a_save(page_id: int | None) -> None:
    if page_id and not is_watched(page_id) and is_live(page_id):
        raise NotQualityControlled(
            _("What belongs to a live page changes only together with it, through quality control.")
        )


def guard_deletion(instance: Page, **kwargs: Any) -> None:
    """What was public once is withdrawn, never deleted: its address and its reference stay answered.

    Nor is a draft whose work has a reference: its record would stay without a page.
    """
    if not is_gated(instance):
        return
    if Approval.objects.filter(work=instance.translation_key).exists():
        raise PermissionDenied(_("What was published is withdrawn, never deleted."))
    if instance.specific.has_record():
        raise PermissionDenied(_("It has a reference, so it is never deleted."))


def tell_reviewers(instance: QualityControl, user: Any, **kwargs: Any) -> None:
    give_again(instance)
    emails.tell_reviewers_waiting(instance, user)


def tell_authors_returned(instance: QualityControl, user: Any, **kwargs: Any) -> None:
    emails.tell_authors_returned(instance, user)


def tell_taker(instance: QualityControl, user: Any, **kwargs: Any) -> None:
    emails.tell_taker_decided(instance, user)


def tell_authors_approved(instance: Any, user: Any, **kwargs: Any) -> None:
    if isinstance(instance.current_task_state.task.specific, QualityControlTask):
        emails.tell_authors_approved(instance)


def _silence_stock_mails() -> None:
    """Wagtail mails the requester by itself, inside the transaction; here every mail is a row of the outbox (ADR 0005)."""
    for name, signal in (
        ("submitted", workflow_submitted),
        ("approved", workflow_approved),
        ("rejected", workflow_rejected),
    ):
        signal.disconnect(dispatch_uid=f"workflow_state_{name}_email_notification", sender=WorkflowState)
