"""Who may translate into a language, and who may check it. One permission a language, made by ``apply_roles``."""

from typing import Any


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
