"""Wagtail's screens that take keys from the address and name what they find, whoever asks: here they find only what the
user may see.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser, workflows
from wagtail.admin.views.bulk_action import index as bulk_actions
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents.views.documents import IndexView as DocumentsView
from wagtail.documents.views.documents import UsageView as DocumentUsageView
from wagtail.images.views.images import IndexView as PicturesView
from wagtail.images.views.images import UsageView as PictureUsageView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from search.public import unrestricted

CHANGING = {"change", "delete"}


# What the product does not use: the admin API of documents and of images, which lists every draft's (the admin itself
# asks only the API of pages, 8.0.1); embedding, which fetches an address for whoever asks; two views that fail.
SHUT = ("api/main/documents", "api/main/images", "embeds", "failwhale", "redirects/import", "searchpicks/reports")


def nothing_here(request: HttpRequest) -> HttpResponse:
    raise Http404


class BrowseView(chooser.BrowseView):
    def get_object_list(self) -> QuerySet[Page]:
        refuse_unseen(self.request.user, with_keys(Page, [self.parent_page.pk]))
        return super().get_object_list()


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        refuse_unseen(request.user, with_keys(Page, request.GET.getlist("id")))
        return super().get(request)


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wagtail's lists of files with their collections and usage counts, where whoever works on a page adds its files
    there; and the chooser of workflow tasks, which makes tasks for whoever asks (8.0.1).
    """

    @require_admin_access
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


documents = for_administrators(DocumentsView.as_view())
documents_results = for_administrators(DocumentsView.as_view(results_only=True))
document_usage = for_administrators(DocumentUsageView.as_view())
pictures = for_administrators(PicturesView.as_view())
pictures_results = for_administrators(PicturesView.as_view(results_only=True))
picture_usage = for_administrators(PictureUsageView.as_view())
tasks = for_administrators(workflows.TaskChooserView.as_view())
tasks_results = for_administrators(workflows.TaskChooserResultsView.as_view())
create_task = for_administrators(workflows.TaskChooserCreateView.as_view())
chosen_task = for_administrators(workflows.task_chosen)


def looks_after_site(user: Any) -> bool:
    return user.has_perm("scm_site.change_sitesettings")


def page_tree(name: str, **arguments: Any) -> Callable[..., HttpResponse]:
    """Wagtail's view ``name`` over many pages: it shows the title, state and people of each page below the nearest one
    that all pages of a user have above them (8.0.1), and so drafts of other groups. Others are led to where they land.
    """
    view = page_viewset_registry.as_view(name, **arguments)

    @require_admin_access
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs) if looks_after_site(request.user) else redirect("landing")

    return guarded


explore_root = page_tree("index", is_base_page=True)
explore = page_tree("index", parent_page_id_kwarg="parent_page_id")
explore_results = page_tree("index_results", parent_page_id_kwarg="parent_page_id")
search_pages = page_tree("search", is_base_page=True)
search_pages_results = page_tree("search_results", is_base_page=True)


def for_those_who(may: str, name: str, key: str) -> Callable[..., HttpResponse]:
    """Wagtail's view ``name`` of pages, which names the page before it asks whether the user may do what it is for."""
    view = page_viewset_registry.as_view(name, page_id_kwarg=key)

    @require_admin_access
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=kwargs[key]).specific
        if not getattr(page.permissions_for_user(request.user), may)():
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


# What is public changes with these two, and the search is told by a row: both or none (search/receivers.py).
confirm_move = transaction.atomic(for_those_who("can_move", "move_confirm", "page_to_move_id"))
set_privacy = transaction.atomic(for_those_who("can_set_view_restrictions", "set_privacy", "page_id"))
confirm_cancellation = for_those_who("can_publish", "confirm_workflow_cancellation", "page_id")
workflow_action = for_those_who("can_edit", "workflow_action", "page_id")
collect_workflow_action_data = for_those_who("can_edit", "collect_workflow_action_data", "page_id")
workflow_preview = for_those_who("can_edit", "workflow_preview", "page_id")

browse_pages = require_admin_access(BrowseView.as_view())
chosen_pages = require_admin_access(ChosenMultipleView.as_view())


@require_admin_access
def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """What a user may not change it would list, by its title, as what cannot be done."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    keys = request.GET.getlist("id")
    if "all" not in keys:
        refuse_unseen(request.user, with_keys(model, keys))
    elif not policy_registry.get_by_type(model).user_has_any_permission(request.user, CHANGING):
        raise Http404
    elif issubclass(model, Page):
        # Wagtail takes every page then, or those below one; of files those that the user may change.
        above = request.GET.getlist("childOf")
        pages = Page.objects.all()
        refuse_unseen(request.user, pages.descendant_of(get_object_or_404(with_keys(Page, above))) if above else pages)
    return bulk_actions(request, app_label, model_name, action)


def with_keys(model: type[Model], keys: Sequence[Any]) -> QuerySet:
    try:
        return model._default_manager.filter(pk__in=keys)
    except ValueError as error:
        raise Http404 from error


def refuse_unseen(user: Any, asked: QuerySet) -> None:
    """Answer "not found" where one of these is not for ``user`` to see: a page that is neither open to everybody nor in
    their explorer, anything else that they may not change.
    """
    policy = policy_registry.get_by_type(asked.model)
    if not issubclass(asked.model, Page):
        unseen = asked.exclude(pk__in=policy.instances_user_has_any_permission_for(user, CHANGING).values("pk"))
    elif user.has_perm("focusgroups.see_all"):
        return
    else:
        unseen = asked.exclude(pk__in=unrestricted(asked.filter(live=True)).values("pk"))
        own = policy.explorable_instances(user).filter(pk__in=unseen.values("pk"))
        unseen = unseen.exclude(pk__in=list(own.values_list("pk", flat=True)))
    if unseen.exists():
        raise Http404
