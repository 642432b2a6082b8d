"""Change the address of a work in every language at once (H19)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from focusgroups.models import GatedPage
from moderation.models import Approval
from moderation.querysets import locked_page

from ..pages.languages import address_of, below_home


class AddressTaken(Exception):
    """Another page beside this one has the address already."""


@transaction.atomic
def change_address(*, page: GatedPage, slug: str, by: Any) -> None:
    """Give a work the last part ``slug`` of its address, in all languages; every address at which it was public leads to
    the new one.

    What stands under it moves along. From the address of what never was public nothing leads on: it would tell of it.
    Its content and so its approval stay as they are. Raises ``PermissionDenied``, or ``AddressTaken`` where a page
    beside it has this address in any language; then nothing has changed.
    """
    if not by.has_perm("scm_site.change_address"):
        raise PermissionDenied(_("Only the SCM Secretariat changes addresses."))
    source = locked_page(page.pk)
    if slug == source.slug:
        return
    old_slug = source.slug
    keys = Page.objects.filter(translation_key=source.translation_key).order_by("pk").values_list("pk", flat=True)
    versions = [locked_page(key) for key in keys]
    if not source._slug_is_available(slug, source.get_parent(), source):
        raise AddressTaken(_("Another page has this address already. Choose another one."))
    if _leads_elsewhere(source, slug):
        raise AddressTaken(_("Another page had this address before, and old links lead to it. Choose another one."))
    moved: dict[str, str] = {}
    for version in versions:
        before = _public_paths_under(version)
        version.slug = slug
        version.save()
        # A draft bears the address along; published as it was, it would bring the old one back.
        _into_draft(version, slug)
        after = _public_paths_under(version)
        moved |= {below_home(path): below_home(after[key]) for key, path in before.items()}
    _redirect(moved)
    log(source, "scm_site.change_address", user=by, data={"from": old_slug, "to": slug})


def was_an_address(parent: Page, slug: str) -> bool:
    """Whether a page under ``parent`` had this address before; old links lead from it to where that page is now."""
    return Redirect.objects.filter(old_path=_path(f"{below_home(parent.url_path)}/{slug}")).exists()


def _leads_elsewhere(page: Page, slug: str) -> bool:
    """Whether the new address is an old one of another work; one of this work itself may come back."""
    below = below_home(page.url_path)
    new = _path(f"{below.rpartition('/')[0]}/{slug}")
    return Redirect.objects.filter(old_path=new).exclude(redirect_link=f"{_path(below)}/").exists()


def _path(below: str, language: str = settings.LANGUAGE_CODE) -> str:
    """A path below the home as redirects store addresses: ``/en/focus-groups/heat``."""
    return Redirect.normalise_path(address_of(f"home/{below}", language))


def _public_paths_under(page: Page) -> dict[int, str]:
    """The path in the tree, by their keys, of those of the page and of what stands under it that are or were public."""
    pages = Page.objects.descendant_of(page, inclusive=True).filter(translation_key__in=Approval.objects.values("work"))
    return dict(pages.values_list("pk", "url_path"))


def _into_draft(page: Page, slug: str) -> None:
    for revision in Revision.objects.filter(pk=page.latest_revision_id):
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "slug": slug})


def _redirect(moved: dict[str, str]) -> None:
    """From each old path below the home to the new one, in every language: a work answers in all of them."""
    for code, _name in settings.LANGUAGES:
        for old, new in moved.items():
            old_path, new_path = _path(old, code), _path(new, code)
            # What led here before goes on to the new address, and the new address itself leads nowhere else.
            Redirect.objects.filter(redirect_link=f"{old_path}/").update(redirect_link=f"{new_path}/")
            Redirect.objects.filter(old_path__in=[old_path, new_path]).delete()
            Redirect.objects.create(old_path=old_path, redirect_link=f"{new_path}/", is_permanent=True)
