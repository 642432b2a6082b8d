"""Where somebody writes a text: found by asking the models, so that no new field stays without a private word."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from tests.test_architecture import ROOMS

from .walk import PRIVATE

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, StreamField)
# Blocks in which nobody writes anything.
WORDLESS = (blocks.ChoiceBlock, blocks.BooleanBlock, blocks.DateBlock, blocks.ChooserBlock)
# Fields that hold no word of anybody, in whatever model, and why.
NOBODYS = {
    "where it stands in the tree": {"path", "url_path", "slug"},
    "a hash": {
        "seal",
        "sent_seal",
        "decided_seal",
        "fixes_seal",
        "confirmed_seal",
        "sha256",
        "file_hash",
        "token_hash",
    },
    "a language": {"language", "source_language", "reader_language", "reason_language"},
    "a version or a reference": {
        "version",
        "source_version",
        "current_version",
        "corrected_version",
        "correcting_version",
        "reference",
    },
    "a key": {
        "planned_outcome",
        "objective",
        "form_key",
        "field",
        "kind",
        "code",
        "eurovoc",
        "filter_spec",
        "focal_point_key",
    },
    "yes or no": {"answers", "report"},
}
# Texts that are nobody's secret, and why.
PUBLIC = {
    "focusgroups.Membership.organisation": "stands also where the name is withheld",
    "focusgroups.Person.organisation": "stands also where the name is withheld",
    "focusgroups.Theme.labels": "names of the list of themes",
    "scm_files.Picture.file": "a name of chance, whatever its uploader called it",
    "scm_files.Rendition.file": "a name of chance",
    "scm_moderation.Checklist.content": "the questions, which the public record names",
    "scm_moderation.ProblemReport.title": "of a public page",
    "scm_moderation.QualityControlTask.name": "the program's own",
    "scm_search.Synonym.words": "words of the language, with which everybody searches",
    "scm_site.SiteSettings.about_url": "a link of every page",
    "scm_site.SiteSettings.charter_url": "a link of every page",
    "scm_site.User.password": "a hash",
    "scm_translations.TranslationRequest.withdrawal_reason": "the sentence of the withdrawal, for the public",
}


def has_texts(field: models.Field) -> bool:
    nobodys = set().union(*NOBODYS.values())
    return isinstance(field, TEXTS) and not field.choices and field.name not in nobodys


def places_in(block: blocks.Block, place: str) -> Iterator[str]:
    """Where in a block somebody writes."""
    if isinstance(block, blocks.ListBlock):
        yield from places_in(block.child_block, place)
    elif isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from places_in(child, f"{place}.{name}")
    elif not isinstance(block, WORDLESS):
        yield place


def words_in(block: blocks.Block, place: str, value: Any) -> Iterator[tuple[str, str]]:
    """What is written there, of a value as it is stored."""
    if isinstance(block, blocks.ListBlock):
        for item in value:
            yield from words_in(block.child_block, place, item["value"])
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in value:
            kind = item["type"]
            yield from words_in(block.child_blocks[kind], f"{place}.{kind}", item["value"])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from words_in(child, f"{place}.{name}", value[name])
    else:
        yield place, str(value)


def places_of(model: type[models.Model], names: set[str] | None = None) -> set[str]:
    """Where somebody writes in a model, or in these fields of it."""
    found: set[str] = set()
    for field in model._meta.concrete_fields:
        if has_texts(field) and (names is None or field.name in names):
            found |= set(places_in(field.stream_block, field.name)) if isinstance(field, StreamField) else {field.name}
    return found


def places_bearing(row: models.Model, kind: str = "") -> set[str]:
    """Where a row bears a private word: of this kind, or of any."""
    bears = re.compile(f"zyx{kind}" if kind else PRIVATE.pattern.decode(), re.IGNORECASE)
    found: set[str] = set()
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(field, StreamField):
            written = words_in(field.stream_block, field.name, value.get_prep_value())
        else:
            written = iter([(field.name, str(value))])
        found |= {place for place, text in written if bears.search(text)}
    return found


def bare_places_of_page(page: Page, kind: str) -> set[str]:
    """Where a page bears no word of this kind, neither as a row nor as a draft."""
    return places_of(type(page)) - places_bearing(page, kind) - places_bearing(page.draft(), kind)


def bare_places_of_rows() -> set[str]:
    """Where no row of a model of ours bears a private word; pages are looked at one by one."""
    ours = [
        model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS and not issubclass(model, Page)
    ]
    return {
        f"{model._meta.label}.{place}"
        for model in ours
        for place in places_of(model).difference(*(places_bearing(row) for row in model._base_manager.all()))
    }
