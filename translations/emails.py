"""The mails of the translation desk."""

from typing import Any

from django.contrib.auth import get_user_model

from outbox.actions import post_message
from outbox.addresses import absolute

from .links import version_url
from .models import TranslationRequest
from .permissions import translate_permission


def tell_translators(request: TranslationRequest, page: Any) -> None:
    """To everyone who translates into the language of the request."""
    users = get_user_model().objects.with_perm(translate_permission(request.language), include_superusers=False)
    for user in users.filter(is_active=True).order_by("pk"):
        post_message(
            to=user,
            template="translations/mails/requested.txt",
            context={
                "request": request,
                "page": page,
                "title": page.get_admin_display_title(),
                "url": absolute(version_url(request)),
            },
        )
