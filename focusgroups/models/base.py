"""The page types of a focus group: where quality control, translation and people meet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import TranslatableField

from files.actions import make_public
from moderation.actions.answer_points import answer_points
from moderation.actions.send import send_to_quality_control
from moderation.languages import name_of_language
from moderation.models import Approval, Door, GatedMixin, Pair
from moderation.notes import drop_note, keep_note, kept_note
from moderation.permissions import may_share_draft
from moderation.points import PointsForm, answers_in
from moderation.shown import close_files_not_shown
from search.findable import FindableMixin, Found
from translations.beside import texts_beside_source
from translations.links import request_url, version_url
from translations.models import TranslationRequest
from translations.pages import newest_request, why_not_now
from translations.permissions import may_request, may_review, may_translate

from ..deciding import groups_above, leaders_of, who_may_decide, why_not_decide, why_not_public
from ..permissions import GroupPermissionTester, may_edit, may_see_drafts
from ..querysets import GROUP_DEPTH, paths_of_groups, public_groups
from .group import FocusGroup
from .plain_address import PlainAddressMixin


class GatedPage(FindableMixin, GatedMixin, PlainAddressMixin, Page):
    """A page of a focus group, in the language that its work was written in or in another."""

    source_language = models.CharField(max_length=10, editable=False, default="")

    rule_fields = ("source_language",)

    # The fields that the editor marks as needed for sending; the checks judge them.
    needed_fields: ClassVar[tuple[str, ...]] = ()

    permission_tester = GroupPermissionTester
    decision_rule = staticmethod(why_not_decide)
    publication_rule = staticmethod(why_not_public)
    authors_rule = staticmethod(leaders_of)
    place_rule = staticmethod(groups_above)

    # Whether another language is made segment by segment, on the translation desk.
    has_segments: ClassVar[bool] = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.source_language:
            self.source_language = self.locale.language_code
        super().save(*args, **kwargs)

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Whether no other work stands there in any language, and for a new page whether no old links lead from there.

        A site that keeps old addresses tells them by the hook ``address_led_elsewhere``.
        """
        if parent_page is None:
            return True
        address = Concat("url_path", Value(f"{slug}/"), output_field=models.TextField())
        addresses = parent_page.get_translations(inclusive=True).values_list(address)
        there = Page.objects.filter(slug=slug, url_path__in=addresses)
        if page:
            there = there.exclude(translation_key=page.translation_key)
        if there.exists():
            return False
        is_new = page is None or page.pk is None
        old = hooks.get_hooks("address_led_elsewhere") if is_new else []
        return not any(leads_elsewhere(parent_page, slug) for leads_elsewhere in old)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A preview is what the site would serve: through the same hooks as the public page."""
        from wagtail.views import serve_chain  # needs all models

        request.is_preview = True
        serve = serve_chain
        for hook in reversed(hooks.get_hooks("on_serve_page")):
            serve = hook(serve)
        return serve(self, request, [], {})

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Those of the page and of what stands above it, whichever language they were set in."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        works = Page.objects.filter(path__in=above).values("translation_key")
        return PageViewRestriction.objects.filter(page__translation_key__in=works)

    def is_source(self) -> bool:
        return self.locale.language_code == self.source_language

    @property
    def group_work(self) -> Any:
        """The translation key of the group's page."""
        raise NotImplementedError

    @cached_property
    def group(self) -> FocusGroup:
        """The record of the group to which the page belongs."""
        return FocusGroup.objects.get(work=self.group_work)

    # --- What the search finds ---------------------------------------------------------------------------

    @classmethod
    def findable(cls) -> QuerySet:
        group_path = Substr("path", 1, GROUP_DEPTH * Page.steplen)
        return super().findable().alias(group_path=group_path).filter(group_path__in=paths_of_groups(public_groups()))

    @classmethod
    def facet_values(cls, found: Sequence[Found]) -> Iterable[tuple[int, str, str]]:
        """The reference and the state of the group under which each page stands."""
        from .group_page import FocusGroupPage

        records = {
            work: (reference, state)
            for work, reference, state in FocusGroup.objects.values_list("work", "reference", "state")
        }
        works = dict(FocusGroupPage.objects.values_list("path", "translation_key"))
        for page in found:
            work = works.get(page.path[: GROUP_DEPTH * cls.steplen])
            if work in records:
                reference, state = records[work]
                yield page.key, "group", reference
                yield page.key, "state", state

    # --- What quality control asks ----------------------------------------------------------------------

    def why_not_send(self, user: Any) -> str | None:
        if not self.is_source():
            return self._why_not_send_translation(user)
        return (
            None
            if self.may_edit(user)
            else _("Only the chair, the co-chair and the Secretariat send it to quality control.")
        )

    def points_form(self, anchor: Callable[[str], str], form: str = "") -> PointsForm:
        """The points of the last return with their answers, for the screen on which the page is mended."""
        return PointsForm(self, anchor=anchor, form=form)

    def answer_points(self, data: Mapping[str, Any], by: Any) -> None:
        """Keep the answers of that screen. Raises ``PermissionDenied``; its text quotes what was typed."""
        answer_points(page_id=self.pk, by=by, answers=answers_in(self, data))

    def _why_not_send_translation(self, user: Any) -> str | None:
        if not self.may_translate(user):
            return _("Only a translator of this language sends it.")
        request = newest_request(self)
        if request is None:
            return _("Nobody has requested this language version yet: ask the SCM Secretariat.")
        return why_not_now(request, self.source_page())

    def may_translate(self, user: Any) -> bool:
        return may_translate(user, self.locale.language_code)

    def may_edit(self, user: Any) -> bool:
        return may_edit(user, self.group)

    def may_review(self, user: Any) -> bool:
        if self.is_source():
            return user.has_perm("scm_moderation.see_queue")
        return user.has_perm("scm_moderation.see_queue") or may_review(user, self.locale.language_code)

    def may_see_draft(self, user: Any) -> bool:
        return may_see_drafts(user, self.group) or (not self.is_source() and self.may_translate(user))

    def may_take_back(self, user: Any) -> bool:
        return self.may_edit(user) if self.is_source() else self.may_translate(user)

    def may_withdraw(self, user: Any) -> bool:
        return user.has_perm("scm_moderation.withdraw")

    def source_page(self) -> "GatedPage":
        """The page of this work in the language that it was written in."""
        return (
            self
            if self.is_source()
            else type(self).objects.get(
                translation_key=self.translation_key, locale__language_code=self.source_language
            )
        )

    def authors(self) -> list[Any]:
        if self.is_source():
            return self.group.leader_users()
        return [self.latest_revision.user] if self.latest_revision and self.latest_revision.user else []

    def reviewers(self) -> list[Any]:
        return who_may_decide(self)

    def translated_approval(self) -> Approval | None:
        """The approval of the source version that was requested."""
        request = None if self.is_source() else newest_request(self)
        return request and Approval.objects.filter(pk=request.source_approval).first()

    def keep_note(self, data: Mapping[str, str], by: Any) -> None:
        """Keep the note to the reviewer that came with that screen; the page is under lock."""
        keep_note(by, self, data)

    def kept_note(self, by: Any) -> str:
        return kept_note(by, self)

    def send(self, by: Any, note: str = "") -> None:
        """Send the newest draft to whoever checks it: the Secretariat, or the linguistic reviewer of its language."""
        send_to_quality_control(page_id=self.pk, by=by, note=note)
        drop_note(by, self)

    def editing_address(self) -> str:
        """A language version is made where its request says: on the translation desk, or in its own editor."""
        request = None if self.is_source() else newest_request(self)
        return version_url(request) if request else super().editing_address()

    def overview_address(self) -> str:
        """My groups for those who lead; the desk for those who translate."""
        return reverse("focusgroups:my_groups" if self.is_source() else "translations:desk")

    # --- The review screen ------------------------------------------------------------------------------

    def places(self) -> list[tuple[str, str]]:
        """In a translation what its translator can mend: the translated texts and the files."""
        if self.is_source():
            return super().places()
        own = {field.field_name for field in self.translatable_fields if isinstance(field, TranslatableField)}
        return [place for place in super().places() if place[0].partition(".")[0] in own | {"files"}]

    def pairs(self) -> list[Pair]:
        return [] if self.is_source() else [Pair(*texts) for texts in self.texts_beside_source()]

    def texts_beside_source(self) -> list[tuple[str, str, str]]:
        """Place, source and translation of each text of a translation's draft."""
        return texts_beside_source(self.translated_page(), self.draft())

    def translated_page(self) -> "GatedPage":
        """The source in the version that is translated; where that is not kept any more, as it is public now."""
        approval = self.translated_approval()
        if approval and approval.revision:
            return approval.revision.as_object()
        return self.source_page()

    def doors(self, user: Any) -> list[Door]:
        may_change = user.has_perm("scm_moderation.edit_in_review") if self.is_source() else self.may_translate(user)
        found = []
        if may_change and not self.will_be_public_at():
            found.append(Door(_("Edit"), self.editing_address(), _("whoever edits it cannot approve it.")))
        if self.live and self.may_withdraw(user):
            found.append(Door(_("Withdraw what is public"), reverse("moderation:withdraw", args=[self.pk])))
        if may_share_draft(user, self) and not self.is_public_as_it_is():
            found.append(Door(_("Preview links"), reverse("moderation:preview_links", args=[self.pk])))
        if may_request(user) and self.source_page().live:
            found.append(Door(_("Request translations"), request_url(self.source_page())))
        if user.has_perm("scm_moderation.see_queue"):
            found.append(Door(_("History"), reverse("moderation:history", args=[self.pk])))
        if self.live:
            found.append(Door(_("The public page"), self.url))
        return found

    def after_approval(self, user: Any) -> Door | None:
        """Its translations say what an earlier version said, until they are requested anew (H2)."""
        translations = self.get_translations().filter(live=True).select_related("locale") if self.is_source() else []
        if not translations or not may_request(user):
            return None
        languages = ", ".join(name_of_language(page.locale.language_code) for page in translations)
        remark = _("Its translations are of an earlier version: %(languages)s. Request them anew.")
        return Door(_("Request translations"), request_url(self), remark % {"languages": languages})

    def after_decision_address(self, user: Any) -> str:
        """The queue for who sees it; a linguistic reviewer works on the desk."""
        sees_queue = user.has_perm("scm_moderation.see_queue")
        return super().after_decision_address(user) if sees_queue else reverse("translations:desk")

    # --- What goes with it ------------------------------------------------------------------------------

    def approved(self, approval: Approval, documents: set[int]) -> None:
        make_public(documents=documents, work=self.translation_key)
        if not self.is_source():
            requests = TranslationRequest.objects.open().of(self.translation_key, self.locale.language_code)
            requests.update(done_at=timezone.now())

    def withdrawn(self, reason: str, by: Any) -> None:
        requests = TranslationRequest.objects.done().filter(work=self.translation_key, withdrawal_reason="")
        if not self.is_source():
            requests = requests.into([self.locale.language_code])
        requests.update(withdrawal_reason=reason)
        close_files_not_shown(self)


class MaterialPage(GatedPage):
    """A page under the group's page: public only while that is, in its source language."""

    # Whether its title is the same under every group, so that a list or a mail names the group as well.
    is_named_by_group: ClassVar[bool] = False

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        title = super().get_admin_display_title()
        return f"{title} – {self.group_page.get_admin_display_title()}" if self.is_named_by_group else title

    @cached_property
    def group_page(self) -> "GatedPage":
        """The group's page in this language."""
        return self.get_parent().specific

    @cached_property
    def group_title(self) -> str:
        return self.group_page.title

    @cached_property
    def group_work(self) -> Any:
        return self.group_page.translation_key
