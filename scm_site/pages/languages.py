"""In which languages a work exists, and how a text in another language than the reader's is announced."""

from dataclasses import dataclass

from babel import Locale as Cldr
from django.conf import settings
from django.db.models import JSONField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from moderation.models import Approval, GatedMixin


def reader_language() -> str:
    """The language of the address, and so of the interface."""
    return get_language() or settings.LANGUAGE_CODE


def name_in_reader_language(code: str) -> str:
    """A language as the reader calls it: ``French``; never its code."""
    names = Cldr(reader_language()).languages
    return names.get(code) or names.get(code.partition("-")[0]) or _("unknown language")


def below_home(url_path: str) -> str:
    """A path of the tree without the home of its language: ``focus-groups/heat/``;
    the same in every language.
    """
    return url_path.strip("/").partition("/")[2]


def address_of(url_path: str, language: str | None = None) -> str:
    """The address of a path of the tree in ``language`` (the reader's by default)."""
    below = below_home(url_path)
    return f"/{language or reader_language()}/{below}{'/' if below else ''}"


def work_url(page: Page, language: str | None = None) -> str:
    """The address of a page in ``language`` (the reader's by default):
    every work answers in every language.
    """
    return address_of(page.url_path, language)


def other_language(page: Page) -> str:
    """The language of a text where it is not the reader's, else ``""``:
    the value of its ``lang`` attribute.
    """
    code = page.locale.language_code
    return "" if code == reader_language() else code


def available(page: Page) -> list[str]:
    """The languages in which this work is public, in the order of the settings."""
    codes = getattr(page, "live_languages", None)
    if codes is None:
        codes = _live_languages(page)
    return [code for code, _name in settings.LANGUAGES if code in codes]


def _live_languages(page: Page) -> set[str]:
    return set(
        Page.objects.live().filter(translation_key=page.translation_key).values_list("locale__language_code", flat=True)
    )


@dataclass(frozen=True)
class Provenance:
    """How the text came to be: the version in force, and for a translation the version that it translates."""

    approval: Approval | None = None
    translated: Approval | None = None
    source: Approval | None = None

    @property
    def is_translation(self) -> bool:
        return self.translated is not None

    @property
    def is_outdated(self) -> bool:
        """Whether the original has changed since it was translated."""
        return self.is_translation and self.source is not None and self.source.pk != self.translated.pk


def approvals_of(page: GatedMixin) -> list[Approval]:
    """Every approval of a work in each language, the newest first, of its content the change note alone; read once a page."""
    if "approvals" not in page.__dict__:
        approvals = Approval.objects.filter(work=page.translation_key).select_related("translates", "revocation")
        approvals = approvals.alias(data=Cast("content", JSONField())).annotate(change_note=KT("data__change_note"))
        page.__dict__["approvals"] = list(approvals.defer("content", "translates__content").order_by("-pk"))
    return page.__dict__["approvals"]


def provenance(page: GatedMixin) -> Provenance:
    """The approvals in force of a work in its own and its source language."""
    newest = {approval.language: approval for approval in reversed(approvals_of(page))}
    in_force = {language: approval for language, approval in newest.items() if not approval.is_revoked()}
    own = in_force.get(page.locale.language_code)
    page.__dict__["approval"] = own
    return Provenance(own, own and own.translates, in_force.get(page.source_language))
