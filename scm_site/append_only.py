"""The log is written once (R7): no route of the product changes or deletes an entry, and on PostgreSQL no SQL either.

Wagtail's log is the one log of this site: every verb of ours writes into it, in its own transaction.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models.signals import post_migrate, pre_delete, pre_migrate, pre_save
from wagtail.models import ModelLogEntry, PageLogEntry

from moderation.models.event import Immutable

LOGS = (PageLogEntry, ModelLogEntry)
FUNCTION = """
CREATE OR REPLACE FUNCTION scm_site_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Log entries are neither changed nor deleted.' USING ERRCODE = 'check_violation';
END
$$
"""
DROP = "DROP TRIGGER IF EXISTS scm_site_append_only ON {table}"
TRIGGER = """
CREATE TRIGGER scm_site_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION scm_site_refuse_change_of_log()
"""


def connect(config: Any) -> None:
    """Called once, when the apps are ready."""
    for model in LOGS:
        pre_save.connect(refuse_change, sender=model)
        pre_delete.connect(refuse_deletion, sender=model)
    pre_save.connect(name_no_account, sender=ModelLogEntry)
    # A migration of Wagtail's may have to change its tables.
    pre_migrate.connect(drop_triggers, sender=config)
    post_migrate.connect(set_triggers, sender=config)


def refuse_change(instance: Any, **kwargs: Any) -> None:
    if not instance._state.adding:
        raise Immutable("Log entries stay as they are.")


def refuse_deletion(instance: Any, **kwargs: Any) -> None:
    raise Immutable("Log entries are never deleted.")


def name_no_account(instance: ModelLogEntry, **kwargs: Any) -> None:
    """Wagtail logs an account under its name, which would stay when the account is deleted; its number says as much."""
    user_model = ContentType.objects.get_for_model(get_user_model())
    if instance._state.adding and instance.content_type_id == user_model.pk:
        instance.label = f"#{instance.object_id}"


def set_triggers(using: str = "default", **kwargs: Any) -> None:
    _execute(using, FUNCTION, DROP, TRIGGER)


def drop_triggers(using: str = "default", **kwargs: Any) -> None:
    _execute(using, DROP)


def _execute(using: str, *statements: str) -> None:
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in {model._meta.db_table for model in LOGS} & tables:
            for statement in statements:
                cursor.execute(statement.format(table=table))
