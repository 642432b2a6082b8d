"""On PostgreSQL the database itself refuses a gated page that goes live past the program: raw SQL, ``update()``.

A deferred constraint trigger: it looks when the transaction ends, so that the gate of the program, which names the
page and the reason, speaks first. It asks whether an approval is in force for the work in that language; which content
it covers, the gate and ``check_publication`` judge, for a hash needs the program.

It is set after each ``migrate`` rather than by one migration, because only then all types that stand behind the gate
are known, and taken away before, because PostgreSQL alters no table with such a look outstanding.
"""

from typing import Any

from django.db import connections

FUNCTION = """
CREATE OR REPLACE FUNCTION scm_moderation_refuse_unapproved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM wagtailcore_page page
        JOIN django_content_type type ON type.id = page.content_type_id
        JOIN wagtailcore_locale locale ON locale.id = page.locale_id
        WHERE page.id = NEW.id
            AND page.live
            AND type.app_label || '.' || type.model = ANY (TG_ARGV)
            AND NOT EXISTS (
                SELECT 1
                FROM (
                    SELECT approval.id
                    FROM scm_moderation_approval approval
                    WHERE approval.work = page.translation_key AND approval.language = locale.language_code
                    ORDER BY approval.id DESC
                    LIMIT 1
                ) newest
                WHERE NOT EXISTS (
                    SELECT 1 FROM scm_moderation_revocation revocation WHERE revocation.approval_id = newest.id
                )
            )
    ) THEN
        RAISE EXCEPTION 'Page % is live without an approval in force.', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$
"""
DROP = "DROP TRIGGER IF EXISTS scm_moderation_gate ON wagtailcore_page"
TRIGGER = """
CREATE CONSTRAINT TRIGGER scm_moderation_gate
AFTER INSERT OR UPDATE OF live, translation_key, locale_id, content_type_id ON wagtailcore_page
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION scm_moderation_refuse_unapproved({labels})
"""


def set_trigger(using: str = "default", **kwargs: Any) -> None:
    """Set the trigger for every gated type that the program knows now; nothing happens on other databases."""
    from .receivers import gated_types

    labels = ", ".join(f"'{model._meta.label_lower}'" for model in gated_types())
    _execute(using, FUNCTION, DROP, TRIGGER.format(labels=labels))


def drop_trigger(using: str = "default", **kwargs: Any) -> None:
    _execute(using, DROP)


def _execute(using: str, *statements: str) -> None:
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if "wagtailcore_page" in connection.introspection.table_names(cursor):
            for statement in statements:
                cursor.execute(statement)


def is_set(using: str = "default") -> bool:
    """Whether the trigger stands and is switched on; ``True`` on databases that have none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'scm_moderation_gate' AND tgenabled <> 'D'")
        return cursor.fetchone() is not None
