"""What this product takes from inside Wagtail: an upgrade that changes one of these is seen here, not by a user."""

import inspect
from typing import Any

import pytest
from django.utils.functional import cached_property
from wagtail.admin.search import Search, admin_search_areas
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page


@pytest.mark.parametrize("view", [CreateView, EditView])
def test_the_editor_asks_one_property_which_action_was_pressed(view: Any) -> None:
    """focusgroups/editor.py answers it: every press saves a draft."""
    declared = inspect.getattr_static(view, "action_name_and_method")

    assert isinstance(declared, property | cached_property)
    assert "action_name_and_method" in inspect.getsource(view.action_name.fget)
    assert "action_name_and_method" in inspect.getsource(view.action_method.fget)
    assert callable(view.save_action)
    assert 'run_hook("after_' in inspect.getsource(view.save_action)


def test_the_sidebar_asks_for_search_areas_where_it_is_answered() -> None:
    """scm_site/wagtail_hooks.py answers it for chairs: none."""
    assert callable(Search.search_items_for_request)
    assert "search_items_for_request" in vars(admin_search_areas)
    assert "admin_search_areas.search_items_for_request(request)" in inspect.getsource(wagtailadmin_tags.sidebar_props)


def test_a_page_found_by_the_site_is_the_one_that_wagtail_serves() -> None:
    """scm_site/views.py finds the page once, with its fallback."""
    assert "_wagtail_route_for_request" in inspect.getsource(Page.route_for_request)
