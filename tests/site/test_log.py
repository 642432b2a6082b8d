"""The log: who did what, when, to which version and why; written once, whoever leaves (J5, R7)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from focusgroups.models import TermsOfReferencePage, WorkProgrammePage
from moderation.actions import withdraw
from moderation.log import label_of, labels
from moderation.models.event import Immutable
from screens.spreadsheets import no_formula
from tests import stories
from tests.factories import UserFactory
from tests.services import needs_postgresql
from translations.actions import request_translation

pytestmark = pytest.mark.django_db
SCREEN = reverse("log")


def lines(client: Any, **asked: Any) -> list[dict[str, str]]:
    answer = client.get(SCREEN, {"format": "csv", **asked})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def published(public_group: Any) -> Any:
    return stories.page_of(public_group)


def test_each_step_says_who_what_which_version_and_why(
    published: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    withdraw(page_id=published.pk, by=secretariat, reason="A figure was wrong.")

    client = signed_in(secretariat)
    found = {line["What was done"]: line for line in lines(client)}

    assert (found["Approved and published"]["Who"], found["Approved and published"]["Version"]) == (
        str(secretariat),
        "1.0",
    )
    assert found["Withdrew"]["Why"] == "A figure was wrong."
    assert found["Approved and published"]["Title"] == published.title
    assert "A figure was wrong." in client.get(SCREEN).content.decode()


def test_each_page_is_begun_once_and_by_nobody_who_was_not_there(
    public_outcome: Any, support: Any, secretariat: Any
) -> None:
    """The group's page has no French version yet: it is begun with the outcome's, and Wagtail would name its owner."""
    group = public_outcome.get_parent()
    begun = PageLogEntry.objects.filter(action="wagtail.create").values_list("page_id", flat=True)
    set_up = [
        group.pk,
        *group.get_children().exact_type(WorkProgrammePage, TermsOfReferencePage).values_list("pk", flat=True),
    ]
    assert sorted(key for key in begun if key in set_up) == sorted(set_up)

    before = set(PageLogEntry.objects.values_list("pk", flat=True))
    request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)

    since = PageLogEntry.objects.exclude(pk__in=before)
    assert not since.filter(action="wagtail.create")
    assert since.filter(action="wagtail.copy_for_translation").count() == 2
    assert {entry.user for entry in since} == {secretariat}


def test_every_action_is_called_by_words_of_ours(published: Any, secretariat: Any, signed_in: Any) -> None:
    """A new one of an upgrade needs words, or is named here as something that this site has switched off."""
    off = ("apitoken", "comments", "convert_alias", "create_alias", "moderation", "convert_to_alias")
    nameless = [action for action, _label in registry.get_choices() if action not in labels()]

    assert {action.split(".")[1] for action in nameless} == set(off)
    words = [str(label) for label in labels().values()]
    assert len(words) == len(set(words))
    assert not [word for word in words if "Workflow" in word or word == "Edit"]
    form = signed_in(secretariat).get(SCREEN).context["form"]
    assert {str(label) for _action, label in form.fields["action"].choices} == {"Everything", *words}


def test_an_action_that_nobody_can_do_any_more_is_readable_too() -> None:
    assert label_of("museum.taken_over") == "Taken over"
    assert label_of("wagtail.comments.create") == "Add comment"


def test_the_log_shows_what_was_asked_for(
    published: Any, group: Any, chair: Any, secretariat: Any, support: Any, signed_in: Any
) -> None:
    client = signed_in(secretariat)
    log(support, "outbox.send_again", user=secretariat, title="An elsewhere")

    everything = lines(client)

    assert {line["Who"] for line in lines(client, person=chair.pk)} == {str(chair)}
    assert {line["What was done"] for line in lines(client, action="moderation.approve")} == {"Approved and published"}
    assert len(lines(client, group=group.reference)) < len(everything)
    assert [line["Title"] for line in lines(client, title="nowhere")] == []
    assert lines(client, first="2100-01-01") == []
    assert len(lines(client, last="2100-01-01", person="nonsense")) == len(everything)


def test_the_secretariat_sees_who_added_members_to_a_group(
    published: Any, group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    """What is said of them is public without quality control (ADR 0012)."""
    signed_in(chair).post(
        reverse("focusgroups:members", args=[group.reference]),
        {"name": "Ana Lopes", "organisation": "City of Porto", "role": "participant"},
    )

    (line,) = lines(signed_in(secretariat), action="focusgroups.add_member", group=group.reference)

    assert (line["Who"], line["What was done"], line["Title"]) == (str(chair), "Added a member", published.title)


def test_a_page_is_found_by_the_title_that_it_has_today_and_by_its_reference(
    published: Any, group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    """Its old entries bear the old title."""
    client = signed_in(secretariat)
    before = [line for line in lines(client, title=published.title) if line["Kind"] == "focus group"]
    Page.objects.filter(pk=published.pk).update(title="Renamed today", draft_title="Renamed today")

    assert lines(client, title="renamed TODAY") == before
    assert {line["Title"] for line in lines(client, title=group.reference.lower())} == {published.title}
    outcome = stories.draft_outcome(group, chair, title="An outcome of its own")
    assert {line["Title"] for line in lines(client, title=outcome.record.reference)} == {outcome.title}


def test_the_file_holds_what_the_screen_shows_and_all_its_pages(
    published: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    client, today = signed_in(secretariat), timezone.localdate()
    for _number in range(60):
        log(published, "wagtail.edit", user=chair)
    asked = {"person": chair.pk, "title": published.title, "action": "wagtail.edit", "first": today, "last": today}

    html = client.get(SCREEN, asked).content.decode()

    found = lines(client, **asked)
    assert f"{len(found)} entries" in html
    assert len(found) >= 60
    assert {(line["Who"], line["What was done"]) for line in found} == {(str(chair), "Saved a draft")}
    assert lines(client, **asked | {"first": today + timedelta(days=1)}) == []
    assert lines(client, **asked | {"last": today - timedelta(days=1)}) == []
    # The next page asks for the same.
    assert f"title={published.title.split()[0]}" in html.partition("scm-pager")[2]


def test_an_entry_survives_the_deletion_of_the_account_without_its_name(
    published: Any, secretariat: Any, administrator: Any, signed_in: Any
) -> None:
    gone = UserFactory(first_name="Unmistakable", last_name="Name")
    key = gone.pk
    log(published, "wagtail.edit", user=gone)
    log(gone, "wagtail.edit", user=administrator)
    gone.delete()

    found = lines(signed_in(secretariat))

    assert [line["Title"] for line in found if line["Who"] == f"deleted account {key}"] == [published.title]
    assert f"#{key}" in {line["Title"] for line in found}
    assert "Unmistakable" not in str(found)
    assert [line["Title"] for line in lines(signed_in(secretariat), person=key)] == [published.title]


@pytest.mark.parametrize("model", [PageLogEntry, ModelLogEntry])
def test_no_entry_is_changed_or_deleted(model: Any, published: Any, administrator: Any) -> None:
    log(administrator, "wagtail.edit", user=administrator)
    entry = model.objects.first()

    for change in (entry.save, entry.delete, model.objects.all().delete):
        with pytest.raises(Immutable), transaction.atomic():
            change()


@needs_postgresql
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET label = 'changed'"])
@pytest.mark.parametrize("model", [PageLogEntry, ModelLogEntry])
def test_the_database_refuses_it_too(model: Any, statement: str, published: Any, administrator: Any) -> None:
    log(administrator, "wagtail.edit", user=administrator)

    with (
        pytest.raises(DatabaseError, match="neither changed nor deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=model._meta.db_table))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert no_formula(f"{begin}1+1") == f"'{begin}1+1"
    assert no_formula("A title = a title") == "A title = a title"


@pytest.mark.parametrize("who", ["chair", "support", "french_translator"])
def test_others_do_not_read_the_log(who: str, request: pytest.FixtureRequest, signed_in: Any) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(SCREEN).status_code in (302, 403)
    assert client.get(SCREEN, {"format": "csv"}).status_code in (302, 403)


def test_more_entries_cost_no_more_queries(
    published: Any, chair: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client = signed_in(secretariat)
    client.get(SCREEN)
    few = count_queries(lambda: client.get(SCREEN))
    for number in range(60):
        log(published, "wagtail.edit", user=chair if number % 2 else secretariat)

    assert count_queries(lambda: client.get(SCREEN)) <= few
    asked = {"title": published.title, "person": chair.pk, "first": "2020-01-01"}
    assert count_queries(lambda: client.get(SCREEN, asked)) <= few
