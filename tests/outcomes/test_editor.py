"""The editor of an outcome, as its chair meets it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.test.utils.form_data import nested_form_data, streamfield

from moderation.actions import take_back
from moderation.differences import difference
from moderation.models import UnsentNote
from moderation.receivers import gated_types
from outcomes.models import Outcome, OutcomePage
from tests import scenes, stories

# An editor that saves itself says how often.
AUTOSAVE = "data-w-autosave-interval-value"
PARAGRAPH = streamfield([("heading", "Summary")])


def edit(page: OutcomePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add(parent: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", parent.pk])


def form_of(page: OutcomePage, **values: Any) -> dict[str, Any]:
    """What the browser posts for a draft with these values."""
    empty = {name: streamfield([]) for name in ("body", "cities", "links", "events")}
    return nested_form_data(
        {"title": page.title, "format": "report", "abstract": "A text.", "licence": "CC-BY-4.0", **empty, **values}
    )


def abstract_of(page: OutcomePage) -> str:
    """As the newest draft says it."""
    return OutcomePage.objects.get(pk=page.pk).draft().abstract


def loaded_at(page: OutcomePage) -> str:
    return page.latest_revision.created_at.isoformat()


@pytest.fixture(params=["en", "fr"])
def first_editor(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever opens an editor first after a start of the site has it in this language."""
    models = gated_types()
    for model in models:
        model.get_edit_handler.cache_clear()
        with translation.override(request.param):
            assert model.get_edit_handler().child_identifiers
    yield
    for model in models:
        model.get_edit_handler.cache_clear()


def test_every_link_of_the_checklist_leads_to_its_field(
    first_editor: None, group: Any, chair: Any, signed_in: Any
) -> None:
    outcome = stories.draft_outcome(group, chair, format="demonstrator", abstract="", licence="", body=[], files=[])
    client = signed_in(chair)

    for page in (stories.page_of(group), stories.programme_of(group), stories.terms_of(group), outcome):
        html = client.get(edit(page)).content.decode()
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        missing = re.search(r'<ul class="scm-missing">.*?</ul>', html, re.DOTALL)
        links = re.findall(r'href="#([^"]*)"', missing.group())
        fields = [place for place, _label in page.places() if "." not in place]

        assert len(links) == len(page.draft().errors()) > 0, page
        assert {*links, *map(page.anchor_of, fields)} - ids == set(), page


def test_a_file_of_another_outcome_is_refused_and_nothing_typed_is_lost(group: Any, chair: Any, signed_in: Any) -> None:
    taken = stories.upload(chair)
    stories.draft_outcome(group, chair, title="The first", file=taken)
    page = stories.draft_outcome(group, chair, title="The second")
    block = {"document": taken.pk, "language": "en", "description": "", "accessible": ""}
    data = form_of(page, abstract="Typed with care.", files=streamfield([("file", block)]))

    response = signed_in(chair).post(edit(page), data)

    text = response.content.decode()
    assert response.status_code == 200
    assert "belongs to another page" in text
    assert "Typed with care." in text


@pytest.mark.parametrize("year", ["0024", "1989", f"{timezone.localdate().year + 2}", "9999"])
def test_a_mistyped_year_is_refused_beside_the_date_and_nothing_typed_is_lost(
    year: str, group: Any, chair: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(group, chair)
    data = form_of(page, dated_on=f"{year}-05-08", abstract="Typed with care.", files=streamfield([]))

    text = signed_in(chair).post(edit(page), data).content.decode()

    assert "Correct the year: the date of an outcome lies between 1990 and " in text
    assert "Typed with care." in text


def test_a_date_that_stands_there_already_hinders_no_saving(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, dated_on=date(24, 5, 8))
    data = form_of(page, dated_on="0024-05-08", abstract="Typed with care.", files=streamfield([]))

    assert signed_in(chair).post(edit(page), data).status_code == 302
    assert OutcomePage.objects.get(pk=page.pk).get_latest_revision_as_object().abstract == "Typed with care."


def test_a_title_of_which_no_address_can_be_made_is_refused_beside_it(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair)
    data = form_of(page, title="★", abstract="Typed with care.", files=streamfield([]))

    for address in (edit(page), add(stories.page_of(group))):
        text = signed_in(chair).post(address, data).content.decode()

        assert "needs a letter or a digit: write one more word." in text
        assert "Typed with care." in text
    assert not OutcomePage.objects.filter(draft_title="★").exists()


def test_from_the_second_version_on_the_change_note_is_among_the_first_fields(
    public_group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    client = signed_in(chair)
    first = client.get(edit(page)).content.decode()
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    second = client.get(edit(page)).content.decode()
    client.post(edit(page), form_of(page, files=streamfield([]), change_note="A fourth model."))

    note, licence = 'name="change_note"', 'name="licence"'
    assert first.count(note) == second.count(note) == 1
    assert first.index(note) > first.index(licence)
    assert second.index(note) < second.index(licence)
    assert OutcomePage.objects.get(pk=page.pk).draft().change_note == "A fourth model."


def test_sending_too_early_saves_the_text_and_lists_what_is_missing(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, title="Unfinished")
    data = {**form_of(page, licence="", abstract="", title="New title", files=streamfield([])), "action-send": "1"}

    response = signed_in(chair).post(edit(page), data, follow=True)

    text = response.content.decode()
    assert "Your text is saved, but it is not sent yet:" in text
    assert text.count("Choose the licence.") == text.count("Write the abstract.") == 2
    page.refresh_from_db()
    assert page.draft().title == "New title"
    assert not page.workflow_in_progress


def test_a_new_outcome_is_saved_and_sent_at_once(group: Any, chair: Any, signed_in: Any) -> None:
    parent = stories.page_of(group)
    data = {**form_of(OutcomePage(title="At once"), files=streamfield([]), body=PARAGRAPH), "action-send": "1"}
    data["note_to_reviewer"] = stories.NOTE

    response = signed_in(chair).post(add(parent), data, follow=True)

    page = OutcomePage.objects.get(title="At once")
    assert page.workflow_in_progress
    assert response.redirect_chain == [(edit(page), 302)]
    html = response.content.decode()
    said = [str(message) for message in response.context["messages"]]
    assert said == ["“At once” was sent to quality control."]
    assert "Until then the fields below are for reading" in html


def test_a_new_outcome_begins_with_the_themes_of_its_group(group: Any, chair: Any, signed_in: Any) -> None:
    html = signed_in(chair).get(add(stories.page_of(group))).content.decode()

    chosen = re.findall(r'<input type="checkbox" name="themes" value="([^"]+)"[^>]* checked', html)
    assert chosen == [theme.pk for theme in stories.page_of(group).themes.all()] != []


def test_an_empty_new_outcome_lists_everything_that_is_missing(group: Any, chair: Any, signed_in: Any) -> None:
    data = nested_form_data(
        {
            **{name: "" for name in ("title", "format", "abstract", "licence")},
            **{name: streamfield([]) for name in ("body", "files", "cities", "links", "events")},
            "action-send": "1",
        }
    )

    text = signed_in(chair).post(add(stories.page_of(group)), data).content.decode()

    for sentence in ("Give it a title.", "Choose the format.", "Write the abstract.", "Choose the licence."):
        assert sentence in text
    assert not OutcomePage.objects.exists()


def test_a_file_without_its_language_is_saved_but_not_sent(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, title="Unfinished")
    block = {"document": page.draft().files[0].value["document"].pk, "language": "", "description": "Kept"}
    data = {**form_of(page, files=streamfield([("file", block)])), "action-send": "1"}

    text = signed_in(chair).post(edit(page), data, follow=True).content.decode()

    assert "Files: fill in “Language of the file”." in text
    page.refresh_from_db()
    assert page.draft().files[0].value["description"] == "Kept"
    assert not page.workflow_in_progress


def test_a_draft_that_saves_itself_brings_its_checklist_along(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, title="Unfinished")
    data = form_of(page, licence="", files=streamfield([]), body=PARAGRAPH)

    answer = signed_in(chair).post(edit(page), data, headers={"accept": "application/json"}).json()

    assert answer["success"]
    assert "#scm-missing" in answer["html"]
    assert "Choose the licence." in answer["html"]


@pytest.mark.parametrize("button", [{}, {"action-send": "1"}])
def test_who_saves_over_a_colleagues_newer_draft_is_told_so_first(
    group: Any, chair: Any, co_chair: Any, signed_in: Any, button: dict[str, str]
) -> None:
    page = stories.draft_outcome(group, chair, title="Two at once")
    opened = {"loaded_revision_id": page.latest_revision_id, "loaded_revision_created_at": loaded_at(page)}
    data = form_of(page, abstract="The chair's words.", body=PARAGRAPH, files=streamfield([]), **opened, **button)
    stories.edit(page, co_chair, abstract="The co-chair's words.")
    client = signed_in(chair)

    told = client.post(edit(page), data)
    between = abstract_of(page)
    text = told.content.decode()
    seen = {name: re.search(rf'name="{name}" value="([^"]+)"', text).group(1) for name in opened}
    client.post(edit(page), {**data, **seen})

    assert f"{co_chair} has saved this page since you opened it." in text
    assert "The chair&#x27;s words." in text
    assert reverse("wagtailadmin_pages:view_draft", args=[page.pk]) in text
    assert AUTOSAVE not in text
    assert AUTOSAVE in client.get(edit(page)).content.decode()
    assert between == "The co-chair's words."
    assert abstract_of(page) == "The chair's words."


def test_a_form_that_comes_back_for_another_reason_says_that_a_colleague_was_faster_as_well(
    group: Any, chair: Any, co_chair: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(group, chair, title="Two at once")
    opened = {"loaded_revision_id": page.latest_revision_id, "loaded_revision_created_at": loaded_at(page)}
    stories.edit(page, co_chair, abstract="The co-chair's words.")

    text = signed_in(chair).post(edit(page), form_of(page, dated_on="0024-01-01", files=streamfield([]), **opened))

    assert f"{co_chair} has saved this page since you opened it." in text.content.decode()


def test_whoever_was_last_saves_on_without_a_word(group: Any, chair: Any, signed_in: Any) -> None:
    """The draft saved itself, and its answer is still on the way."""
    page = stories.draft_outcome(group, chair, title="Alone")
    opened = {"loaded_revision_id": page.latest_revision_id, "loaded_revision_created_at": loaded_at(page)}
    stories.edit(page, chair, abstract="Saved by itself.")

    answer = signed_in(chair).post(edit(page), form_of(page, abstract="And on.", files=streamfield([]), **opened))

    assert answer.status_code == 302
    assert abstract_of(page) == "And on."


def test_a_note_is_kept_until_it_is_sent_whatever_else_is_saved_at_once(
    group: Any, chair: Any, co_chair: Any, signed_in: Any
) -> None:
    """Drafts save themselves beside other requests: what they keep stands in no session, where one would undo another."""
    page = stories.draft_outcome(group, chair, title="Unfinished")
    client = signed_in(chair)
    before = dict(client.session)
    by_itself = {"headers": {"accept": "application/json"}}
    data = form_of(page, files=streamfield([]), body=PARAGRAPH)

    client.post(edit(page), {**data, "note_to_reviewer": "Typed, not yet sent."}, **by_itself)

    assert dict(client.session) == before
    assert ">Typed, not yet sent.</textarea>" in client.get(edit(page)).content.decode()
    assert ">Typed, not yet sent." not in signed_in(co_chair).get(edit(page)).content.decode()


def test_a_draft_that_saves_itself_just_after_it_was_sent_brings_no_note_back(
    group: Any, chair: Any, signed_in: Any
) -> None:
    page = stories.draft_outcome(group, chair, title="Sent")
    client = signed_in(chair)
    data = {**form_of(page, files=streamfield([]), body=PARAGRAPH), "note_to_reviewer": stories.NOTE}

    client.post(edit(page), {**data, "action-send": "1"})
    late = client.post(edit(page), data, headers={"accept": "application/json"}).json()

    assert late["error_code"] == "locked"
    text = client.get(edit(page)).content.decode()
    assert "“Sent” was sent to quality control." in text
    assert not UnsentNote.objects.exists()


@pytest.mark.parametrize("newer", ["", "Written since."])
def test_the_note_of_a_page_that_is_taken_back_is_to_be_sent_again(
    group: Any, chair: Any, co_chair: Any, signed_in: Any, newer: str
) -> None:
    """Whoever takes it back goes on with it; a note of their own stays."""
    page = stories.draft_outcome(group, chair)
    stories.send(page, chair)
    if newer:
        UnsentNote.objects.create(page_id=page.pk, user=co_chair, text=newer)

    take_back(page_id=page.pk, by=co_chair)

    note = f' rows="2">{newer or stories.NOTE}</textarea>'
    assert note in signed_in(co_chair).get(edit(page)).content.decode()
    assert note not in signed_in(chair).get(edit(page)).content.decode()


def test_while_it_is_in_quality_control_the_editor_says_that_its_fields_are_for_reading(
    group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    page = stories.draft_outcome(group, chair)
    stories.send(page, chair)

    for user, is_for_reading in ((chair, True), (secretariat, False)):
        html = signed_in(user).get(edit(page)).content.decode()
        assert ("Until then the fields below are for reading." in html) == is_for_reading
        assert ("Take back to edit" in html) == is_for_reading
        assert (f'href="{reverse("moderation:review", args=[page.pk])}">Back to its quality' in html) != is_for_reading


def test_what_is_needed_is_marked(group: Any, chair: Any, signed_in: Any) -> None:
    page = stories.draft_outcome(group, chair, title="Unfinished")

    form = signed_in(chair).get(edit(page)).context["form"]

    needed = {name for name, field in form.fields.items() if field.required}
    assert needed == {"title", "format", "abstract", "licence"}


@pytest.fixture
def killed_at_sending(monkeypatch: Any) -> None:
    def killed(**kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("moderation.wagtail_hooks.send_to_quality_control", killed)


def test_what_is_killed_at_sending_leaves_the_draft_as_it_was(
    group: Any, chair: Any, signed_in: Any, killed_at_sending: None
) -> None:
    page = stories.draft_outcome(group, chair, title="As it was")
    before = page.latest_revision_id

    with pytest.raises(KeyboardInterrupt):
        signed_in(chair).post(edit(page), {**form_of(page, title="New", files=streamfield([])), "action-send": "1"})

    page.refresh_from_db()
    assert (page.latest_revision_id, page.draft_title) == (before, "As it was")


def test_what_is_killed_at_sending_leaves_no_new_outcome(
    group: Any, chair: Any, signed_in: Any, killed_at_sending: None
) -> None:
    data = {**form_of(OutcomePage(title="New"), files=streamfield([]), body=PARAGRAPH), "action-send": "1"}

    with pytest.raises(KeyboardInterrupt):
        signed_in(chair).post(add(stories.page_of(group)), data)

    assert not OutcomePage.objects.exists()
    assert not Outcome.objects.exists()


def test_what_differs_from_the_work_programme_is_said_and_blocks_nothing(
    group: Any, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    stories.publish_terms(group, chair=chair, reviewer=secretariat)
    programme = stories.programme_of(group)
    agreed, objective = programme.planned_outcomes[0].id, programme.objectives[0].id
    untied = stories.draft_outcome(group, chair, title="Untied")
    other = stories.draft_outcome(group, chair, title="Other", planned_outcome=agreed, format="report")
    gone = stories.draft_outcome(group, chair, title="Gone", planned_outcome=agreed, objective="no such")
    as_agreed = stories.draft_outcome(group, chair, title="As agreed", planned_outcome=agreed, objective=objective)

    def shown(page: OutcomePage) -> str:
        return signed_in(chair).get(edit(page)).content.decode()

    assert "It is tied to no final outcome of the work programme" in shown(untied)
    assert "agreed on “A playbook” as “White paper”; this is “Report”" in shown(other)
    assert "It serves none of the objectives on which the work programme agreed" in shown(other)
    assert "does not hold the objective any more that this serves" in shown(gone)
    assert as_agreed.draft().warnings() == []

    stories.send(other, chair)

    review = signed_in(secretariat).get(reverse("moderation:review", args=[other.pk])).content.decode()
    assert "agreed on “A playbook” as “White paper”; this is “Report”" in review
    assert "It serves none of the objectives on which the work programme agreed" in review


def test_the_objectives_of_the_work_programme_are_offered_with_their_numbers(
    group: Any, chair: Any, signed_in: Any
) -> None:
    objective = stories.write_programme(group, chair).objectives[0].id
    page = stories.draft_outcome(group, chair)

    choices = signed_in(chair).get(edit(page)).context["form"].fields["objective"].choices

    assert choices == [("", "None of the work programme"), (objective, "1. Test three financing models")]


def test_a_reviewer_reads_which_agreed_outcome_and_objective_were_changed(public_group: Any, secretariat: Any) -> None:
    chair = scenes.chair().user
    stories.write_programme(public_group, chair)
    page = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat)
    programme = stories.programme_of(public_group).draft()
    agreed, objective = programme.planned_outcomes[0].id, programme.objectives[0].id

    draft = stories.edit(page, chair, planned_outcome=agreed, objective=objective)

    changes = {change.label: change.runs for change in difference(page.approval.content, draft).facts}
    assert changes["Final outcome as agreed"] == [("added", "A playbook (White paper)")]
    assert changes["Objective"] == [("added", "1. Test three financing models")]


def test_an_older_version_restored_does_not_bring_an_older_address_back(group: Any, chair: Any, signed_in: Any) -> None:
    """A draft's address follows its title; what readers would follow is what the tree says."""
    page = stories.draft_outcome(group, chair, title="The first")
    first = page.revisions.order_by("pk").first()
    client, data = signed_in(chair), form_of(page, title="The second", files=streamfield([]))
    client.post(edit(page), data)

    client.post(edit(page), {**data, "revision": first.pk})
    client.post(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]), data)

    page = OutcomePage.objects.get(pk=page.pk)
    assert page.slug == "the-second"
    assert page.url_path.endswith("/the-second/")


def test_an_outcome_under_a_page_that_is_gone_is_not_found(chair: Any, signed_in: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["outcomes", "outcomepage", 999_999])

    assert signed_in(chair).post(address, {"title": "Nowhere"}).status_code == 404
