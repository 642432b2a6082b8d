"""Admin screens of quality control."""

from django.urls import path

from .views.checklists import checklists, revise_checklist
from .views.decide import approve, cancel_schedule, return_, take_back
from .views.fixes import ask, begin, confirm
from .views.previews import preview_links, revoke_preview
from .views.queue import queue
from .views.reports import report, reports
from .views.review import draft, history, review
from .views.takings import hand_over, take
from .views.times import times
from .views.withdraw import withdraw

app_name = "moderation"
urlpatterns = [
    path("", queue, name="queue"),
    path("questions/", checklists, name="checklists"),
    path("questions/<slug:kind>/", revise_checklist, name="revise_checklist"),
    path("times/", times, name="times"),
    path("reports/", reports, name="reports"),
    path("reports/<int:report_id>/", report, name="report"),
    path("<int:page_id>/", review, name="review"),
    path("<int:page_id>/draft/", draft, name="draft"),
    path("<int:page_id>/approve/", approve, name="approve"),
    path("<int:page_id>/cancel-schedule/", cancel_schedule, name="cancel_schedule"),
    path("<int:page_id>/return/", return_, name="return"),
    path("<int:page_id>/take-back/", take_back, name="take_back"),
    path("<int:page_id>/history/", history, name="history"),
    path("<int:page_id>/take/", take, name="take"),
    path("<int:page_id>/hand-over/", hand_over, name="hand_over"),
    path("<int:page_id>/small-fixes/", begin, name="begin_small_fixes"),
    path("<int:page_id>/small-fixes/ask/", ask, name="ask_to_confirm"),
    path("<int:page_id>/small-fixes/confirm/", confirm, name="confirm_small_fixes"),
    path("<int:page_id>/preview-links/", preview_links, name="preview_links"),
    path("preview-links/<int:link_id>/revoke/", revoke_preview, name="revoke_preview"),
    path("<int:page_id>/withdraw/", withdraw, name="withdraw"),
]
