"""What a page type must have to stand behind the gate."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Revision

from files.actions import FileOfAnotherWork, claim_files
from files.models import Picture

from ..automated import Remark, remarks_on
from ..choices import Severity, Stage
from ..content import content_of
from ..gate import refuse_unapproved, watching
from ..testers import GatedPermissionTester
from .approval import Approval, Revocation
from .reviewed import ReviewedMixin


def is_evidence(revision: Revision) -> bool:
    """Whether quality control was asked for this revision or has approved it."""
    return revision.task_states.exists() or Approval.objects.filter(revision=revision).exists()


class GatedMixin(ReviewedMixin):
    """A page type that is public only in the content that quality control approved.

    A type declares ``sealed_fields`` (the names that make up its content) and answers what only its room knows:
    ``why_not_send``, ``decision_rule``, ``authors``, ``reviewers`` and what goes with a publication.
    """

    sealed_fields: ClassVar[list[str]] = []
    permission_tester: ClassVar[type[PagePermissionTester]] = GatedPermissionTester

    # Fields of the type itself that its two rules below read; the queue reads these of many pages at once.
    rule_fields: ClassVar[tuple[str, ...]] = ()

    # Asked for many pages at once; each answers with a sentence by the key of every page to which it says no.
    decision_rule: ClassVar[Callable[[Sequence[Any], Any], dict[int, str]]]
    publication_rule: ClassVar[Callable[[Sequence[Any]], dict[int, str]]] = staticmethod(lambda pages: {})
    # Whom pages wait for while they are with their groups, by name.
    authors_rule: ClassVar[Callable[[Sequence[Any]], dict[int, str]]] = staticmethod(lambda pages: {})
    # Under what pages stand that bear the name of their kind, or that one looks for by it.
    place_rule: ClassVar[Callable[[Sequence[Any]], dict[int, str]]] = staticmethod(lambda pages: {})
    # What is wrong with the records of pages that are public, as a sentence each.
    record_rule: ClassVar[Callable[[Sequence[Any]], dict[int, str]]] = staticmethod(lambda pages: {})

    class Meta:
        abstract = True

    # --- The gate ---------------------------------------------------------------------------------------

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, then let the gate look at what was written; a refusal undoes the save."""
        if self.alias_of_id:
            raise PermissionDenied(_("An alias would be public without quality control of its own."))
        is_new = self._state.adding
        if is_new and Page.objects.filter(translation_key=self.translation_key).exists():
            # The copy for another language has an entry of its own; Wagtail's would name whoever wrote the source.
            kwargs["log_action"] = None
        if not is_new and kwargs.get("update_fields") is None and self.slug:
            # An older revision brings an older address back, and Wagtail looks at the slug alone.
            self.set_url_path(self.get_parent())
        with transaction.atomic(), watching(self.pk):
            super().save(*args, **kwargs)
            refuse_unapproved(self)
            if is_new:
                self.created()

    def get_admin_display_title(self) -> str:
        """A public page is called in Wagtail's lists and choosers, which others read too, as it is called in public."""
        return self.title if self.live else super().get_admin_display_title()

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft: what it shows belongs to this work from now on, and its address is the page's own.

        A draft saved as it was stays with whoever wrote it: else sending it unchanged would hide who edited it last.
        What is public, was approved or was sent is kept: a draft that saves itself over it becomes a new revision.
        Raises ``FileOfAnotherWork`` where it newly shows a file or picture that is not the work's nor the user's own.
        """
        row = Page.objects.select_related("latest_revision").get(pk=self.pk)
        self.slug = row.slug
        by = kwargs.get("user") or next(iter(args), None)
        if (over := kwargs.get("overwrite_revision")) and (over.pk == row.live_revision_id or is_evidence(over)):
            kwargs["overwrite_revision"] = None
        content = content_of(self)
        with transaction.atomic():
            claim_files(documents=content.documents, work=self.translation_key, by=by)
            if by is not None:
                self._refuse_pictures_of_others(content.pictures, by)
            before = row.latest_revision
            author = before.user_id if before and content_of(before.as_object()).seal == content.seal else None
            revision = super().save_revision(*args, **kwargs)
            if author and author != revision.user_id:
                revision.user_id = author
                Revision.objects.filter(pk=revision.pk).update(user=author)
            return revision

    def _refuse_pictures_of_others(self, pictures: set[int], by: Any) -> None:
        """A picture is its uploader's until a draft of the work, in any language, shows it."""
        new = set(Picture.objects.filter(pk__in=pictures).exclude(uploaded_by_user=by).values_list("pk", flat=True))
        if not new:
            return
        keys = Page.objects.filter(translation_key=self.translation_key).values_list("pk", flat=True)
        drafts = Revision.page_revisions.filter(object_id__in=[str(key) for key in keys]).order_by("-pk")
        for draft in drafts.iterator():
            new -= content_of(draft.as_object()).pictures
            if not new:
                return
        raise FileOfAnotherWork(
            _("A picture on this page belongs to somebody else. Upload it here as one of your own.")
        )

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        """A copy is a page of the same work in another language, and a draft; a second work is written anew."""
        if kwargs.get("reset_translation_key", True) or kwargs.get("keep_live", True):
            raise PermissionDenied(_("This page cannot be copied: each work has one page a language."))
        return super().copy(*args, **kwargs)

    def create_alias(self, *args: Any, **kwargs: Any) -> Page:
        raise PermissionDenied(_("An alias would be public without quality control of its own."))

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return self.permission_tester(user, self)

    @staticmethod
    def under_lock(page_id: int | str) -> "GatedMixin":
        """The page as it stands now, locked with what stands above it (``querysets.locked_page``).

        For rooms that know gated pages by what they answer alone.
        """
        from ..querysets import locked_page  # needs this model

        return locked_page(page_id)

    # --- What quality control asks ----------------------------------------------------------------------

    def draft(self) -> "GatedMixin":
        """The page as it was last edited."""
        revision = self.get_latest_revision()
        return revision.as_object() if revision else self

    def errors(self) -> list[Remark]:
        """What the automated checks find on this draft that has to be mended before it can be sent or approved."""
        return remarks_on(self, Severity.ERROR)

    def warnings(self) -> list[Remark]:
        """What the group mends, or explains to the reviewer in a note."""
        return remarks_on(self, Severity.WARNING)

    def own_warnings(self) -> list[Remark]:
        """Those that do not come from the source, where a translator could not mend them."""
        found = self.warnings()
        from_source = [] if self.is_source() or not found else self.source_page().warnings()
        return [remark for remark in found if remark not in from_source]

    def open_points(self) -> list[Remark]:
        """The points of the last return that keep the page from being sent: a wish only where it lacks its reason."""
        from ..points import open_points  # needs this model

        return open_points(self)

    def is_public_as_it_is(self) -> bool:
        """Whether the draft says nothing that is not public."""
        return bool(self.live and self.approval and self.approval.seal == content_of(self.draft()).seal)

    def why_not_send(self, user: Any) -> str | None:
        """Why this user may not send the page now, as a sentence, or ``None``."""
        raise NotImplementedError

    def why_not_decide(self, user: Any) -> str | None:
        """Why this user may not approve or return the page, as a sentence, or ``None``."""
        return self.decision_rule([self], user).get(self.pk)

    def may_review(self, user: Any) -> bool:
        """Whether this user may open the review screen, to decide or to look."""
        raise NotImplementedError

    def may_see_draft(self, user: Any) -> bool:
        raise NotImplementedError

    def why_not_public(self) -> str | None:
        """Why the page cannot be public now whoever decides, as a sentence, or ``None``."""
        return self.publication_rule([self]).get(self.pk)

    def may_take_back(self, user: Any) -> bool:
        raise NotImplementedError

    def may_withdraw(self, user: Any) -> bool:
        raise NotImplementedError

    def is_source(self) -> bool:
        """Whether this page is in the language that its work was written in."""
        raise NotImplementedError

    def source_page(self) -> "GatedMixin":
        """The page of this work in the language that it was written in."""
        raise NotImplementedError

    def authors(self) -> list[Any]:
        """The users who wait for the decision: they get its mail."""
        raise NotImplementedError

    def reviewers(self) -> list[Any]:
        """The users who may decide: they get the mail that something waits."""
        raise NotImplementedError

    def has_record(self) -> bool:
        """Whether a record of its own, with a permanent reference, belongs to this work."""
        return False

    def created(self) -> None:
        """What goes with a new page, in its transaction: the record of its work."""

    def approved(self, approval: Approval, documents: set[int]) -> None:
        """What goes with the publication, in its transaction: the record, the files."""

    def withdrawn(self, reason: str, by: Any) -> None:
        """What goes with the withdrawal, in its transaction."""

    # --- Where the page stands --------------------------------------------------------------------------

    @property
    def status_string(self) -> str:
        """What Wagtail's own screens call it, in the words of this site."""
        if not self.live:
            return Stage.DRAFT.label
        return _("Published, with a newer draft") if self.has_unpublished_changes else Stage.PUBLISHED.label

    def will_be_public_at(self) -> datetime | None:
        """The time at which the approved draft is published, where the Secretariat set one."""
        return getattr(self.current_workflow_task_state, "publish_at", None)

    def translated_approval(self) -> Approval | None:
        """The approval of the source version that this draft translates; ``None`` for a source."""
        return None

    @cached_property
    def approval(self) -> Approval | None:
        """The approval in force."""
        return Approval.objects.for_work(self.translation_key, self.locale.language_code).in_force().first()

    def withdrawal(self) -> Revocation | None:
        """Why and when the page was taken off the site, where it has not come back since."""
        if self.live:
            return None
        own = Approval.objects.for_work(self.translation_key, self.locale.language_code).order_by("-pk")
        return getattr(own.select_related("revocation__by").first(), "revocation", None)
