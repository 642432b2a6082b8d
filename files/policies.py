"""Wagtail's rights over files, but for two rules: a person chooses from their own uploads, and what is public stays."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from .models import File, Picture
from .permissions import is_shown

CHOOSE = "choose"
WRITING = {"change", "delete"}


class OwnUploadsPolicy(CollectionOwnershipPermissionPolicy):
    """Every role may choose in the one collection that there is, so Wagtail would offer everybody the files of every
    draft. A file of another person is uploaded again, on purpose.
    """

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: File | Picture
    ) -> bool:
        allowed = set(actions)
        if instance.uploaded_by_user_id != user.pk:
            allowed.discard(CHOOSE)
        return bool(allowed) and super().user_has_any_permission_for_instance(user, allowed, instance)

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Iterable[str]) -> QuerySet:
        others = super().instances_user_has_any_permission_for(user, set(actions) - {CHOOSE})
        if CHOOSE not in actions:
            return others
        own = super().instances_user_has_any_permission_for(user, {CHOOSE})
        own = own.filter(uploaded_by_user=user.pk, erased_at=None)
        return own | others if set(actions) > {CHOOSE} else own


class DocumentPolicy(OwnUploadsPolicy):
    """ "Add" alone lets an uploader change their file (Wagtail's rule); what was approved stays as it was (ours)."""

    def __init__(self) -> None:
        super().__init__(File, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user")

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: File
    ) -> bool:
        allowed = set(actions) - WRITING if instance.is_public else set(actions)
        return bool(allowed) and super().user_has_any_permission_for_instance(user, allowed, instance)


class PicturePolicy(OwnUploadsPolicy):
    def __init__(self) -> None:
        super().__init__(Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Picture
    ) -> bool:
        allowed = set(actions)
        # Its focal point decides how a page cuts it.
        if allowed & WRITING and is_shown(instance):
            allowed -= WRITING
        return bool(allowed) and super().user_has_any_permission_for_instance(user, allowed, instance)
