"""The mails of quality control: each to those who have something to do or to know, in their own language."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.actions import Mailbox, post_message
from outbox.addresses import absolute

from .models import GatedMixin, QualityControl


def _post(page: GatedMixin, users: list[Any], template: str, **context: Any) -> None:
    draft = page.draft()
    for user in users:
        post_message(
            to=user,
            template=f"moderation/mails/{template}.txt",
            context={
                "page": draft,
                "title": draft.get_admin_display_title(),
                "edit_url": absolute(page.editing_address()),
                "review_url": absolute(reverse("moderation:review", args=[page.pk])),
                **context,
            },
        )


def tell_reviewers_waiting(round_: QualityControl, sender: Any) -> None:
    page = round_.workflow_state.content_object.specific
    if reviewers := page.reviewers():
        _post(page, reviewers, "waiting", sender=sender)
    else:
        _post(page, [Mailbox(settings.SCM_FUNCTIONAL_MAILBOX)], "nobody_left", sender=sender)


def tell_reviewers_taken_back(page: GatedMixin, by: Any) -> None:
    _post(page, page.reviewers(), "taken_back", by=by)


def tell_authors_returned(round_: QualityControl, by: Any) -> None:
    page = round_.workflow_state.content_object.specific
    _post(
        page, page.authors(), "returned", by=by, points=[point.sentence(page.draft()) for point in round_.points.all()]
    )


def tell_authors_approved(workflow_state: Any) -> None:
    page = workflow_state.content_object.specific
    _post(page, page.authors(), "approved", approval=page.approval, public_url=page.full_url)


def tell_authors_scheduled(page: GatedMixin, round_: QualityControl) -> None:
    _post(page, page.authors(), "scheduled", publish_at=round_.publish_at)


def tell_unscheduled(page: GatedMixin, round_: QualityControl, reason: str) -> None:
    """Authors and reviewers alike: the page waits again."""
    users = {user.pk: user for user in [*page.authors(), *page.reviewers()]}
    _post(page, list(users.values()), "unscheduled", reason=reason)


def tell_authors_withdrawn(page: GatedMixin, reason: str) -> None:
    _post(page, page.authors(), "withdrawn", reason=reason)
