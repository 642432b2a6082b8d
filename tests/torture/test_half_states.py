"""A verb that breaks off at any statement leaves everything as it was: the state is before or after, never between.

The database refuses the n-th statement of a verb, for each of its statements; after each refusal every table holds what it
held before. In ``.ci/run`` only statements that write are refused (between two of them nothing changes), at most ten a
verb; in ``make torture`` every statement. Jobs and mails are rows, as on a server, and stand or fall with the rest.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

import files.actions as file_actions
import focusgroups.actions as group_actions
import outbox.actions as outbox_actions
import outcomes.actions as outcome_actions
import scm_site.actions as site_actions
import search.actions as search_actions
import translations.actions as translation_actions
from files.models import FileText
from focusgroups.actions.membership import start_membership
from focusgroups.actions.plan_dates import plan_dates
from focusgroups.choices import Role
from focusgroups.models import FocusGroup, Theme
from moderation import actions
from moderation.actions.send import check_and_seal
from moderation.checklist import Question
from moderation.choices import ChecklistKind
from moderation.models import Checklist, Point, PreviewLink, QualityControl
from outbox.models import Message
from outcomes.importing import read_plan
from outcomes.models import OutcomePage
from scm_site.actions.change_address import change_address
from tests import stories
from tests.factories import PersonFactory
from tests.moderation.conftest import fresh
from tests.moderation.test_gate_screens import typed
from tests.torture.breaking_off import (
    Aborted,
    Verb,
    attempt,
    first_difference,
    functions_called,
    snapshot,
    some_of,
    undone,
    verbs_of_the_house,
    was_called,
    what_is_missing,
)
from translations.segments import segments_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_worker(settings: Any) -> None:
    """As on a server: jobs and mails are rows."""
    settings.SCM_OUTBOX_WORKER = True
    settings.TASKS = settings.TASKS_OF_WORKER


# --- The verbs, each with what stands before it ----------------------------------------------------------------


@pytest.fixture
def draft(public_group: Any, chair: Any) -> OutcomePage:
    return stories.draft_outcome(public_group, chair, themes=Theme.objects.all()[:2])


@pytest.fixture
def sent(draft: OutcomePage, chair: Any) -> OutcomePage:
    stories.send(draft, chair)
    return draft


@pytest.fixture
def public_outcome(public_group: Any, chair: Any, secretariat: Any) -> OutcomePage:
    image = stories.picture(chair)
    return stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, body=[("image", image)])


@pytest.fixture
def scheduled(sent: OutcomePage, secretariat: Any) -> OutcomePage:
    later = timezone.now() + timedelta(days=1)
    stories.approve(
        page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), answers=stories.ALL_YES, publish_at=later
    )
    return sent


@pytest.fixture
def set_up(support: Any, chair_person: Any, co_chair_person: Any, today: Any) -> Verb:
    return lambda: group_actions.set_up_group(
        name="Quiet streets",
        challenge="<p>Noise.</p>",
        themes=Theme.objects.all()[:2],
        planned_start=today,
        planned_end=today.replace(year=today.year + 1),
        chair=chair_person,
        co_chair=co_chair_person,
        by=support,
        today=today,
    )


@pytest.fixture
def confirm(set_up: Verb, secretariat: Any, chair_person: Any, co_chair_person: Any, today: Any) -> Verb:
    group = set_up()
    return lambda: group_actions.confirm_leaders(
        group=group, chair=chair_person, co_chair=co_chair_person, by=secretariat, today=today
    )


@pytest.fixture
def add_participant(group: Any, chair: Any, today: Any) -> Verb:
    person = PersonFactory()
    return lambda: group_actions.add_member(group=group, person=person, role=Role.PARTICIPANT, by=chair, today=today)


@pytest.fixture
def end_participation(add_participant: Verb, chair: Any, today: Any) -> Verb:
    membership = add_participant()
    return lambda: group_actions.end_membership(membership=membership, by=chair, today=today)


@pytest.fixture
def send(draft: OutcomePage, chair: Any) -> Verb:
    return lambda: actions.send_to_quality_control(page_id=draft.pk, by=chair, note=stories.NOTE)


@pytest.fixture
def send_again(sent: OutcomePage, chair: Any, secretariat: Any) -> Verb:
    points = [("", "A picture would help.", False)]
    actions.return_to_group(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), points=points)
    return lambda: actions.send_to_quality_control(page_id=sent.pk, by=chair, note=stories.NOTE)


@pytest.fixture
def edit_and_send(draft: OutcomePage, chair: Any, signed_in: Any) -> Verb:
    client = signed_in(chair)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    return lambda: client.post(address, typed(**{"action-send": "1", "note_to_reviewer": stories.NOTE}))


@pytest.fixture
def create_and_send(public_group: Any, chair: Any, signed_in: Any) -> Verb:
    client = signed_in(chair)
    parent = stories.page_of(public_group)
    address = reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", parent.pk])
    return lambda: client.post(address, typed(**{"action-send": "1", "note_to_reviewer": stories.NOTE}))


@pytest.fixture
def answer_points(return_: Verb, sent: OutcomePage, chair: Any) -> Verb:
    return_()
    answers = {point.pk: ("done", "Done.") for point in Point.objects.all()}
    return lambda: actions.answer_points(page_id=sent.pk, by=chair, answers=answers)


@pytest.fixture
def take_back(sent: OutcomePage, chair: Any) -> Verb:
    return lambda: actions.take_back(page_id=sent.pk, by=chair)


@pytest.fixture
def return_(sent: OutcomePage, secretariat: Any) -> Verb:
    seal = stories.seal_of(sent)
    points = [("abstract", "Say for whom."), ("", "Shorter, please.", False)]
    return lambda: actions.return_to_group(page_id=sent.pk, by=secretariat, seal=seal, points=points)


@pytest.fixture
def approve(sent: OutcomePage, secretariat: Any) -> Verb:
    seal = stories.seal_of(sent)
    return lambda: stories.approve(page_id=sent.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def approve_a_second_version(public_outcome: OutcomePage, chair: Any, secretariat: Any) -> Verb:
    stories.edit(public_outcome, chair, title="Second version", body=[("heading", "New")])
    seal = stories.send(public_outcome, chair)
    return lambda: stories.approve(page_id=public_outcome.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def schedule(sent: OutcomePage, secretariat: Any) -> Verb:
    seal, later = stories.seal_of(sent), timezone.now() + timedelta(days=1)
    return lambda: stories.approve(
        page_id=sent.pk, by=secretariat, seal=seal, answers=stories.ALL_YES, publish_at=later
    )


@pytest.fixture
def cancel_schedule(scheduled: OutcomePage, secretariat: Any) -> Verb:
    return lambda: actions.cancel_schedule(page_id=scheduled.pk, by=secretariat)


@pytest.fixture
def publish_when_due(scheduled: OutcomePage) -> Verb:
    due = timezone.now() + timedelta(days=2)

    def publish() -> None:
        _published, errors = actions.publish_due(now=due)
        if errors:
            raise Aborted(errors)

    return publish


@pytest.fixture
def refuse_when_due(scheduled: OutcomePage, chair: Any, publish_when_due: Verb) -> Verb:
    stories.edit(scheduled, chair, title="Changed meanwhile")
    return publish_when_due


@pytest.fixture
def withdraw(public_outcome: OutcomePage, secretariat: Any) -> Verb:
    return lambda: actions.withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")


@pytest.fixture
def withdraw_the_group(public_outcome: OutcomePage, secretariat: Any) -> Verb:
    parent = public_outcome.get_parent()
    return lambda: actions.withdraw(page_id=parent.pk, by=secretariat, reason="Set up by mistake.")


@pytest.fixture
def ask_for_a_translation(public_outcome: OutcomePage, secretariat: Any, french_translator: Any) -> Verb:
    return lambda: translation_actions.request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)


@pytest.fixture
def submit(request_: Any, french_translator: Any, french_reviewer: Any) -> Verb:
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request_)}
    translation_actions.save_segments(request=request_, texts=texts, by=french_translator)
    return lambda: translation_actions.submit_translation(request=request_, by=french_translator)


@pytest.fixture
def request_(ask_for_a_translation: Verb) -> Any:
    return ask_for_a_translation()


@pytest.fixture
def approve_a_translation(submit: Verb, request_: Any, french_reviewer: Any) -> Verb:
    submit()
    page = OutcomePage.objects.get(pk=request_.page_id)
    seal = stories.seal_of(page)
    return lambda: stories.approve(page_id=page.pk, by=french_reviewer, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def fill_in(public_group: Any, chair: Any, secretariat: Any) -> Verb:
    group = public_group
    stories.write_programme(group, chair)
    stories.pass_quality_control(stories.programme_of(group), sender=chair, reviewer=secretariat)
    return lambda: group_actions.fill_in_terms(page=stories.terms_of(group), by=chair)


@pytest.fixture
def agree(group: Any, secretariat: Any, today: Any) -> Verb:
    return lambda: group_actions.agree_group(group=group, by=secretariat, on=today, today=today)


@pytest.fixture
def form(agree: Verb, group: Any, secretariat: Any, today: Any) -> Verb:
    agree()
    return lambda: group_actions.form_group(group=group, by=secretariat, on=today, today=today)


@pytest.fixture
def launch(form: Verb, group: Any, secretariat: Any, today: Any) -> Verb:
    form()
    return lambda: group_actions.launch_group(group=group, by=secretariat, on=today, today=today)


@pytest.fixture
def conclude(launch: Verb, group: Any, secretariat: Any, today: Any) -> Verb:
    launch()
    return lambda: group_actions.conclude_group(group=group, by=secretariat, on=today, today=today)


@pytest.fixture
def end_early(launch: Verb, group: Any, secretariat: Any, today: Any) -> Verb:
    launch()
    return lambda: group_actions.end_group_early(
        group=group, by=secretariat, on=today, today=today, note="The cities left."
    )


@pytest.fixture
def consent(group: Any, chair_person: Any, support: Any) -> Verb:
    return lambda: group_actions.record_consent(
        person=chair_person, group=group, given=not chair_person.is_named(), by=support
    )


@pytest.fixture
def import_(support: Any, today: Any) -> Verb:
    outcome = {"title": "A guide", "format": "report"}
    facts = {"name": "Warm homes", "sources": ["Minutes of 2020"], "ended": "2021-05", "outcomes": [outcome]}
    plan = read_plan({"groups": [facts]})
    return lambda: outcome_actions.import_groups(plan=plan, by=support, today=today)


@pytest.fixture
def approve_the_programme(public_group: Any, chair: Any, secretariat: Any) -> Verb:
    stories.write_programme(public_group, chair)
    page = stories.programme_of(public_group)
    seal = stories.send(page, chair)
    return lambda: stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def take(sent: OutcomePage, secretariat: Any) -> Verb:
    return lambda: actions.take(page_id=sent.pk, by=secretariat)


@pytest.fixture
def hand_over(take: Verb, sent: OutcomePage, secretariat: Any, second_secretariat: Any) -> Verb:
    take()
    return lambda: actions.hand_over(page_id=sent.pk, to=second_secretariat, by=secretariat)


@pytest.fixture
def remind(sent: OutcomePage) -> Verb:
    due = QualityControl.objects.get(workflow_state__object_id=str(sent.pk)).due_on
    later = timezone.now() + (due - timezone.localdate()) + timedelta(days=1)

    def remind() -> None:
        # It goes on with the next round, and tries this one again.
        if not actions.remind_due(now=later):
            raise Aborted

    return remind


@pytest.fixture
def begin_small_fixes(sent: OutcomePage, secretariat: Any) -> Verb:
    seal = stories.seal_of(sent)
    return lambda: actions.begin_small_fixes(page_id=sent.pk, by=secretariat, seal=seal)


@pytest.fixture
def ask_to_confirm(begin_small_fixes: Verb, sent: OutcomePage, secretariat: Any) -> Verb:
    begin_small_fixes()
    stories.edit(fresh(sent), secretariat, abstract="Three models of financing, compared.")
    return lambda: actions.ask_to_confirm(page_id=sent.pk, by=secretariat)


@pytest.fixture
def confirm_small_fixes(ask_to_confirm: Verb, sent: OutcomePage, chair: Any) -> Verb:
    ask_to_confirm()
    seal = stories.seal_of(sent)
    return lambda: actions.confirm_small_fixes(page_id=sent.pk, by=chair, seal=seal)


@pytest.fixture
def approve_with_small_fixes(confirm_small_fixes: Verb, sent: OutcomePage, second_secretariat: Any) -> Verb:
    confirm_small_fixes()
    seal = stories.seal_of(sent)
    return lambda: stories.approve(page_id=sent.pk, by=second_secretariat, seal=seal, answers=stories.ALL_YES)


@pytest.fixture
def revise_checklist(secretariat: Any) -> Verb:
    before = Checklist.objects.in_force(ChecklistKind.DELIVERY)
    questions = [*before.questions, Question("", {"en": "A city outside the group could repeat it."})]
    return lambda: actions.revise_checklist(
        kind=ChecklistKind.DELIVERY, based_on=before.version, questions=questions, by=secretariat
    )


@pytest.fixture
def share(draft: OutcomePage, secretariat: Any) -> Verb:
    now = timezone.now()
    return lambda: actions.make_preview_link(page=draft, audience="Advisory Board", days=7, by=secretariat, now=now)


@pytest.fixture
def revoke_link(share: Verb, secretariat: Any) -> Verb:
    share()
    link = PreviewLink.objects.get()
    return lambda: actions.revoke_preview_link(link_id=link.pk, by=secretariat, now=timezone.now())


@pytest.fixture
def report(public_outcome: OutcomePage) -> Verb:
    return lambda: actions.report_problem(
        page=public_outcome,
        version="1.0",
        reader_language="de",
        text="Table 2 shows euros.",
        email="reader@city.example",
        form_key="once",
        now=timezone.now(),
    )


@pytest.fixture
def answer_a_report(report: Verb, secretariat: Any) -> Verb:
    number = report().pk
    return lambda: actions.answer_report(
        report_id=number, by=secretariat, result="mended", answer="Thank you.", now=timezone.now()
    )


@pytest.fixture
def correct(public_outcome: OutcomePage, secretariat: Any) -> Verb:
    day = date(2026, 6, 1)
    return lambda: outcome_actions.record_correction(
        page=public_outcome,
        texts={"en": "Table 2 showed euros, not thousands of euros."},
        corrected_version="1.0",
        on=day,
        by=secretariat,
        today=day,
    )


@pytest.fixture
def change_the_address(public_outcome: OutcomePage, request_: Any, secretariat: Any) -> Verb:
    return lambda: change_address(page=public_outcome, slug="playbook", by=secretariat)


@pytest.fixture
def translate(request_: Any, french_translator: Any) -> Verb:
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request_)}
    return lambda: translation_actions.save_segments(request=request_, texts=texts, by=french_translator)


@pytest.fixture
def add_a_translated_file(request_: Any, french_translator: Any) -> Verb:
    return lambda: translation_actions.add_file(
        request=request_, upload=SimpleUploadedFile("guide.pdf", stories.PDF), title="Guide", by=french_translator
    )


@pytest.fixture
def keep_translated_files(request_: Any, add_a_translated_file: Verb, french_translator: Any) -> Verb:
    document = add_a_translated_file()
    files = [{"document": document, "language": "fr", "description": "Guide", "accessible": True}]
    return lambda: translation_actions.save_files(request=request_, files=files, by=french_translator)


@pytest.fixture
def withdraw_with_a_translation(approve_a_translation: Verb, public_outcome: OutcomePage, secretariat: Any) -> Verb:
    approve_a_translation()
    return lambda: actions.withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")


@pytest.fixture
def withdraw_a_translation(approve_a_translation: Verb, request_: Any, secretariat: Any) -> Verb:
    approve_a_translation()
    return lambda: actions.withdraw(page_id=request_.page_id, by=secretariat, reason="A sentence says the opposite.")


@pytest.fixture
def erase(draft: OutcomePage, administrator: Any) -> Verb:
    file = draft.files[0].value["document"]
    return lambda: file_actions.erase_file(upload=file, reason="A participant asked for it.", by=administrator)


@pytest.fixture
def read_a_file(draft: OutcomePage) -> Verb:
    file = draft.files[0].value["document"]
    FileText.objects.filter(file=file).delete()
    return lambda: file_actions.read_text(file=file)


@pytest.fixture
def send_a_mail_again(group: Any, secretariat: Any) -> Verb:
    mail = Message.objects.first()
    Message.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), tries=1)
    return lambda: outbox_actions.send_again(message=mail, by=secretariat)


@pytest.fixture
def try_a_job_again(group: Any, secretariat: Any) -> Verb:
    job = update_reference_index_task.enqueue("wagtailcore", "no_such_model", "1")
    DBTaskResult.objects.filter(pk=job.id).update(status="FAILED", exception_class_path="builtins.LookupError")
    return lambda: outbox_actions.try_job_again(job_id=job.id, by=secretariat)


@pytest.fixture
def set_up_the_site(db: None) -> Verb:
    """On a site that lacks a role and a page."""
    Group.objects.get(name="SCM support team").delete()
    Page.objects.filter(slug="cookies").update(slug="biscuits")
    return site_actions.setup_site


# What is tried, and the functions of the house that it carries out.
TRIED: dict[str, tuple[Callable[..., Any], ...]] = {
    "set_up": (group_actions.set_up_group,),
    "confirm": (group_actions.confirm_leaders, start_membership),
    "add_participant": (group_actions.add_member, start_membership),
    "end_participation": (group_actions.end_membership,),
    "agree": (group_actions.agree_group,),
    "form": (group_actions.form_group,),
    "launch": (group_actions.launch_group,),
    "conclude": (group_actions.conclude_group,),
    "end_early": (group_actions.end_group_early,),
    "consent": (group_actions.record_consent,),
    "import_": (outcome_actions.import_groups, group_actions.take_over_group, outcome_actions.record_outcome),
    "fill_in": (group_actions.fill_in_terms,),
    "send": (actions.send_to_quality_control, check_and_seal, outbox_actions.post_message),
    "send_again": (actions.send_to_quality_control,),
    "edit_and_send": (actions.send_to_quality_control,),
    "create_and_send": (actions.send_to_quality_control, outcome_actions.record_outcome),
    "take": (actions.take,),
    "hand_over": (actions.hand_over,),
    "remind": (actions.remind_due,),
    "take_back": (actions.take_back,),
    "return_": (actions.return_to_group,),
    "answer_points": (actions.answer_points,),
    "approve": (
        actions.approve,
        actions.publish_decided,
        file_actions.lock_files,
        file_actions.make_public,
        outcome_actions.record_publication,
    ),
    "approve_a_second_version": (actions.approve, file_actions.make_private),
    "approve_the_programme": (actions.approve, plan_dates),
    "begin_small_fixes": (actions.begin_small_fixes,),
    "ask_to_confirm": (actions.ask_to_confirm,),
    "confirm_small_fixes": (actions.confirm_small_fixes,),
    "approve_with_small_fixes": (actions.approve,),
    "schedule": (actions.approve,),
    "cancel_schedule": (actions.cancel_schedule,),
    "publish_when_due": (actions.publish_due, actions.publish_decided),
    "refuse_when_due": (actions.publish_due,),
    "revise_checklist": (actions.revise_checklist,),
    "share": (actions.make_preview_link,),
    "revoke_link": (actions.revoke_preview_link,),
    "report": (actions.report_problem,),
    "answer_a_report": (actions.answer_report,),
    "correct": (outcome_actions.record_correction,),
    "withdraw": (actions.withdraw, outcome_actions.record_withdrawal, file_actions.close_pictures),
    "withdraw_the_group": (actions.withdraw,),
    "withdraw_with_a_translation": (actions.withdraw,),
    "withdraw_a_translation": (actions.withdraw,),
    "change_the_address": (change_address,),
    "ask_for_a_translation": (translation_actions.request_translation,),
    "translate": (translation_actions.save_segments,),
    "add_a_translated_file": (translation_actions.add_file,),
    "keep_translated_files": (translation_actions.save_files, file_actions.claim_files),
    "submit": (translation_actions.submit_translation,),
    "approve_a_translation": (actions.approve, actions.publish_decided),
    "erase": (file_actions.erase_file, file_actions.lock_files),
    "read_a_file": (file_actions.read_text,),
    "send_a_mail_again": (outbox_actions.send_again,),
    "try_a_job_again": (outbox_actions.try_job_again,),
    "set_up_the_site": (site_actions.setup_site, site_actions.apply_roles),
}
NOT_TRIED: dict[Callable[..., Any], str] = {
    actions.what_is_due: "It reads.",
    outcome_actions.already_here: "It reads.",
    actions.open_preview_link: "It writes with one statement.",
    actions.forget_old_reports: "It writes with one statement.",
    outbox_actions.forget_old_mails: "It writes with one statement.",
    search_actions.note_empty_search: "It writes with one statement.",
    search_actions.forget_old_empty_searches: "It writes with one statement.",
    outbox_actions.run_due_jobs: "Each job is a transaction of its own; test_killed_worker.py breaks it off.",
    outbox_actions.deliver_due: "A mail that went out cannot be undone; test_killed_worker.py breaks it off.",
}


def test_every_verb_is_tried_or_says_why_not() -> None:
    tried = {verb for verbs in TRIED.values() for verb in verbs}

    assert tried | set(NOT_TRIED) == verbs_of_the_house()
    assert not tried & set(NOT_TRIED)


@pytest.mark.torture
@pytest.mark.parametrize("name", TRIED)
def test_a_verb_that_breaks_off_changes_nothing(
    name: str, public_group: FocusGroup, request: pytest.FixtureRequest, measured: Callable[[str], None]
) -> None:
    verb: Verb = request.getfixturevalue(name)
    before = snapshot()
    with undone(), functions_called() as called:
        verb()
    # What Django looks up once and keeps is kept now, so that each attempt makes the same statements.
    whole = attempt(verb, at=0)
    places = some_of(whole.seen)
    between: list[str] = []

    for at in places:
        abort = attempt(verb, at)
        # Whoever takes a failed look for an answer (Django, while it validates) goes on, and must come to the end.
        table = (
            first_difference(before, abort.left) if abort.raised else what_is_missing(before, whole.left, abort.left)
        )
        if table:
            between.append(f"{table} after: {abort.refused}")

    assert between == []
    assert first_difference(before, whole.left), "the verb does something"
    assert [verb.__name__ for verb in TRIED[name] if not was_called(verb, called)] == []
    measured(f"{name}: {len(places)} of {whole.seen} statements")
