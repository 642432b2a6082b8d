"""Who may do what: one table. Rooms declare permissions; only here do roles get them (design: who may do what)."""

from dataclasses import dataclass, field

ADMIN = "wagtailadmin.access_admin"
CHANGES = ("add", "change", "delete")
LOOKS_AFTER_SEARCH = ("scm_search.see_empty_searches", *(f"scm_search.{verb}_synonym" for verb in CHANGES))
# What stands first for some words is read by everybody, with a sentence and links that pass no other quality control.
PROMOTES = tuple(f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in CHANGES)
FILES = ("add_document", "choose_document", "add_image", "choose_image")


@dataclass(frozen=True)
class RoleRights:
    """The rights of one role: Django permissions, rights over the page tree, rights over the files' collection."""

    permissions: tuple[str, ...] = (ADMIN,)
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=FILES)


ROLES: dict[str, RoleRights] = {
    # Which groups a chair leads stands in the membership table.
    "Chairs": RoleRights(),
    "SCM support team": RoleRights(
        permissions=(
            ADMIN,
            "focusgroups.set_up",
            "focusgroups.see_all",
            "focusgroups.edit_all",
            "scm_moderation.see_queue",
            "scm_moderation.share_draft",
            "scm_moderation.answer_reports",
            *LOOKS_AFTER_SEARCH,
        )
    ),
    "SCM Secretariat": RoleRights(
        permissions=(
            ADMIN,
            "focusgroups.set_up",
            "focusgroups.confirm_leaders",
            "focusgroups.serve_as_co_chair",
            "focusgroups.see_all",
            "focusgroups.edit_all",
            "focusgroups.record_decisions",
            "scm_moderation.see_queue",
            "scm_moderation.decide",
            "scm_moderation.edit_in_review",
            "scm_moderation.withdraw",
            "scm_moderation.revise_checklist",
            "scm_moderation.share_draft",
            "scm_moderation.answer_reports",
            "scm_translations.request_translation",
            "scm_outbox.see_outbox",
            "outcomes.record_correction",
            "scm_site.change_sitesettings",
            "scm_site.change_address",
            "scm_site.see_log",
            *LOOKS_AFTER_SEARCH,
            *PROMOTES,
        ),
        pages=("add_page", "change_page", "publish_page"),
    ),
}


def language_roles(language: str) -> dict[str, RoleRights]:
    """The two roles of one language, named by its code."""
    return {
        f"Translators ({language})": RoleRights(permissions=(ADMIN, f"scm_translations.translate_{language}")),
        f"Linguistic reviewers ({language})": RoleRights(permissions=(ADMIN, f"scm_translations.review_{language}")),
    }


def all_roles(languages: list[str]) -> dict[str, RoleRights]:
    """Every role of a site with these languages."""
    roles = dict(ROLES)
    for language in languages:
        roles |= language_roles(language)
    return roles
