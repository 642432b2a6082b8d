"""Who may do what to a group: questions only, asked by verbs, screens and Wagtail alike."""

from typing import Any

from wagtail.models import Page

from files.models import File
from moderation.content import content_of
from moderation.models import Approval
from moderation.testers import GatedPermissionTester
from translations.models import TranslationRequest
from translations.permissions import languages_of

from .models.group import FocusGroup
from .querysets import GROUP_DEPTH, paths_of_groups

MAY_LEAD = {"add", "change"}
# A page's path begins with that of its group's page.
GROUP_END = GROUP_DEPTH * Page.steplen


def leads(user: Any, group: FocusGroup) -> bool:
    """Whether ``user`` is chair or co-chair of ``group`` now."""
    return user.is_authenticated and group.memberships.current().leading().filter(person__user=user).exists()


def may_edit(user: Any, group: FocusGroup) -> bool:
    """Edit the group's pages and send them: chair, co-chair, support team, Secretariat."""
    return user.is_active and (user.has_perm("focusgroups.edit_all") or leads(user, group))


def may_see_drafts(user: Any, group: FocusGroup) -> bool:
    return user.is_active and (user.has_perm("focusgroups.see_all") or leads(user, group))


def may_see_private_file(user: Any, document: File) -> bool:
    """Whether ``user`` may see a private file of a work: who sees its drafts, and who translates with it."""
    if user.has_perm("focusgroups.see_all"):
        return True
    page = Page.objects.filter(translation_key=document.work).order_by("pk").first()
    if page is None:
        return False
    if user.is_active and leads(user, page.specific.group):
        return True
    requests = TranslationRequest.objects.into(languages_of(user)).filter(work=document.work, withdrawal_reason="")
    return any(_is_needed_for(request, document) for request in requests.newest())


def _is_needed_for(request: TranslationRequest, document: File) -> bool:
    """The files of the version that is requested, until it is translated (H8), and those of the language version."""
    requested = Approval.objects.filter(pk=request.source_approval)
    if request.done_at is None and requested.showing(document).exists():
        return True
    return request.page is not None and document.pk in content_of(request.page.specific.draft()).documents


def may_change_members(user: Any, group: FocusGroup) -> bool:
    """Add and end participants (ToR ¶11b, ¶18): chair, co-chair, support team, Secretariat."""
    return may_edit(user, group)


def may_set_up(user: Any) -> bool:
    """Set up a group and propose its chair and co-chair (ToR ¶14y)."""
    return user.has_perm("focusgroups.set_up")


def may_confirm_leaders(user: Any) -> bool:
    """Confirm the chair and select the co-chair (ToR ¶16)."""
    return user.has_perm("focusgroups.confirm_leaders")


def may_record(user: Any) -> bool:
    """Record what happens in the life of a group."""
    return user.has_perm("focusgroups.record_decisions")


class GroupPermissionTester(GatedPermissionTester):
    """Wagtail's question for one page, answered by the membership table for those who lead its group."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and not self.permissions >= MAY_LEAD and self._may_edit():
            self.permissions |= MAY_LEAD

    def _may_edit(self) -> bool:
        if self.page.is_source():
            return self.user.has_perm("focusgroups.edit_all") or self.page.path[:GROUP_END] in led_paths(self.user)
        return not self.page.has_segments and self.page.may_translate(self.user)


def led_paths(user: Any) -> set[str]:
    """Where the groups that ``user`` leads stand in the tree; asked once a request, as Wagtail asks for its own rows.

    A screen asks for every page that it lists. Verbs ask ``leads``, which reads the memberships as they are now.
    """
    if not hasattr(user, "_led_paths"):
        user._led_paths = set(paths_of_groups(FocusGroup.objects.led_by(user)))
    return user._led_paths
