"""The content of a page, as quality control approves it: canonical JSON and its hash.

Only what a reader can see and a reviewer must judge is content. It is a projection of its own because Wagtail's
``serializable_data`` is no stable input: it changes when a stream is read, when a decimal is stored and when a
migration adds a field, and each change would lock every live page.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from files.models import File, Picture

HASH_VERSION = 1
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())
# Never content: keys and order numbers of child rows change when they are saved again.
NOT_CONTENT = {"id", "sort_order", "translation_key", "locale"}
# Always content: every page has these two, and a browser tab and a search engine show them.
ALWAYS_CONTENT = ("seo_title", "search_description")


@dataclass
class Content:
    """What a page says: ``data`` is JSON, ``documents`` and ``pictures`` the keys of the files that it shows."""

    data: dict[str, Any] = field(default_factory=dict)
    documents: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)

    @property
    def canonical(self) -> str:
        """One text for one content, whatever the order in which it was put together."""
        return json.dumps(self.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def seal(self) -> str:
        """SHA-256 over the version of this projection and the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(f"{HASH_VERSION}\n{self.canonical}".encode()).hexdigest()


def content_of(page: Page) -> Content:
    """Project ``page`` (the live row or a draft, a specific instance) onto its ``sealed_fields``.

    Empty and default values are left out, files and images stand by their SHA-256, people and taxonomies by their key.
    """
    content = Content({"type": page._meta.label_lower})
    for name in (*page.sealed_fields, *ALWAYS_CONTENT):
        _put(content.data, name, _field_value(page, name, content), page)
    return content


def _put(into: dict[str, Any], name: str, value: Any, owner: models.Model) -> None:
    if value in EMPTY:
        return
    model_field = owner._meta.get_field(name)
    default = getattr(model_field, "default", models.NOT_PROVIDED)
    if default is not models.NOT_PROVIDED and not callable(default) and value == default:
        return
    into[name] = value


def _field_value(owner: models.Model, name: str, content: Content) -> Any:
    model_field = owner._meta.get_field(name)
    if isinstance(model_field, StreamField):
        stream = getattr(owner, name)
        return _block_value(stream.stream_block, stream, content)
    if isinstance(model_field, ParentalManyToManyField):
        return sorted(str(related.pk) for related in getattr(owner, name).all())
    if model_field.one_to_many:
        return [_child_value(child, content) for child in getattr(owner, name).all()]
    if isinstance(model_field, models.ForeignKey):
        return _plain(getattr(owner, name), content)
    return _plain(model_field.to_python(getattr(owner, name)), content)


def _child_value(child: models.Model, content: Content) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for model_field in child._meta.concrete_fields:
        if model_field.name not in NOT_CONTENT and not (
            model_field.is_relation and issubclass(model_field.related_model, Page)
        ):
            _put(values, model_field.name, _field_value(child, model_field.name, content), child)
    return values


def _block_value(block: Any, value: Any, content: Content) -> Any:
    """A block's value without the ids that Wagtail gives its items."""
    if isinstance(block, ImageBlock):
        return _picture_value(value, content)
    if isinstance(block, StreamBlock):
        return [[child.block_type, _block_value(child.block, child.value, content)] for child in value]
    if isinstance(block, ListBlock):
        return [_block_value(block.child_block, item, content) for item in value]
    if isinstance(block, StructBlock):
        values = {name: _block_value(child, value.get(name), content) for name, child in block.child_blocks.items()}
        return {name: item for name, item in values.items() if item not in EMPTY}
    if isinstance(value, models.Model):
        return _plain(value, content)
    return _plain(block.get_prep_value(value), content)


def _picture_value(picture: Any, content: Content) -> Any:
    """A picture with the words that stand for it: this block holds the picture itself where others hold a struct."""
    if picture is None:
        return None
    return {
        "picture": _plain(picture, content),
        "alt_text": picture.contextual_alt_text or "",
        "decorative": bool(picture.decorative),
    }


def _plain(value: Any, content: Content) -> Any:
    if isinstance(value, File):
        content.documents.add(value.pk)
        return {"sha256": value.sha256, "title": value.title}
    if isinstance(value, Picture):
        content.pictures.add(value.pk)
        return value.sha256
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value
