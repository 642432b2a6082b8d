"""``python -m bench.publication``: ``check_publication`` over 10,000 public outcomes more than the demonstration's.

They are written into a transaction that is rolled back.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scm_site.settings.dev")
os.environ.setdefault("DEBUG", "false")

import django

django.setup()

from django.db import connection, models, transaction
from wagtail.models import Page, Revision

from moderation.checking import findings
from moderation.models import Approval
from outcomes.models import Outcome, OutcomePage

PAGES = 10_000
FIRST_PLACE = 36**2


def _columns(row: models.Model) -> dict[str, Any]:
    """What a table holds of ``row``, without the columns of its parents."""
    fields = row._meta.local_concrete_fields
    return {field.column: field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields}


def _copy(row: models.Model, changes: list[dict[str, Any]]) -> None:
    """``row`` again for each of ``changes``."""
    columns = _columns(row)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})",
            [list((columns | change).values()) for change in changes],
        )


def _fill(source: OutcomePage) -> None:
    """One public outcome again and again: its page, its revision, its approval, its record, under its group."""
    group, approval = source.get_parent(), source.approval
    record = Outcome.objects.get(work=source.translation_key)
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    first_revision = Revision.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    works = [uuid.uuid4() for _number in range(PAGES)]
    keys = [work.hex if connection.vendor == "sqlite" else work for work in works]
    Approval.objects.bulk_create(
        Approval(
            **{field.attname: getattr(approval, field.attname) for field in Approval._meta.concrete_fields}
            | {"id": None, "work": work}
        )
        for work in works
    )
    Outcome.objects.bulk_create(
        Outcome(
            reference=f"BENCH-{number}",
            work=work,
            group=record.group,
            number=1000 + number,
            current_version=record.current_version,
        )
        for number, work in enumerate(works)
    )
    revision = source.live_revision
    _copy(revision, [{"id": first_revision + number, "object_id": str(first + number)} for number in range(PAGES)])
    page = Page.objects.get(pk=source.pk)
    _copy(
        page,
        [
            {
                "id": first + number,
                "translation_key": key,
                "slug": f"bench-{number}",
                "path": Page._get_path(group.path, group.depth + 1, FIRST_PLACE + number),
                "url_path": f"{group.url_path}bench-{number}/",
                "live_revision_id": first_revision + number,
                "latest_revision_id": first_revision + number,
            }
            for number, key in enumerate(keys)
        ],
    )
    _copy(source, [{"page_ptr_id": first + number} for number in range(PAGES)])
    for relation in OutcomePage._meta.many_to_many:
        rows = relation.remote_field.through.objects.filter(**{relation.m2m_field_name(): source.pk})
        last = relation.remote_field.through.objects.order_by("-pk").values_list("pk", flat=True)[0]
        for place, row in enumerate(rows):
            changes = [
                {"id": last + 1 + place * PAGES + number, relation.m2m_column_name(): first + number}
                for number in range(PAGES)
            ]
            _copy(row, changes)
    Page.objects.filter(pk=group.pk).update(numchild=group.numchild + PAGES)


@contextmanager
def many_outcomes() -> Iterator[None]:
    """``PAGES`` more public outcomes, without files."""
    pages = OutcomePage.objects.live().filter(locale__language_code="en").order_by("path")
    source = next(page for page in pages if not page.files)
    with transaction.atomic():
        _fill(source)
        yield
        transaction.set_rollback(True)


def check() -> None:
    """Print CPU seconds and findings of ``check_publication``."""
    begun = time.process_time()
    found = len(list(findings()))
    print(f"check_publication, {PAGES} outcomes more: {time.process_time() - begun:.1f} s CPU, {found} finding(s)")


if __name__ == "__main__":
    with many_outcomes():
        check()
