"""The demonstration comes about by the product's own verbs, once, and holds what it promises."""

from collections import Counter
from typing import Any

import pypdf
import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from files.models import File
from focusgroups.choices import Format, State
from focusgroups.models import (
    FocusGroup,
    FocusGroupPage,
    GatedPage,
    Person,
    TermsOfReferencePage,
    WorkProgrammePage,
)
from moderation.actions import withdraw
from moderation.choices import Stage
from moderation.content import content_of
from moderation.models import Approval
from moderation.standing import standing_of
from outbox.models import Message
from outcomes.models import Outcome, OutcomePage
from scm_site.actions.change_address import change_address
from scm_site.demo.accounts import PASSWORD, accounts
from scm_site.demo.fields import group_values
from scm_site.demo.load import load_groups, load_people, load_translation, translated
from scm_site.demo.seed import TRANSLATED
from scm_site.demo.translations import NotMatched, match
from scm_site.pages.languages import work_url
from translations.models import TranslationRequest

# The stories in Chromium begin with the demonstration on each database.
pytestmark = pytest.mark.further
LANGUAGES = ["fr", "de"]
GATED = [model for model in apps.get_models() if issubclass(model, GatedPage)]


def live_outcomes(language: str = "en") -> list[OutcomePage]:
    return list(OutcomePage.objects.live().filter(locale__language_code=language))


def translated_group(language: str) -> FocusGroupPage:
    content = next(content for content in load_groups() if content["key"] == TRANSLATED)
    group = FocusGroup.objects.get(name=content["name"])
    return FocusGroupPage.objects.get(translation_key=group.work, locale__language_code=language)


def everything() -> dict[str, Any]:
    counts = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    newest = {
        model: model.objects.order_by("-pk").first() for model in (Revision, PageLogEntry, ModelLogEntry, Message)
    }
    return counts | newest


def test_there_is_a_group_in_each_state(demonstration: None) -> None:
    assert set(FocusGroup.objects.filter(source_note="").values_list("state", flat=True)) == set(State)


def test_outcomes_of_each_format_are_public_with_their_files(demonstration: None) -> None:
    pages = live_outcomes()

    assert len(pages) >= 10
    assert {page.format for page in pages} == set(Format)
    assert sum(bool(page.files) for page in pages) >= 8
    assert all(block.value["document"].is_public for page in pages for block in page.files)
    assert all(page.planned_outcome in planned_ids() for page in pages if page.planned_outcome)


def planned_ids() -> set[str]:
    return {block.id for page in WorkProgrammePage.objects.all() for block in page.planned_outcomes}


def test_outcomes_stand_in_each_stage_of_quality_control(demonstration: None) -> None:
    stages = Counter(standing_of(page).stage for page in OutcomePage.objects.filter(locale__language_code="en"))

    assert all(stages[stage] for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.RETURNED, Stage.PUBLISHED))
    assert Outcome.objects.exclude(withdrawn_at=None).get().withdrawal_reason
    assert {record.current_version for record in Outcome.objects.all()} >= {"1.0", "1.1"}


def test_every_file_is_a_tagged_report_of_three_pages_or_more_in_its_language(demonstration: None) -> None:
    """Of drafts, translations and what was withdrawn too."""
    blocks = [block.value for page in OutcomePage.objects.all() for block in page.draft().files]
    looked_at = set()
    for block in blocks:
        with block["document"].file.open() as stream:
            reader = pypdf.PdfReader(stream)
            root = reader.trailer["/Root"]
            assert (len(reader.pages) >= 3, root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, True, block["language"])
            assert "/StructTreeRoot" in root
        looked_at.add(block["document"].pk)

    assert looked_at == set(File.objects.values_list("pk", flat=True))
    assert len(looked_at) >= 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_group_is_public_throughout_in_each_language(demonstration: None, language: str) -> None:
    page = translated_group(language)
    source = translated_group("en")
    children = {child.translation_key: child.specific for child in page.get_children()}
    terms = TermsOfReferencePage.objects.child_of(page).get()

    assert page.live
    assert page.challenge != source.challenge
    assert len(live_outcomes(language)) == 4
    for child in source.get_children().live().specific():
        assert children[child.translation_key].live
        assert children[child.translation_key].title != child.title
    assert terms.snapshot["name"] == page.title
    assert terms.snapshot["aims"][0] == WorkProgrammePage.objects.child_of(page).get().objectives[0].value["title"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_in_another_language_has_its_own_file_and_tables(demonstration: None, language: str) -> None:
    for page in live_outcomes(language):
        source = page.source_page()
        tables = [block.value for block in page.body if block.block_type == "table"]
        source_tables = [block.value for block in source.body if block.block_type == "table"]

        assert [block.value["language"] for block in page.files] == [language]
        assert all(
            table["table_caption"] != other["table_caption"] for table, other in zip(tables, source_tables, strict=True)
        )
        assert all(table["data"][0] != other["data"][0] for table, other in zip(tables, source_tables, strict=True))


def test_every_public_page_has_its_approval_in_force(demonstration: None) -> None:
    pages = [page for model in GATED for page in model.objects.live()]

    assert len(pages) > 30
    for page in pages:
        approval = Approval.objects.for_work(page.translation_key, page.locale.language_code).in_force().get()
        assert approval.seal == content_of(page).seal
        assert page.live_revision is not None


def test_each_step_bears_the_day_that_the_content_gives_it(demonstration: None) -> None:
    content = next(content for content in load_groups() if content["key"] == TRANSLATED)
    group = FocusGroup.objects.get(name=content["name"])
    outcome = next(outcome for outcome in content["outcome"] if outcome["state"] == "live")
    page = OutcomePage.objects.get(slug=outcome["slug"], locale__language_code="en")

    days = {event.kind: event.recorded_at.date() for event in group.events.all()}
    approvals = Approval.objects.for_work(page.translation_key, "en").order_by("pk")
    french = Approval.objects.for_work(page.translation_key, "fr").get()

    assert (days["agreed"], days["launched"]) == (content["agreed_on"], content["launched_on"])
    assert outcome["date"] <= approvals[0].approved_at.date() < french.approved_at.date()
    assert page.first_published_at.date() == approvals[0].approved_at.date()


def test_nobody_is_named_who_did_not_agree(demonstration: None) -> None:
    silent = [person["email"] for person in load_people() if not person["consent"]]

    assert not any(person.is_named() for person in Person.objects.filter(email__in=silent))
    assert sum(person.is_named() for person in Person.objects.all()) >= 25


def test_no_mail_bears_a_link_that_changes_the_one_password(demonstration: None) -> None:
    welcomes = Message.objects.filter(kind="focusgroups.welcome_leader")

    assert welcomes.exists()
    assert not welcomes.filter(text__contains="password_reset").exists()


def test_every_account_signs_in_with_the_one_password(demonstration: None) -> None:
    for account in accounts():
        assert authenticate(username=account.email, password=PASSWORD) is not None


def test_what_was_ever_public_answers_for_good(demonstration: None) -> None:
    """F2: with its page, a way to it, or the sentence that says why it is gone; whatever happens to it."""
    secretariat = get_user_model().objects.get(email=load_people()[0]["email"])
    works = Approval.objects.values("work")
    sources = [page for model in GATED for page in model.objects.filter(translation_key__in=works) if page.is_source()]
    asked = {work_url(page, language) for page in sources for language in ("en", "fr", "de")}
    asked |= {f"/id/{record.reference}/" for record in Outcome.objects.filter(work__in=works)}
    asked |= {f"/id/{record.reference}/" for record in FocusGroup.objects.filter(work__in=works)}
    first, second = live_outcomes()[:2]
    group = first.get_parent().specific

    with transaction.atomic():
        change_address(page=first, slug="another-address", by=secretariat)
        change_address(page=group, slug="another-group", by=secretariat)
        withdraw(page_id=second.pk, by=secretariat, kind="errors", reason="A figure is wrong.")
        withdraw(page_id=translated_group("en").pk, by=secretariat, kind="rights", reason="Rights are not clear.")
        answers = {address: Client().get(address, follow=True).status_code for address in asked}
        transaction.set_rollback(True)

    assert len(asked) > 60
    assert set(answers.values()) == {200, 410}, [address for address, code in answers.items() if code == 404]


def test_a_second_run_changes_nothing(demonstration: None) -> None:
    before = everything()

    call_command("seed_demo", verbosity=0)

    assert everything() == before


def test_a_text_without_translation_is_refused(demonstration: None) -> None:
    page = translated_group("en")
    request = TranslationRequest.objects.of(page.translation_key, "fr").get()
    content = next(content for content in load_groups() if content["key"] == TRANSLATED)
    values = group_values(translated(content, load_translation(TRANSLATED, "fr")))
    values["scope_in"].pop()

    with pytest.raises(NotMatched, match="scope_in"):
        match(request, page, values)


@pytest.mark.django_db
def test_the_demonstration_is_refused_on_a_real_site() -> None:
    with pytest.raises(CommandError, match="not those of a demonstration"):
        call_command("seed_demo")

    assert not FocusGroup.objects.exists()
