"""What this room registers with Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry

from . import urls
from .actions import Incomplete, send_to_quality_control
from .models import GatedMixin
from .notes import drop_note, keep_note


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("quality-control/", include(urls, namespace="moderation"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    labels = {
        "answer_point": _("Answered a point to mend"),
        "approve": _("Approved and published"),
        "ask_to_confirm": _("Asked the group to confirm small fixes"),
        "begin_small_fixes": _("Began small fixes"),
        "confirm_small_fixes": _("Confirmed small fixes"),
        "report": _("A reader reported a problem"),
        "answer_report": _("Answered a reader’s report"),
        "revise_checklist": _("Changed the questions of quality control"),
        "schedule": _("Approved, with a time of publication"),
        "take": _("Took it on"),
        "hand_over": _("Handed it over"),
        "come_back": _("Came back to whoever had it"),
        "unschedule": _("Time of publication cancelled"),
        "withdraw": _("Withdrew"),
        "share": _("Made a preview link"),
        "unshare": _("Revoked a preview link"),
    }
    for name, label in labels.items():
        actions.register_action(f"moderation.{name}", label, label)


class QueueMenuItem(MenuItem):
    """For those who see what waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scm_moderation.see_queue")


@hooks.register("register_admin_menu_item")
def register_queue() -> MenuItem:
    return QueueMenuItem(
        _("Quality control"), reverse("moderation:queue"), name="quality-control", icon_name="check", order=20
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("moderation/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" defer></script>', static("moderation/locked.js"))


KEPT_ACTIONS = {"action-save-draft", "action-page-locked"}
WAGTAILS_SUBMIT = "action-submit"
SEND = "action-send"


class SendMenuItem(ActionMenuItem):
    """Saves a draft like Wagtail's own button; what follows is the verb, see ``send_what_was_saved``."""

    name = SEND
    label = _("Send to quality control")
    icon_name = "resubmit"


@hooks.register("construct_page_action_menu")
def pare_down_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A gated page is saved and sent; every other way ends at the gate and is not offered. No other page is sent."""
    page = context.get("page") or context.get("parent_page")
    if not isinstance(page, GatedMixin):
        menu_items[:] = [item for item in menu_items if item.name != WAGTAILS_SUBMIT]
        return
    menu_items[:] = [item for item in menu_items if item.name in KEPT_ACTIONS]
    if any(item.name == "action-save-draft" for item in menu_items) and not page.workflow_in_progress:
        menu_items.append(SendMenuItem())


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def send_what_was_saved(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The draft is saved whatever it lacks; then the verb sends it, or says what is missing. The editor stays open."""
    if not isinstance(page, GatedMixin):
        return None
    note = keep_note(request.user, page, request.POST)
    if SEND not in request.POST:
        return None
    try:
        send_to_quality_control(page_id=page.pk, by=request.user, note=note)
    except Incomplete as refusal:
        messages.warning(
            request,
            format_html(
                "{} <ul>{}</ul>",
                gettext("Your text is saved, but it is not sent yet:"),
                format_html_join(
                    "",
                    '<li><a href="#{}">{}</a></li>',
                    [(page.anchor_of(item.field), item.text) for item in refusal.missing],
                ),
            ),
        )
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        drop_note(request.user, page)
        # That the page was saved is said with it.
        list(messages.get_messages(request))
        messages.success(request, gettext("“%(title)s” was sent to quality control.") % {"title": page.draft_title})
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_page_header_buttons")
def lead_to_quality_control(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """Whoever may look at a gated page's quality control finds the way from the page tree and the editor."""
    page = page.specific
    if isinstance(page, GatedMixin) and page.pk and page.may_review(user):
        yield Button(_("Quality control"), reverse("moderation:review", args=[page.pk]), icon_name="check", priority=15)
