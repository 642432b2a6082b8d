"""The gate for what never passes through a gated page's own class: base pages, child rows, relations, deletions."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import task_rejected, task_submitted, workflow_approved

from . import emails
from .gate import NotQualityControlled, is_live, is_watched
from .models import Approval, GatedMixin, QualityControl, QualityControlTask


def gated_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, GatedMixin)]


def connect() -> None:
    """Called once, when the apps are ready."""
    pre_save.connect(guard_base_page, sender=Page)
    pre_delete.connect(guard_deletion, sender=Page)
    for model in gated_types():
        pre_delete.connect(guard_deletion, sender=model)
        for relation in model._meta.related_objects:
            if relation.one_to_many and issubclass(relation.related_model, models.Model) and _is_child(relation):
                pre_save.connect(guard_child, sender=relation.related_model)
                pre_delete.connect(guard_child, sender=relation.related_model)
        for relation in model._meta.many_to_many:
            m2m_changed.connect(guard_relation, sender=relation.remote_field.through)
    task_submitted.connect(tell_reviewers, sender=QualityControl)
    task_rejected.connect(tell_authors_returned, sender=QualityControl)
    workflow_approved.connect(tell_authors_approved)


def _is_child(relation: Any) -> bool:
    from modelcluster.fields import ParentalKey

    return isinstance(relation.field, ParentalKey)


def guard_base_page(instance: Page, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """A write of the base row of a gated page neither makes it live nor changes what readers see."""
    if instance._state.adding or not instance.content_type_id or not issubclass(instance.specific_class or Page, GatedMixin):
        return
    row = Page.objects.filter(pk=instance.pk).values("live", "title").first()
    written = {"live", "title"} if update_fields is None else {"live", "title"} & set(update_fields)
    goes_live = "live" in written and instance.live and row and not row["live"]
    changes_live = row and row["live"] and "title" in written and instance.title != row["title"]
    if goes_live or changes_live:
        raise NotQualityControlled("A gated page changes only through its own type, and its quality control.")


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
        raise NotQualityControlled("What belongs to a live page changes only together with it, through quality control.")


def guard_deletion(instance: Page, **kwargs: Any) -> None:
    """What was public once is withdrawn, never deleted: its address and its reference stay answered."""
    if issubclass(instance.specific_class or Page, GatedMixin) and Approval.objects.filter(work=instance.translation_key).exists():
        raise PermissionDenied("What was published is withdrawn, never deleted.")


def tell_reviewers(instance: QualityControl, user: Any, **kwargs: Any) -> None:
    emails.tell_reviewers_waiting(instance, user)


def tell_authors_returned(instance: QualityControl, user: Any, **kwargs: Any) -> None:
    emails.tell_authors_returned(instance, user)


def tell_authors_approved(instance: Any, user: Any, **kwargs: Any) -> None:
    if isinstance(instance.current_task_state.task.specific, QualityControlTask):
        emails.tell_authors_approved(instance)
