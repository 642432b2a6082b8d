"""The routes of the matrix through code: what Wagtail, Django and wagtail-localize offer to a program.

``test_matrix.py`` takes each as everybody, in each state; ``test_gate_screens.py`` holds those through screens.
"""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Locale, Page, Revision, Task, Workflow, WorkflowPage, WorkflowTask
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from files.models import File
from focusgroups.models import Theme
from moderation.models import GatedMixin, QualityControl
from outcomes.models import OutcomePage
from tests import stories
from tests.moderation.conftest import SECRET, fresh, group_page_of, own_text, write
from translations.actions.request_translation import page_in

# --- Writing the row ----------------------------------------------------------------------------------------


def live_and_save(page: GatedMixin, user: Any) -> None:
    write(page)
    page.live = True
    page.save()


def live_and_save_without_cleaning(page: GatedMixin, user: Any) -> None:
    write(page)
    page.live = True
    page.save(clean=False)


def live_alone(page: GatedMixin, user: Any) -> None:
    page.live = True
    page.save(update_fields=["live"])


def pretend_it_is_a_draft(page: GatedMixin, user: Any) -> None:
    page.live, page.title = False, SECRET
    page.save(update_fields=["title"])


def pretend_and_write_the_specific_table(page: GatedMixin, user: Any) -> None:
    page.live = False
    page.save(update_fields=write(page))


def search_description(page: GatedMixin, user: Any) -> None:
    page.search_description = SECRET
    page.save(update_fields=["search_description"])


def base_page_live(page: GatedMixin, user: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.live = True
    base.save()


def base_page_title(page: GatedMixin, user: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.title = SECRET
    base.save(update_fields=["title"])


def base_page_seo_title(page: GatedMixin, user: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.seo_title = SECRET
    base.save()


def base_page_made_up(page: GatedMixin, user: Any) -> None:
    """An instance that says it is new, with the key of a page."""
    row = Page.objects.filter(pk=page.pk).values().get()
    Page(**{**row, "title": SECRET, "live": True}).save_base()


def base_page_of_another_type(page: GatedMixin, user: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.content_type = Page.get_first_root_node().content_type
    base.title, base.live = SECRET, True
    base.save_base()


def round_the_types_own_save(page: GatedMixin, user: Any) -> None:
    write(page)
    page.live = True
    page.save_base()


def raw_save(page: GatedMixin, user: Any) -> None:
    write(page)
    page.save_base(raw=True)


def load_a_fixture(page: GatedMixin, user: Any) -> None:
    write(page)
    rows = json.loads(serializers.serialize("json", [Page.objects.get(pk=page.pk), page]))
    rows[0]["fields"].update(live=True, title=SECRET)
    for row in serializers.deserialize("json", json.dumps(rows)):
        row.save()


def load_a_fixture_of_the_specific_table(page: GatedMixin, user: Any) -> None:
    write(page)
    for row in serializers.deserialize("json", serializers.serialize("json", [page])):
        row.save()


def add_a_child_with_the_default(page: GatedMixin, user: Any) -> None:
    group_page_of(page).add_child(instance=OutcomePage(title=SECRET, abstract=SECRET, locale=page.locale))


def add_a_sibling(page: GatedMixin, user: Any) -> None:
    page.add_sibling(instance=type(page)(title=SECRET, locale=page.locale, live=True, **own_text(page)))


def change_themes_directly(page: GatedMixin, user: Any) -> None:
    page.themes.add(Theme.objects.last())
    page.themes.commit()


def remove_themes_directly(page: GatedMixin, user: Any) -> None:
    page.themes.clear()
    page.themes.commit()


def replace_the_bytes_of_a_file(page: GatedMixin, user: Any) -> None:
    file = File.objects.filter(work=page.translation_key).first()
    file.file = ContentFile(stories.PDF + SECRET.encode(), name="playbook.pdf")
    file.save()


def delete_a_file(page: GatedMixin, user: Any) -> None:
    File.objects.filter(work=page.translation_key).first().delete()


def change_the_title_of_a_file(page: GatedMixin, user: Any) -> None:
    file = File.objects.filter(work=page.translation_key).first()
    file.title = SECRET
    file.save()


def change_the_title_of_a_file_alone(page: GatedMixin, user: Any) -> None:
    file = File.objects.filter(work=page.translation_key).first()
    file.title = SECRET
    file.save(update_fields=["title"])


def change_language(page: GatedMixin, user: Any) -> None:
    page.locale, page.live = Locale.objects.get(language_code="de"), True
    page.save()


# --- Wagtail's own actions ----------------------------------------------------------------------------------


def publish_the_draft(page: GatedMixin, user: Any) -> None:
    page.get_latest_revision().publish(user=user)


def publish_the_draft_as_nobody(page: GatedMixin, user: Any) -> None:
    page.get_latest_revision().publish()


def publish_the_draft_without_permission_checks(page: GatedMixin, user: Any) -> None:
    PublishPageRevisionAction(page.get_latest_revision(), user=user).execute(skip_permission_checks=True)


def publish_an_overwritten_revision(page: GatedMixin, user: Any) -> None:
    """The same id, other content: as a draft that saves itself, which makes another revision, and past that."""
    latest = page.get_latest_revision()
    draft = page.draft()
    write(draft, SECRET + " Twice.")
    with suppress(PermissionDenied), transaction.atomic():
        draft.save_revision(user=latest.user, overwrite_revision=latest).publish()
    Revision.objects.filter(pk=latest.pk).update(content=draft.serializable_data())
    Revision.objects.get(pk=latest.pk).publish()


def unpublish_edit_republish(page: GatedMixin, user: Any) -> None:
    was_live = page.live
    with transaction.atomic():
        if was_live:
            page.unpublish()
        stories.edit(fresh(page), user, **own_text(fresh(page).draft(), SECRET + " Again."))
        fresh(page).get_latest_revision().publish()


def schedule_and_publish_scheduled(page: GatedMixin, user: Any) -> None:
    draft = page.draft()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision(user=user)
    with suppress(PermissionDenied), transaction.atomic():
        revision.publish()
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    with suppress(CommandError):
        call_command("publish_scheduled", stdout=StringIO())


def save_a_scheduled_revision(page: GatedMixin, user: Any) -> None:
    with suppress(PermissionDenied), transaction.atomic():
        page.draft().save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
    with suppress(CommandError):
        call_command("publish_scheduled", stdout=StringIO())


def forge_a_schedule(page: GatedMixin, user: Any) -> None:
    """A decision with a time, written past the verb, by the chair."""
    chair = page.group.leader_users()[0]
    decision = {"decided_seal": stories.send(page, chair), "verdict": "ready", "answers": stories.ALL_YES}
    due = timezone.now() - timedelta(hours=1)
    QualityControl.objects.update(**decision, checklist=1, decided_by=chair, publish_at=due)
    call_command("publish_scheduled", stdout=StringIO())


def copy_with_publish_copies(page: GatedMixin, user: Any) -> None:
    page.copy(keep_live=True, update_attrs={"slug": "a-copy"})


def copy_by_the_action(page: GatedMixin, user: Any) -> None:
    CopyPageAction(page, keep_live=True, update_attrs={"slug": "a-copy"}).execute(skip_permission_checks=True)


def copy_the_group_with_its_outcomes(page: GatedMixin, user: Any) -> None:
    CopyPageAction(group_page_of(page), recursive=True, keep_live=True, update_attrs={"slug": "a-copy"}).execute(
        skip_permission_checks=True
    )


def copy_for_translation_as_alias(page: GatedMixin, user: Any) -> None:
    page.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True, alias=True)


def create_alias(page: GatedMixin, user: Any) -> None:
    page.create_alias(update_slug="an-alias")


def create_alias_by_the_action(page: GatedMixin, user: Any) -> None:
    CreatePageAliasAction(page, update_slug="an-alias").execute(skip_permission_checks=True)


def become_an_alias_of_live_content(page: GatedMixin, user: Any) -> None:
    page.alias_of, page.live = page.get_parent(), True
    page.save()


def move_elsewhere(page: GatedMixin, user: Any) -> None:
    MovePageAction(page, Page.objects.get(slug="home-de"), pos="last-child").execute(skip_permission_checks=True)


def revert_and_publish(page: GatedMixin, user: Any) -> None:
    first = page.revisions.order_by("pk").first()
    first.as_object().save_revision(previous_revision=first).publish(previous_revision=first)


def publish_every_version_again(page: GatedMixin, user: Any) -> None:
    """Those that a newer one superseded, and those that were withdrawn."""
    for revision in page.revisions.order_by("pk"):
        with suppress(PermissionDenied), transaction.atomic():
            revision.publish(user=user)


# --- The workflow, past the review screen -------------------------------------------------------------------


def approve_the_task_state(page: GatedMixin, user: Any) -> None:
    stories.send(page, page.group.leader_users()[0])
    state = fresh(page).current_workflow_state
    state.current_task_state.approve(user=user)


def finish_the_workflow(page: GatedMixin, user: Any) -> None:
    stories.send(page, page.group.leader_users()[0])
    fresh(page).current_workflow_state.finish(user=user)


def act_without_a_decision(page: GatedMixin, user: Any) -> None:
    stories.send(page, page.group.leader_users()[0])
    round_ = fresh(page).current_workflow_state.current_task_state.specific
    round_.task.specific.on_action(round_, user, "approve")


def forge_a_verdict(page: GatedMixin, user: Any) -> None:
    """A decision written past the verb, on the right content, but by the chair."""
    seal = stories.send(page, page.group.leader_users()[0])
    QualityControl.objects.update(decided_seal=seal, verdict="ready", answers=stories.ALL_YES, checklist=1)
    fresh(page).current_workflow_state.current_task_state.specific.approve(user=page.group.leader_users()[0])


def skip_the_task(page: GatedMixin, user: Any) -> None:
    stories.send(page, page.group.leader_users()[0])
    state = fresh(page).current_workflow_state
    state.current_task_state.status = "skipped"
    state.current_task_state.save()
    state.update(user=user)


def workflow_without_the_task(page: GatedMixin, user: Any) -> None:
    workflow = Workflow.objects.create(name="Short cut")
    task = GroupApprovalTask.objects.create(name="Nod")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=page.get_parent())
    state = workflow.start(page, user)
    state.current_task_state.approve(user=user)


def workflow_with_the_task_deactivated(page: GatedMixin, user: Any) -> None:
    Task.objects.update(active=False)
    page.get_workflow().start(page, user)


# --- wagtail-localize ---------------------------------------------------------------------------------------


def localize_and_publish(page: GatedMixin, user: Any) -> None:
    french = Locale.objects.get(language_code="fr")
    page_in(page, french)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=french).save_target(user=user, publish=True)


def localize_with_live_aliases_of_the_parents(page: GatedMixin, user: Any) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="fr"))
    translation.save_target(user=user, publish=True)


def localize_without_publishing(page: GatedMixin, user: Any) -> None:
    """It writes the live row of a live translation, and says that it publishes nothing."""
    french = Locale.objects.get(language_code="fr")
    page_in(page, french)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=french)
    StringTranslation.objects.filter(locale=french).update(data=SECRET)
    translation.save_target(user=user, publish=False)


# --- Past the program: only PostgreSQL's own guard sees it --------------------------------------------------


def live_by_sql(page: GatedMixin, user: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = true WHERE id = %s", [page.pk])


def live_by_update(page: GatedMixin, user: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)
