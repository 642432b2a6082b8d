"""What this product takes from inside Wagtail: an upgrade that changes one of these is seen here, not by a user."""

import inspect
from typing import Any

import pytest
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from wagtail.admin.search import Search, admin_search_areas
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.images.models import Filter
from wagtail.models import Page

from scm_site import guards, wagtail_words


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


GUARDED = {
    "wagtailadmin_javascript_catalog": ([], wagtail_words.of_scripts),
    "wagtailadmin_choose_page": ([], guards.browse_pages),
    "wagtailadmin_choose_page_child": ([1], guards.browse_pages),
    "wagtailadmin_choose_page_chosen_multiple": ([], guards.chosen_pages),
    "wagtail_bulk_action": (["wagtailcore", "page", "move"], guards.bulk_action),
    "wagtailadmin_pages:move_confirm": ([1, 2], guards.confirm_move),
    "wagtailadmin_pages:set_privacy": ([1], guards.set_privacy),
    "wagtailadmin_pages:confirm_workflow_cancellation": ([1], guards.confirm_cancellation),
    "wagtailadmin_pages:workflow_action": ([1, "approve", 2], guards.workflow_action),
    "wagtailadmin_pages:collect_workflow_action_data": ([1, "approve", 2], guards.collect_workflow_action_data),
    "wagtailadmin_pages:workflow_preview": ([1, 2], guards.workflow_preview),
    "wagtailadmin_workflows:task_chooser": ([], guards.tasks),
    "wagtailadmin_workflows:task_chooser_results": ([], guards.tasks_results),
    "wagtailadmin_workflows:task_chooser_create": ([], guards.create_task),
    "wagtailadmin_workflows:task_chosen": ([1], guards.chosen_task),
    "wagtailembeds:chooser_upload": ([], guards.nothing_here),
    "wagtailredirects:process_import": ([], guards.nothing_here),
    "wagtailadmin_api:documents:listing": ([], guards.nothing_here),
    "wagtailadmin_api:images:detail": ([1], guards.nothing_here),
}


@pytest.mark.parametrize("name", GUARDED)
def test_wagtails_own_address_of_what_is_guarded_leads_to_the_guard(name: str) -> None:
    """scm_site/urls.py says these addresses before Wagtail does."""
    args, guard = GUARDED[name]

    assert resolve(reverse(name, args=args)).func.__wrapped__ is guard


def test_the_page_chooser_asks_for_its_pages_once_it_knows_below_which() -> None:
    """scm_site/guards.py refuses there."""
    source = inspect.getsource(BrowseView.get)

    assert source.index("self.parent_page = self.parent_page.specific") < source.index("self.get_object_list()")


def test_every_size_of_a_picture_begins_with_turning_it() -> None:
    """files/metadata.py lets it forget there what the camera noted."""
    assert "willow = willow.auto_orient()" in inspect.getsource(Filter.run)
