"""Addresses, kept for good: the language first, then the tree of pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LoginView
from django.urls import include, path, re_path, register_converter
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from files.views import serve_file
from outbox.views import healthz

from . import exports, guards, preview, report, views, wagtail_words
from .feeds import OutcomesFeed
from .landing import landing, page_types_usage
from .pages.references import ReferenceConverter
from .screen_forms import ReaderSignInForm
from .session import AskForLinkView

register_converter(ReferenceConverter, "reference")

# What stands before the admin's own addresses, in place of some of them; like these it is in no cache.
admin = [
    path("admin/", landing, name="landing"),
    path("admin/jsi18n/", wagtail_words.of_scripts),
    path("admin/password_reset/", AskForLinkView.as_view()),
    path("admin/reports/page-types-usage/", page_types_usage),
    path("admin/reports/page-types-usage/results/", page_types_usage, {"results_only": True}),
    path("admin/choose-page/", guards.browse_pages),
    path("admin/choose-page/<int:parent_page_id>/", guards.browse_pages),
    path("admin/choose-page/chosen-multiple/", guards.chosen_pages),
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", guards.bulk_action),
    path("admin/documents/", guards.documents),
    path("admin/documents/results/", guards.documents_results),
    path("admin/documents/usage/<int:document_id>/", guards.document_usage),
    path("admin/images/", guards.pictures),
    path("admin/images/results/", guards.pictures_results),
    path("admin/images/usage/<int:image_id>/", guards.picture_usage),
    path("admin/pages/", guards.explore_root),
    path("admin/pages/<int:parent_page_id>/", guards.explore),
    path("admin/pages/<int:parent_page_id>/results/", guards.explore_results),
    path("admin/pages/search/", guards.search_pages),
    path("admin/pages/search/results/", guards.search_pages_results),
    path("admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", guards.confirm_move),
    path("admin/pages/<int:page_id>/privacy/", guards.set_privacy),
    path("admin/pages/workflow/confirm_cancellation/<int:page_id>/", guards.confirm_cancellation),
    path("admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", guards.workflow_action),
    path(
        "admin/pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        guards.collect_workflow_action_data,
    ),
    path("admin/pages/workflow/preview/<int:page_id>/<int:task_id>/", guards.workflow_preview),
    path("admin/workflows/task_chooser/", guards.tasks),
    path("admin/workflows/task_chooser/results/", guards.tasks_results),
    path("admin/workflows/task_chooser/create/", guards.create_task),
    path("admin/workflows/task_chooser/<int:task_id>/", guards.chosen_task),
    *[re_path(f"^admin/{shut}/", guards.nothing_here) for shut in guards.SHUT],
]

urlpatterns = [
    path("", views.to_own_language, name="front_door"),
    path("favicon.ico", views.favicon),
    *decorate_urlpatterns(admin, never_cache),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_file),
    path("documents/", include(wagtaildocs_urls)),
    path("id/<reference:reference>/", views.resolve_reference, name="reference"),
    path("id/<reference:reference>/quality-control/", views.to_quality_control, name="to_quality_control"),
    path("id/<reference:reference>/quality-control.json", views.quality_control_json, name="quality_control_json"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("preview/<str:token>/files/<int:file_id>/", preview.preview_file, name="preview_file"),
    path("healthz/", healthz, name="healthz"),
]

if settings.SCM_DEMO:
    from django.views.static import serve

    from .demo import urls as demo_urls

    urlpatterns += [
        path("demo/", include(demo_urls)),
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "public"}),
    ]

urlpatterns += i18n_patterns(
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggestions, name="suggestions"),
    path("search/rss/", exports.rss_feed, name="search_rss"),
    path("search/atom/", exports.atom_feed, name="search_atom"),
    path("search/feed.json", exports.json_feed, name="search_json_feed"),
    path("search/csv/", exports.as_spreadsheet, name="search_csv"),
    path("search/json/", exports.as_json, name="search_json"),
    path("feed/", OutcomesFeed(), name="feed"),
    path("report-a-problem/<int:page_id>/", report.report, name="report_problem"),
    path("report-a-problem/<int:page_id>/thanks/", report.reported, name="reported"),
    path("id/<reference:reference>/quality-control/", views.quality_control_record, name="quality_control"),
    re_path(r"^((?!_util/)(?:[\w\-]+/)*)$", views.serve_page),
    path(
        "_util/login/",
        LoginView.as_view(template_name="wagtailcore/login.html", authentication_form=ReaderSignInForm),
        name="wagtailcore_login",
    ),
    path("", include(wagtail_urls)),
)

handler404 = "scm_site.views.page_not_found"
handler500 = "scm_site.views.server_error"
