"""Admin screens of quality control."""

from django.urls import path

from . import preview_views, views, views_of_fixes, views_of_takings

app_name = "moderation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:page_id>/", views.review, name="review"),
    path("<int:page_id>/draft/", views.draft, name="draft"),
    path("<int:page_id>/approve/", views.approve, name="approve"),
    path("<int:page_id>/cancel-schedule/", views.cancel_schedule, name="cancel_schedule"),
    path("<int:page_id>/return/", views.return_, name="return"),
    path("<int:page_id>/take-back/", views.take_back, name="take_back"),
    path("<int:page_id>/history/", views.history, name="history"),
    path("<int:page_id>/take/", views_of_takings.take, name="take"),
    path("<int:page_id>/hand-over/", views_of_takings.hand_over, name="hand_over"),
    path("<int:page_id>/small-fixes/", views_of_fixes.begin, name="begin_small_fixes"),
    path("<int:page_id>/small-fixes/ask/", views_of_fixes.ask, name="ask_to_confirm"),
    path("<int:page_id>/small-fixes/confirm/", views_of_fixes.confirm, name="confirm_small_fixes"),
    path("<int:page_id>/preview-links/", preview_views.preview_links, name="preview_links"),
    path("preview-links/<int:link_id>/revoke/", preview_views.revoke_preview, name="revoke_preview"),
    path("<int:page_id>/withdraw/", views.withdraw, name="withdraw"),
]
