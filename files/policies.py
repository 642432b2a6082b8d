"""Wagtail's rights over documents, but for one rule: nobody changes or deletes a file that is public."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from .models import File

WRITING = {"change", "delete"}


class DocumentPolicy(CollectionOwnershipPermissionPolicy):
    """ "Add" alone lets an uploader change their file (Wagtail's rule); what was approved stays as it was (ours)."""

    def __init__(self) -> None:
        super().__init__(File, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user")

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: File
    ) -> bool:
        allowed = set(actions) - WRITING if instance.is_public else set(actions)
        return bool(allowed) and super().user_has_any_permission_for_instance(user, allowed, instance)
