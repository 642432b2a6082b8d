"""Give each role exactly the rights of the table."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from translations.models import TranslationRequest

from ..roles import RoleRights, all_roles

STOCK_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def apply_roles() -> None:
    """Create the roles of every enabled language and set their rights; what the table does not name is taken away."""
    languages = [code for code, _name in settings.LANGUAGES]
    _declare_language_permissions(languages)
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    for name, rights in all_roles(languages).items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(rights.permissions))
        _set_page_rights(group, rights)
        _set_file_rights(group, rights)


def _declare_language_permissions(languages: list[str]) -> None:
    content_type = ContentType.objects.get_for_model(TranslationRequest)
    for language in languages:
        for verb in ("translate", "review"):
            Permission.objects.get_or_create(
                content_type=content_type, codename=f"{verb}_{language}", defaults={"name": f"Can {verb} {language}"}
            )


def _permissions(labels: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for label in labels:
        app, _dot, codename = label.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted))
    if len(found) != len(labels):
        missing = set(labels) - {f"{p.content_type.app_label}.{p.codename}" for p in found}
        raise LookupError(f"The table of roles names permissions that no room declares: {sorted(missing)}.")
    return found


def _set_page_rights(group: Group, rights: RoleRights) -> None:
    root = Page.get_first_root_node()
    GroupPagePermission.objects.filter(group=group).exclude(page=root, permission__codename__in=rights.pages).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights.pages):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _set_file_rights(group: Group, rights: RoleRights) -> None:
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection=root, permission__codename__in=rights.files
    ).delete()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtaildocs", "wagtailimages"), codename__in=rights.files
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
