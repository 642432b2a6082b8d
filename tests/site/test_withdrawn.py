"""What was withdrawn says so at its addresses, in every language; what was never public does not."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from focusgroups.models import FocusGroup, Person
from moderation.actions import NoReplacement, withdraw
from moderation.choices import WithdrawalReason
from outbox.models import Message
from scm_site.pages.languages import work_url
from tests import stories
from tests.factories import PersonFactory
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

REASON = "A table showed wrong figures."
LANGUAGES = ("en", "fr", "de")


@pytest.fixture
def terms(public_terms: Any) -> Any:
    return public_terms


def in_french(page: Any, secretariat: Any, translator: Any, reviewer: Any) -> Any:
    """The French version of ``page``, public."""
    request = request_translation(page_id=page.pk, language="fr", by=secretariat)
    texts = {segment.pk: f"{segment.source} (français)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=translator)
    submit_translation(request=request, by=translator)
    french = type(page).objects.get(translation_key=page.translation_key, locale__language_code="fr")
    stories.approve(page_id=french.pk, by=reviewer, seal=stories.seal_of(french), answers=stories.ALL_YES)
    return french


def says_why(page: Any, title: str, kind: str, reason: str = REASON, languages: Any = LANGUAGES) -> None:
    for language in languages:
        response = Client().get(work_url(page, language))
        answer = response.content.decode()

        assert response.status_code == 410
        assert title in answer
        assert reason in answer
        assert kind in answer or language != "en"


def test_it_is_cited_by_the_title_under_which_its_group_was_approved(
    publish: Any, public_group: Any, secretariat: Any
) -> None:
    FocusGroup.objects.filter(pk=public_group.pk).update(name="Working title of the set-up form")
    page = publish("A playbook")
    group_page = stories.page_of(public_group)

    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    answer = Client().get(work_url(page, "en")).content.decode()
    assert f"{group_page.title}: <cite>A playbook</cite>" in answer
    assert "Working title" not in answer


def test_an_outcome_says_that_it_was_withdrawn_and_why(publish: Any, secretariat: Any) -> None:
    page = publish("A playbook")

    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    says_why(page, "A playbook", "Withdrawn outcome")
    says_why(
        page,
        'href="/de/outcomes/" class="ecl-link ecl-link--standalone ecl-menu__link ecl-menu__link--current"',
        "",
        languages=["de"],
    )
    assert page.record.reference in Client().get(work_url(page, "fr")).content.decode()


def test_a_work_programme_and_terms_of_reference_say_it_too(terms: Any, public_group: Any, secretariat: Any) -> None:
    programme = stories.programme_of(public_group)

    withdraw(page_id=terms.pk, by=secretariat, reason=REASON)
    withdraw(page_id=programme.pk, by=secretariat, reason="It was superseded.")

    says_why(terms, terms.title, "Withdrawn Terms of Reference")
    says_why(programme, programme.title, "Withdrawn work programme", "It was superseded.")


def test_a_group_says_it_with_everything_that_stood_under_it(
    terms: Any, public_group: Any, publish: Any, secretariat: Any
) -> None:
    outcome = publish("A playbook")
    page = stories.page_of(public_group)

    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    says_why(page, page.title, "Withdrawn focus group")
    says_why(outcome, "A playbook", "Withdrawn outcome")
    says_why(terms, terms.title, "Withdrawn Terms of Reference")
    says_why(stories.programme_of(public_group), "Work programme", "Withdrawn work programme")


def test_what_was_withdrawn_before_its_group_keeps_its_own_reason(
    public_group: Any, publish: Any, secretariat: Any
) -> None:
    outcome = publish("A playbook")

    withdraw(page_id=outcome.pk, by=secretariat, reason="Its rights were not cleared.")
    withdraw(page_id=stories.page_of(public_group).pk, by=secretariat, reason=REASON)

    says_why(outcome, "A playbook", "Withdrawn outcome", "Its rights were not cleared.")


def test_the_title_is_the_one_that_was_public_in_the_language_of_the_reader(
    publish: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    in_french(page, secretariat, french_translator, french_reviewer)
    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    stories.edit(type(page).objects.get(pk=page.pk), chair, title="A draft that nobody checked")

    says_why(page, "A playbook (français)", "", languages=["fr"])
    says_why(page, '<h1 class="ecl-page-header__title" lang="en">A playbook</h1>', "", languages=["de"])
    says_why(page, '<h1 class="ecl-page-header__title">A playbook</h1>', "", languages=["en"])


def test_a_withdrawn_translation_shows_the_source_with_a_notice(
    publish: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    page = publish("A playbook")
    french = in_french(page, secretariat, french_translator, french_reviewer)

    withdraw(page_id=french.pk, by=secretariat, reason=REASON)

    answer = Client().get(work_url(page, "fr"))
    assert answer.status_code == 200
    assert '<h1 class="ecl-page-header__title" lang="en">A playbook</h1>' in answer.content.decode()
    assert REASON not in answer.content.decode()


def test_what_is_public_again_is_not_gone(publish: Any, chair: Any, secretariat: Any, second_secretariat: Any) -> None:
    page = publish("A playbook")
    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    stories.edit(type(page).objects.get(pk=page.pk), chair, abstract="Corrected.")
    stories.pass_quality_control(page, sender=chair, reviewer=second_secretariat)

    assert Client().get(work_url(page, "en")).status_code == 200


def test_a_draft_was_never_there_even_under_a_withdrawn_group(public_group: Any, chair: Any, secretariat: Any) -> None:
    draft = stories.draft_outcome(public_group, chair, title="Never published")
    programme = stories.programme_of(public_group)
    assert Client().get(work_url(draft, "en")).status_code == 404

    withdraw(page_id=stories.page_of(public_group).pk, by=secretariat, reason=REASON)

    for page in (draft, programme):
        for language in LANGUAGES:
            assert Client().get(work_url(page, language)).status_code == 404


def test_an_outcome_written_in_another_language_than_its_group_goes_with_the_group(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    page = stories.page_of(public_group)
    request_translation(page_id=page.pk, language="fr", by=secretariat)
    parent = stories.page_of(public_group, "fr")
    outcome = stories.OutcomePage(title="Un guide", live=False, locale=parent.locale, owner=chair)
    parent.add_child(instance=outcome)
    stories.edit(outcome, chair, format="report", abstract="Un guide.", licence="CC-BY-4.0", body=[("heading", "I")])
    stories.pass_quality_control(outcome, sender=chair, reviewer=secretariat)
    assert Client().get(work_url(outcome, "fr")).status_code == 200

    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    says_why(outcome, "Un guide", "Withdrawn outcome")


def test_a_group_that_was_never_public_is_not_gone(group: Any) -> None:
    for language in LANGUAGES:
        assert Client().get(work_url(stories.page_of(group), language)).status_code == 404


@pytest.mark.parametrize("path", ["/en/focus-groups/../", "/en//", "/xx/heat/", "/en/%00/", "/en/a/b/c/d/"])
def test_other_addresses_are_not_found(db: None, path: str) -> None:
    assert Client().get(path).status_code in (302, 404)


def test_a_tombstone_asks_as_often_after_many_versions_as_after_one(
    publish: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = publish("A playbook")
    withdraw(page_id=page.pk, by=secretariat, reason=REASON)
    once = queries(work_url(page, "fr"))

    for number in range(2):
        stories.edit(type(page).objects.get(pk=page.pk), chair, abstract=f"Corrected {number} times.")
        stories.pass_quality_control(page, sender=chair, reviewer=second_secretariat)
        withdraw(page_id=page.pk, by=secretariat, reason=REASON)
        publish(f"Another {number}")

    assert queries(work_url(page, "fr")) == once <= 10


def tombstone(page: Any, language: str = "en") -> str:
    answer = re.sub(r"\s+", " ", Client().get(work_url(page, language)).content.decode())
    return answer.partition("<main")[2].partition("</main>")[0]


def test_the_tombstone_cites_what_was_public_and_names_its_authors_only_with_consent(
    publish: Any, public_group: Any, secretariat: Any
) -> None:
    named = PersonFactory(name="Ines Named", consent_given_at=timezone.now())
    page = publish("A playbook", people=[named, PersonFactory(name="Nobody Namedhere")])
    withdraw(page_id=page.pk, by=secretariat, reason=REASON)
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    work = f"<cite>A playbook</cite>. Version 1.0, {day}. Smart Cities Marketplace, {page.record.reference}."

    assert f"Ines Named, {public_group.name}: {work}" in tombstone(page)
    assert "Namedhere" not in tombstone(page)

    Person.objects.filter(pk=named.pk).update(consent_withdrawn_at=timezone.now())

    assert f"{public_group.name}: {work}" in tombstone(page)
    assert "Ines" not in tombstone(page)


def test_the_tombstone_says_in_which_language_the_name_of_the_group_is(
    publish: Any, public_group: Any, secretariat: Any
) -> None:
    page = publish("A playbook")
    withdraw(page_id=page.pk, by=secretariat, reason=REASON)

    assert f'<span lang="en">{public_group.name}</span>: <cite lang="en">A playbook</cite>' in tombstone(page, "fr")
    assert f"{public_group.name}: <cite>A playbook</cite>" in tombstone(page)


def test_the_sentence_of_a_group_keeps_its_language_on_what_stood_under_it(
    publish: Any, public_group: Any, secretariat: Any, chair: Any
) -> None:
    outcome, group = publish("A playbook"), stories.page_of(public_group)

    withdraw(page_id=group.pk, by=secretariat, reason="Un tableau était faux.", language="fr")

    for page in (outcome, group):
        assert '<p lang="fr">Un tableau était faux.</p>' in tombstone(page)
        assert "<p>Un tableau était faux.</p>" in tombstone(page, "fr")
    mails = Message.objects.filter(kind="moderation.withdrawn", to=chair.email)
    assert [mail.text.count("in French: Un tableau") for mail in mails] == [1, 1]


def test_the_reason_of_the_list_stands_in_the_language_of_the_reader(publish: Any, secretariat: Any) -> None:
    page = publish("A playbook")
    withdraw(page_id=page.pk, by=secretariat, reason=REASON, kind=WithdrawalReason.RIGHTS)

    assert "The rights to a part of it are not clear." in tombstone(page)
    with translation.override("de"):
        assert str(WithdrawalReason.RIGHTS.label) in tombstone(page, "de")
    reference = Client().get(f"/id/{page.record.reference}/")
    assert (reference.status_code, "The rights to a part of it" in reference.content.decode()) == (410, True)


def test_the_tombstone_leads_to_what_replaces_it_while_that_is_public(publish: Any, secretariat: Any) -> None:
    page, better = publish("A playbook"), publish("A better playbook")
    work = better.translation_key
    withdraw(page_id=page.pk, by=secretariat, reason=REASON, kind=WithdrawalReason.REPLACED, replacement=work)

    assert f'<a href="{work_url(better, "en")}" class="ecl-link">A better playbook</a>' in tombstone(page)
    assert 'lang="en">A better playbook</a>' in tombstone(page, "fr")

    withdraw(page_id=better.pk, by=secretariat, reason=REASON)

    assert "A better playbook" not in tombstone(page)


@pytest.mark.parametrize("which", ["itself", "a draft", "a group", "nothing"])
def test_only_another_public_work_of_its_kind_replaces_it(
    publish: Any, public_group: Any, chair: Any, secretariat: Any, which: str
) -> None:
    page = publish("A playbook")
    others = {
        "itself": page.translation_key,
        "a draft": stories.draft_outcome(public_group, chair, title="A draft").translation_key,
        "a group": public_group.work,
        "nothing": uuid.uuid4(),
    }

    with pytest.raises(NoReplacement):
        withdraw(page_id=page.pk, by=secretariat, reason=REASON, replacement=others[which])

    assert Client().get(work_url(page, "en")).status_code == 200


def test_the_secretariat_chooses_reason_and_replacement_on_the_screen(
    publish: Any, secretariat: Any, signed_in: Any, logged: Any
) -> None:
    page, better = publish("A playbook"), publish("A better playbook")
    client, address = signed_in(secretariat), f"/admin/quality-control/{page.pk}/withdraw/"
    refused = client.post(address, {"kind": "", "reason": REASON, "replacement": page.pk})
    assert refused.context["form"].errors.keys() == {"kind", "replacement"}

    client.post(address, {"kind": "replaced", "reason": REASON, "replacement": better.pk})

    assert "Something else replaces it." in tombstone(page)
    assert "A better playbook" in tombstone(page)
    assert logged("moderation.withdraw").data == {
        "kind": "replaced",
        "reason": REASON,
        "reason_language": "en",
        "replacement": str(better.translation_key),
        "version": "1.0",
    }


def queries(address: str) -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address).status_code == 410
    return len(seen)
