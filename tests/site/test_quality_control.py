"""The public record of quality control (N7): what was checked, when, by which questions, and never by whom."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from moderation.actions import (
    answer_points,
    hand_over,
    publish_due,
    return_to_group,
    send_to_quality_control,
    take_back,
    withdraw,
)
from moderation.choices import Answer
from moderation.models import Approval, Point
from scm_site.pages.languages import work_url
from tests import stories
from tests.site.test_withdrawn import in_french
from translations.actions import request_translation


def record(reference: str, language: str = "en") -> str:
    response = Client().get(f"/{language}/id/{reference}/quality-control/")
    assert response.status_code == 200
    assert not response.cookies
    return re.sub(r"\s+", " ", response.content.decode())


def for_programs(reference: str) -> dict[str, Any]:
    return Client().get(f"/id/{reference}/quality-control.json", headers={"accept-language": "de"}).json()


def new_version(page: Any, chair: Any, reviewer: Any, **values: Any) -> None:
    stories.edit(type(page).objects.get(pk=page.pk), chair, **values)
    stories.pass_quality_control(page, sender=chair, reviewer=reviewer)


def test_a_record_tells_of_every_version_in_every_language(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    in_french(page, secretariat, french_translator, french_reviewer)
    new_version(page, chair, secretariat, abstract="Corrected.")

    html = record(page.record.reference)

    for heading in ("Version 1.1, English", "Version 1.0, English", "Version 1.0, French"):
        assert heading in html
    assert html.count("This version is public") == 2
    assert html.count("Replaced by a newer version") == 1
    assert "It is what was agreed in the work programme. <strong>Yes</strong>" in html
    assert "It says all that the source says, and nothing else. <strong>Yes</strong>" in html


def test_its_answer_for_programs_says_the_same_in_codes(
    publish: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    in_french(page, secretariat, french_translator, french_reviewer)

    answer = for_programs(page.record.reference)

    (work,) = answer["works"]
    french, english = work["checks"]
    approval = Approval.objects.get(work=page.translation_key, language="en")
    assert (work["type"], work["title"], work["is_public"]) == ("outcomepage", "A playbook", True)
    assert (french["language"], french["translates_version"]) == ("fr", "1.0")
    assert english | {"answers": []} == {
        "version": "1.0",
        "language": "en",
        "translates_version": None,
        "checked_at": approval.approved_at.isoformat(),
        "checklist_version": 1,
        "answers": [],
        "result": "ready",
        "content_sha256": approval.seal,
        "in_force": True,
        "withdrawn_at": None,
        "erased": [],
    }
    question = {"question": "It is what was agreed in the work programme.", "mandatory": True, "yes": True}
    assert english["answers"][0] == question


def test_a_record_names_nobody(publish: Any, chair: Any, secretariat: Any) -> None:
    secretariat.first_name, secretariat.last_name = "Vera", "Zimmerling"
    secretariat.save()
    page = publish("A playbook")

    told = record(page.record.reference) + str(for_programs(page.record.reference))

    for name in ("Zimmerling", chair.email, chair.last_name):
        assert not name or name not in told


@pytest.fixture
def told(public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any) -> Any:
    """An outcome that was returned, answered, handed over and approved with a time; everybody's words are marked."""
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    points = [("abstract", "Zimmerling should be named."), ("", "Ask Zimmerling.", False)]
    return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=points)
    name, wish = Point.objects.order_by("pk")
    given = {name.pk: (Answer.DONE, ""), wish.pk: (Answer.NOT_DONE, "Zimmerling is away.")}
    answer_points(page_id=page.pk, by=chair, answers=given)
    send_to_quality_control(page_id=page.pk, by=chair, note="As Zimmerling wished.")
    hand_over(page_id=page.pk, to=second_secretariat, by=secretariat)
    at = timezone.now() + timedelta(days=1)
    stories.approve(
        page_id=page.pk,
        by=second_secretariat,
        seal=stories.seal_of(page),
        answers=stories.ALL_YES,
        publish_at=at,
    )
    publish_due(now=at)
    return type(page).objects.get(pk=page.pk)


def test_the_history_is_a_story_without_names_or_words_of_people(
    told: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    html = record(told.record.reference)

    steps = re.findall(r"</time> · (.*?)</li>", html)
    plain = [re.sub(r"<.*?>", "", step) for step in steps]
    assert [step.split(" · ")[0] for step in plain] == [
        "Began – Focus group",
        "Sent to quality control – Focus group",
        "Returned with points to mend – SCM Secretariat",
        "Answered the points to mend – Focus group",
        "Sent to quality control again – Focus group",
        "Handed it over – SCM Secretariat",
        "Approved, with a time of publication – SCM Secretariat",
        "Approved and published – SCM Secretariat",
    ]
    assert "2 points." in plain[2]
    assert "Done: 1, not done: 1." in plain[3]
    assert "Time of publication:" in plain[6]
    assert all("Version 1.0" in step for step in plain)
    answer = str(for_programs(told.record.reference))
    for name in ("Zimmerling", str(chair), str(secretariat), str(second_secretariat)):
        assert name not in html
        assert name not in answer


def test_the_history_of_a_draft_is_nobodys_business(told: Any, chair: Any, secretariat: Any) -> None:
    before = for_programs(told.record.reference)["works"][0]["history"]
    stories.edit(told, chair, abstract="Corrected.")
    seal = stories.send(told, chair)
    return_to_group(page_id=told.pk, by=secretariat, seal=seal, points=[("abstract", "Not yet.")])

    assert for_programs(told.record.reference)["works"][0]["history"] == before


def test_the_history_says_the_language_of_each_step_and_goes_on_to_the_withdrawal(
    publish: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    in_french(page, secretariat, french_translator, french_reviewer)
    withdraw(page_id=page.pk, by=secretariat, kind="errors", reason="Zimmerling found it.")

    html, answer = record(page.record.reference), for_programs(page.record.reference)

    told = [(step["step"], step["by"], step["language"]) for step in answer["works"][0]["history"]]
    assert ("sent", "group", "fr") in told
    assert told[-2:] == [("withdrawn", "secretariat", "en"), ("withdrawn", "secretariat", "fr")]
    assert "<strong>Sent to quality control</strong> – Translation · Version 1.0, French" in html
    assert "<strong>Approved and published</strong> – Linguistic review" in html
    assert "Its content is wrong." in html


def test_the_history_says_withdrawn_only_of_what_was_public(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    request_translation(page_id=page.pk, language="fr", by=secretariat)
    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")
    new_version(page, chair, secretariat, abstract="Corrected.")
    in_french(page, secretariat, french_translator, french_reviewer)

    told = for_programs(page.record.reference)["works"][0]["history"]

    withdrawn = [(step["version"], step["language"]) for step in told if step["step"] == "withdrawn"]
    assert withdrawn == [("1.0", "en")]
    assert ("published", "fr") in [(step["step"], step["language"]) for step in told]


def test_a_withdrawal_during_review_is_not_told_as_a_taking_out_by_the_group(
    publish: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = publish("A playbook")
    stories.edit(page, chair, abstract="Corrected.")
    stories.send(page, chair)
    take_back(page_id=page.pk, by=chair)
    stories.send(page, chair)
    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")
    new_version(page, chair, second_secretariat, abstract="Corrected once more.")

    told = for_programs(page.record.reference)["works"][0]["history"]

    assert [(step["step"], step["version"]) for step in told][3:] == [
        ("sent", "1.1"),
        ("taken_out", "1.1"),
        ("sent", "1.1"),
        ("withdrawn", "1.0"),
        ("sent", "1.1"),
        ("published", "1.1"),
    ]


def test_a_group_has_one_record_with_its_terms_and_its_work_programme(public_terms: Any, public_group: Any) -> None:
    html = record(public_group.reference)

    for anchor in ("focus-group", "terms-of-reference", "work-programme"):
        assert f'id="{anchor}"' in html
        assert f'id="{anchor}-1.0-en"' in html
    link = f'href="/en/id/{public_group.reference}/quality-control/#terms-of-reference"'
    assert link in Client().get(work_url(public_terms, "en")).content.decode()


def test_the_page_leads_to_its_record_visibly_and_in_its_head(publish: Any, public_group: Any) -> None:
    page = publish("A playbook")

    for public, reference in (
        (page, page.record.reference),
        (stories.page_of(public_group), public_group.reference),
    ):
        html = Client().get(work_url(public, "fr")).content.decode()
        assert f'href="/fr/id/{reference}/quality-control/' in html.partition("<main")[2]
        assert f'type="application/json" href="/id/{reference}/quality-control.json"' in html.partition("</head>")[0]


def test_its_stable_address_leads_to_the_readers_language(publish: Any) -> None:
    reference = publish("A playbook").record.reference

    response = Client().get(f"/id/{reference}/quality-control/", headers={"accept-language": "de"})

    assert response.headers["Location"] == f"/de/id/{reference}/quality-control/"
    assert response.headers["Vary"] == "Accept-Language"


def test_the_record_of_a_withdrawn_work_stays(publish: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    withdraw(page_id=page.pk, by=secretariat, reason="Vera Zimmerling found a wrong figure.")

    html = record(page.record.reference)

    assert "It is not public at the moment." in html
    assert "Withdrawn on" in html
    assert "Zimmerling" not in html
    assert f"/id/{page.record.reference}/quality-control/#outcome" in Client().get(page.url).content.decode()


@pytest.mark.parametrize("address", ["/en/id/{}/quality-control/", "/id/{}/quality-control.json"])
def test_what_was_never_public_has_no_record(group: Any, chair: Any, address: str) -> None:
    draft = stories.draft_outcome(group, chair)

    for reference in (draft.record.reference, group.reference, "SCM-FG-1999-01"):
        assert Client().get(address.format(reference)).status_code == 404


def test_a_draft_beside_what_is_public_is_not_told(publish: Any, public_group: Any, chair: Any) -> None:
    page = publish("A playbook")
    stories.edit(page, chair, title="A secret title")

    assert "A secret title" not in record(page.record.reference)
    assert "work-programme" not in record(public_group.reference).partition("<main")[2].partition("</main>")[0]


def test_a_restricted_work_has_no_record_for_everybody(publish: Any) -> None:
    page = publish("A playbook")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Readers"))

    assert Client().get(f"/en/id/{page.record.reference}/quality-control/").status_code == 404
    assert Client().get(f"/id/{page.record.reference}/quality-control.json").status_code == 404


def test_a_record_asks_as_often_for_many_versions_as_for_one(publish: Any, chair: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    once = queries(page.record.reference)

    for number in range(3):
        new_version(page, chair, secretariat, abstract=f"Corrected {number} times.")

    assert queries(page.record.reference) == once <= 15


def queries(reference: str) -> int:
    record(reference)
    with CaptureQueriesContext(connection) as seen:
        record(reference)
    return len(seen)


def test_a_record_names_a_work_in_the_language_in_which_it_was_written_or_in_the_readers(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    french = in_french(page, secretariat, french_translator, french_reviewer)
    new_version(page, chair, secretariat, abstract="Corrected.")
    # Earlier in the alphabet and in time than the newest version in the language of the work.
    _approved_as(page, "bg", "Наръчник")

    pages = {language: record(page.record.reference, language) for language in ("en", "fr", "de")}

    assert french.title in pages["fr"]
    assert "A playbook" in pages["de"]
    assert not any(title in pages["de"] for title in (french.title, "Наръчник"))


def _approved_as(page: Any, language: str, title: str) -> None:
    approval = Approval.objects.filter(work=page.translation_key).first()
    values = {field.attname: getattr(approval, field.attname) for field in Approval._meta.concrete_fields}
    content = json.dumps({**json.loads(approval.content), "title": title})
    Approval.objects.create(**values | {"id": None, "language": language, "content": content})
