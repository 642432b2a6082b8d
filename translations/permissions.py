"""Who may translate into a language, and who may check it: permissions a language, see ``apply_roles``."""

from typing import Any

from django.conf import settings


def translate_permission(language: str) -> str:
    return f"scm_translations.translate_{language}"


def review_permission(language: str) -> str:
    return f"scm_translations.review_{language}"


def may_request(user: Any) -> bool:
    """Request translations of an approved version (H2): the Secretariat."""
    return user.has_perm("scm_translations.request_translation")


def may_translate(user: Any, language: str) -> bool:
    """Translate into ``language`` (H8); who checks a language may also translate into it."""
    return user.has_perm(translate_permission(language)) or may_review(user, language)


def may_review(user: Any, language: str) -> bool:
    """Decide on a translation into ``language`` (H9)."""
    return user.has_perm(review_permission(language))


def languages_of(user: Any) -> list[str]:
    """The languages that ``user`` translates into or checks, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES if may_translate(user, code)]


def may_use_desk(user: Any) -> bool:
    """See the translation desk: whoever translates, checks or requests."""
    return may_request(user) or bool(languages_of(user))
