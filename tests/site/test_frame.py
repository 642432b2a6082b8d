"""The home and index pages hold everything: they stay, and they have one slug in all languages."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from focusgroups.models import FocusGroupIndexPage
from outcomes.models import OutcomeIndexPage
from scm_site.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db

FRAME = [HomePage, FocusGroupIndexPage, OutcomeIndexPage]


def whole_tree() -> list[Any]:
    return list(Page.objects.order_by("pk").values_list("pk", "path", "slug", "live"))


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
@pytest.mark.parametrize("model", FRAME)
def test_nobody_takes_away_copies_or_moves_it(
    model: type[Page], role: str, group: Any, signed_in: Any, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(role))
    page = model.objects.get(locale__language_code="en")
    about = Page.objects.get(slug="about", locale__language_code="en")
    before = whole_tree()
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "copy_subpages": "on"}

    for name, keys, data in (
        ("delete", [page.pk], {"confirm_site_name": "Smart Cities Marketplace"}),
        ("unpublish", [page.pk], {"include_descendants": "on"}),
        ("copy", [page.pk], copy),
        ("move_confirm", [page.pk, about.pk], {}),
    ):
        client.post(reverse(f"wagtailadmin_pages:{name}", args=keys), data)
    for action in ("delete", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": "on"})

    assert whole_tree() == before


@pytest.mark.parametrize("model", [*FRAME, ContentPage])
def test_nobody_changes_its_slug_in_one_language(model: type[Page], secretariat: Any, signed_in: Any) -> None:
    page = model.objects.filter(locale__language_code="fr").first()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    typed = {
        "title": "Another title",
        "slug": "another",
        "intro": "",
        "lead": "",
        "summary": "",
        "body": rich_text("<p>Text.</p>"),
        "seo_title": "Read by search engines",
        "search_description": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "1",
    }
    client = signed_in(secretariat)

    form = client.get(address).content.decode()
    client.post(address, typed)

    changed = model.objects.get(pk=page.pk)
    assert 'name="slug"' not in form
    assert (changed.title, changed.slug) == ("Another title", page.slug)
    assert changed.seo_title == "Read by search engines"
