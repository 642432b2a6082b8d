"""Where somebody lands after signing in: on what waits for them, not on a dashboard of panels."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

from focusgroups.models import FocusGroup


@require_admin_access
def landing(request: HttpRequest) -> HttpResponse:
    """The queue for the Secretariat, the groups for who leads or supports them, the desk for translators."""
    user = request.user
    if user.is_superuser:
        return HomeView.as_view()(request)
    if user.has_perm("scm_moderation.decide"):
        return redirect("moderation:queue")
    if user.has_perm("focusgroups.see_all") or FocusGroup.objects.led_by(user).exists():
        return redirect("focusgroups:my_groups")
    if any(user.has_perm(f"scm_translations.{verb}") for verb in _language_verbs()):
        return redirect("translations:desk")
    return redirect("focusgroups:my_groups")


@require_admin_access
def page_types_usage(request: HttpRequest, results_only: bool = False) -> HttpResponse:
    """Wagtail shows this report to everybody; it names the page of each type that was edited last, drafts too."""
    if not request.user.has_perm("focusgroups.see_all"):
        raise PermissionDenied
    return PageTypesUsageReportView.as_view(results_only=results_only)(request)


def _language_verbs() -> list[str]:
    return [f"{verb}_{code}" for code, _name in settings.LANGUAGES for verb in ("translate", "review")]
