"""The Secretariat's queue with 500 pages waiting (P14): written into a transaction that is rolled back."""

import statistics
import time

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowState

from focusgroups.models import FocusGroupPage
from moderation.models import QualityControl, QualityControlTask
from outcomes.models import OutcomePage

WAITING = 500


def _fill(sender: object) -> None:
    """Rows as sending writes them, without the mails."""
    groups = list(FocusGroupPage.objects.live().filter(locale__language_code="en").order_by("path"))
    workflow = Workflow.objects.get(active=True)
    page_type = ContentType.objects.get_for_model(Page)
    task = QualityControlTask.objects.get(active=True)
    for number in range(WAITING):
        group = groups[number % len(groups)]
        group.refresh_from_db()
        page = OutcomePage(title=f"Outcome {number}", live=False, locale=group.locale, owner=sender)
        group.add_child(instance=page)
        revision = page.save_revision(user=sender)
        state = WorkflowState.objects.create(
            content_type=page.content_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            workflow=workflow,
            requested_by=sender,
        )
        state.current_task_state = QualityControl.objects.create(workflow_state=state, task=task, revision=revision)
        state.save()


def queue(rounds: int) -> tuple[int, float, float]:
    """Queries, median CPU milliseconds and kilobytes of the queue's first page."""
    reader = get_user_model().objects.with_perm("scm_moderation.decide", include_superusers=False).first()
    client = Client(SERVER_NAME="127.0.0.1")
    cpu = []
    with transaction.atomic():
        _fill(get_user_model().objects.exclude(pk=reader.pk).first())
        client.force_login(reader)
        client.get(reverse("moderation:queue"))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("moderation:queue"))
        assert response.status_code == 200
        queries = len(captured)
        for _round in range(rounds):
            begun = time.process_time()
            client.get(reverse("moderation:queue"))
            cpu.append((time.process_time() - begun) * 1000)
        transaction.set_rollback(True)
    return queries, statistics.median(cpu), len(response.content) / 1024
