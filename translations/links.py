"""Ways to the desk for the screens of other rooms."""

from typing import Any

from django.urls import reverse


def request_url(page: Any) -> str:
    """The screen on which the Secretariat requests translations of ``page``."""
    return reverse("translations:request", args=[page.pk])
