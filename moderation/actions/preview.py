"""Let somebody without an account read one draft for some days, and end that."""

import json
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import GatedMixin, PreviewLink, PreviewOpening
from ..models.preview import hash_of
from ..permissions import may_share_draft

DAYS = (7, 14, 30)


class NothingToPreview(Exception):
    """What is public needs no link."""


@transaction.atomic
def make_preview_link(*, page: GatedMixin, audience: str, days: int, by: Any, now: datetime, form_key: str = "") -> str:
    """Make a link to the draft of ``page`` for ``days`` (7, 14 or 30); returns its token, which is kept nowhere.

    A form that is sent twice, as a reload does, has one ``form_key`` and makes one link.

    Raises ``PermissionDenied``, ``ValueError`` for other days or without an audience, ``NothingToPreview`` where the draft
    is public as it is.
    """
    if not may_share_draft(by, page):
        raise PermissionDenied(_("Only the Secretariat and the support team make preview links."))
    if days not in DAYS or not audience.strip():
        raise ValueError(_("Say for whom the link is, and for how many days."))
    if page.is_public_as_it_is():
        raise NothingToPreview(_("It is public as it is: send its address."))
    token = _token(form_key, page.pk, by.pk, audience.strip(), days)
    link, is_new = PreviewLink.objects.get_or_create(
        token_hash=hash_of(token),
        defaults={
            "work": page.translation_key,
            "language": page.locale.language_code,
            "audience": audience.strip(),
            "made_by": by,
            "made_at": now,
            "expires_at": now + timedelta(days=days),
        },
    )
    if is_new:
        log(page, "moderation.share", user=by, data={"link": link.pk, "audience": link.audience, "days": days})
    return token


def _token(form_key: str, *of: Any) -> str:
    """Found again only with the same form, and with the site's own key."""
    if not form_key:
        return secrets.token_urlsafe(32)
    digest = salted_hmac("moderation.preview", json.dumps([form_key, *of]), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


@transaction.atomic
def revoke_preview_link(*, link_id: int, by: Any, now: datetime) -> PreviewLink:
    """End a link at once; one that has ended stays as it is."""
    link = PreviewLink.objects.select_for_update().get(pk=link_id)
    page = link.page()
    if page is None or not may_share_draft(by, page):
        raise PermissionDenied(_("Only the Secretariat and the support team make preview links."))
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = now, by
        link.save(update_fields=["revoked_at", "revoked_by"])
        log(page, "moderation.unshare", user=by, data={"link": link.pk, "audience": link.audience})
    return link


def open_preview_link(*, token: str, now: datetime, is_counted: bool) -> PreviewLink | None:
    """The link of this token where it is valid now; ``is_counted`` notes that it was opened, and nothing about whom."""
    link = PreviewLink.objects.valid(now).filter(token_hash=hash_of(token)).first()
    if link and is_counted:
        PreviewOpening.objects.create(link=link)
    return link
