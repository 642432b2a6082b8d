"""``manage.py apply_roles``: each role has exactly the rights of the table, whatever somebody clicked together (J8)."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from scm_site.actions import apply_roles as action
from scm_site.models import HomePage
from scm_site.roles import ROLES, RoleRights, all_roles

pytestmark = pytest.mark.django_db

TABLE = all_roles([code for code, _name in settings.LANGUAGES])


def rights_of(group: Group) -> dict[str, set[Any]]:
    """What the group may: everywhere, from which page down, from which collection down."""
    return {
        "permissions": {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()},
        "pages": set(GroupPagePermission.objects.filter(group=group).values_list("page", "permission__codename")),
        "files": set(
            GroupCollectionPermission.objects.filter(group=group).values_list("collection", "permission__codename")
        ),
    }


def rights_in_table(rights: RoleRights) -> dict[str, set[Any]]:
    page, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    return {
        "permissions": set(rights.permissions),
        "pages": {(page.pk, right) for right in rights.pages},
        "files": {(collection.pk, right) for right in rights.files},
    }


def permission(label: str) -> Permission:
    app, _dot, codename = label.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.mark.parametrize("name", TABLE)
def test_what_was_clicked_together_is_taken_away_and_what_was_taken_away_is_back(name: str) -> None:
    group, expected = Group.objects.get(name=name), rights_in_table(TABLE[name])
    assert rights_of(group) == expected
    root, shelf = Collection.get_first_root_node(), Collection.get_first_root_node().add_child(name="Shelf")
    group.permissions.set([permission("scm_site.delete_user"), permission("wagtailcore.add_site")])
    GroupPagePermission.objects.filter(group=group).delete()
    for page, right in ((Page.get_first_root_node(), "unlock_page"), (HomePage.objects.first(), "change_page")):
        GroupPagePermission.objects.create(group=group, page=page, permission=permission(f"wagtailcore.{right}"))
    GroupCollectionPermission.objects.filter(group=group).delete()
    for collection, right in ((root, "delete_document"), (shelf, "add_document")):
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission(f"wagtaildocs.{right}")
        )

    call_command("apply_roles")

    assert rights_of(group) == expected


def test_a_role_that_is_gone_is_made_and_wagtails_own_are_taken_away() -> None:
    Group.objects.get(name="Chairs").delete()
    Group.objects.create(name="Editors").permissions.add(permission("wagtailadmin.access_admin"))

    call_command("apply_roles")

    assert set(Group.objects.values_list("name", flat=True)) == set(TABLE)
    assert rights_of(Group.objects.get(name="Chairs")) == rights_in_table(TABLE["Chairs"])


def test_who_has_a_role_keeps_it(secretariat: Any) -> None:
    call_command("apply_roles")

    assert [group.name for group in secretariat.groups.all()] == ["SCM Secretariat"]


def test_a_right_that_no_room_declares_is_refused_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Chairs", "SCM support team")
    before = [rights_of(Group.objects.get(name=name)) for name in names]
    monkeypatch.setitem(ROLES, "Chairs", RoleRights(permissions=("focusgroups.set_up",)))
    monkeypatch.setitem(ROLES, "SCM support team", RoleRights(permissions=("focusgroups.fly",)))

    with pytest.raises(LookupError, match=r"focusgroups\.fly"):
        action()

    assert [rights_of(Group.objects.get(name=name)) for name in names] == before
