"""Addresses for mails, which are read far from the site."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path of the site: ``/admin/`` → ``https://focus-groups.example/admin/``."""
    return settings.WAGTAILADMIN_BASE_URL + path
