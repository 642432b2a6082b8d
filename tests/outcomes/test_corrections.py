"""A correction to a published outcome: said by the Secretariat, for good (E18)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from moderation.actions import withdraw
from moderation.models.event import Immutable
from outbox.models import Message
from outcomes.actions import NotCorrectable, record_correction
from outcomes.models import Correction, OutcomePage
from tests import scenes, stories

TODAY = date(2026, 6, 1)
RIGHT = {
    "texts": {"en": "Table 2 showed euros, not thousands of euros.", "fr": "  "},
    "corrected_version": "1.0",
    "correcting_version": "1.1",
    "on": TODAY,
    "today": TODAY,
}


@scenes.scene
def outcome_in_two_versions() -> OutcomePage:
    page, chair, secretariat = scenes.public_outcome(), scenes.chair().user, scenes.secretariat()
    stories.edit(page, chair, abstract="With the right figures.")
    stories.pass_quality_control(page, sender=chair, reviewer=secretariat)
    return OutcomePage.objects.get(pk=page.pk)


@pytest.fixture
def page(outcome_in_two_versions: OutcomePage) -> OutcomePage:
    return outcome_in_two_versions


def test_a_correction_is_recorded_logged_and_told_to_the_leaders(
    page: OutcomePage, secretariat: Any, chair: Any, co_chair: Any, logged: Any
) -> None:
    Message.objects.all().delete()

    correction = record_correction(page=page, by=secretariat, **RIGHT)

    assert correction.texts == {"en": "Table 2 showed euros, not thousands of euros."}
    assert (correction.corrected_version, correction.correcting_version) == ("1.0", "1.1")
    assert logged("outcomes.correct").data == {
        "version": "1.0",
        "correcting": "1.1",
        "correction": correction.pk,
        "reason": "Table 2 showed euros, not thousands of euros.",
    }
    assert {mail.to for mail in Message.objects.all()} == {chair.email, co_chair.email}
    assert "Table 2 showed euros" in Message.objects.first().text


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {"fr": "Le tableau 2 est faux."}},
        {"texts": {"en": " "}},
        {"corrected_version": "2.0"},
        {"correcting_version": "1.0"},
        {"corrected_version": "1.1", "correcting_version": "1.0"},
        {"on": TODAY + timedelta(days=1)},
    ],
)
def test_what_makes_no_sense_is_refused(page: OutcomePage, secretariat: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotCorrectable):
        record_correction(page=page, by=secretariat, **RIGHT | wrong)

    assert not Correction.objects.exists()


@pytest.mark.parametrize("who", ["chair", "support", "french_reviewer"])
def test_only_the_secretariat_records_one(page: OutcomePage, who: str, request: Any, signed_in: Any) -> None:
    user = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        record_correction(page=page, by=user, **RIGHT)

    response = signed_in(user).get(f"/admin/outcomes/{page.pk}/correct/")
    assert response.status_code in (302, 403)
    assert not Correction.objects.exists()


def test_what_is_not_public_is_not_corrected(page: OutcomePage, secretariat: Any) -> None:
    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    with pytest.raises(NotCorrectable):
        record_correction(page=OutcomePage.objects.get(pk=page.pk), by=secretariat, **RIGHT)


def test_a_correction_is_neither_changed_nor_deleted(page: OutcomePage, secretariat: Any) -> None:
    correction = record_correction(page=page, by=secretariat, **RIGHT)

    for attempt in (
        correction.save,
        correction.delete,
        Correction.objects.all().delete,
        lambda: Correction.objects.update(texts={}),
    ):
        with pytest.raises(Immutable):
            attempt()


def test_the_secretariat_records_it_on_the_screen(page: OutcomePage, secretariat: Any, signed_in: Any) -> None:
    client, address = signed_in(secretariat), f"/admin/outcomes/{page.pk}/correct/"
    assert address in client.get(f"/admin/quality-control/{page.pk}/").content.decode()
    form = client.get(address).context["form"]
    typed = {name: form[name].initial or "" for name in form.fields}

    refused = client.post(address, typed)
    assert refused.context["form"].errors.keys() == {"text_en"}
    client.post(address, typed | {"text_en": "Table 2 was wrong.", "text_fr": "Le tableau 2 était faux."})

    correction = Correction.objects.get()
    assert (correction.corrected_version, correction.correcting_version) == ("1.0", "1.1")
    assert correction.corrected_on == timezone.localdate()
    assert "Le tableau 2 était faux." in client.get(address).content.decode()


def test_readers_see_it_in_their_language_or_in_that_of_the_outcome(page: OutcomePage, secretariat: Any) -> None:
    texts = {"en": "Table 2 was wrong.", "fr": "Le tableau 2 était faux."}
    correction = record_correction(page=page, by=secretariat, **RIGHT | {"texts": texts})

    english, french, german = (
        Client().get(page.url.replace("/en/", f"/{language}/")).content.decode() for language in ("en", "fr", "de")
    )

    assert "Table 2 was wrong." in english
    assert "It concerns version 1.0; version 1.1 is corrected." in english
    assert f'id="correction-{correction.pk}"' in english
    assert f'href="/en/id/{page.record.reference}/quality-control/#outcome-1.0-en"' in english
    assert "Le tableau 2 était faux." in french
    assert '<div lang="en"><p>Table 2 was wrong.</p></div>' in german


def test_only_a_later_version_is_offered_as_the_correction(
    page: OutcomePage, chair: Any, secretariat: Any, signed_in: Any
) -> None:
    client, address = signed_in(secretariat), f"/admin/outcomes/{page.pk}/correct/"
    form = client.get(address).context["form"]
    wrong = {"corrected_version": "1.1", "correcting_version": "1.1", "corrected_on": "2026-01-05", "text_en": "Wrong."}

    answer = client.post(address, wrong)
    refused, html = answer.context["form"], answer.content.decode()

    assert [value for value, _label in form.fields["correcting_version"].choices] == ["", "1.1"]
    assert [value for value, _label in form.fields["corrected_version"].choices] == ["1.1", "1.0"]
    assert list(refused.errors) == ["correcting_version"]
    assert '<a href="#id_correcting_version">' in html
    assert 'id="id_correcting_version_error">Choose a version later than the one with the error' in html
    assert refused["text_en"].value() == "Wrong."
    assert not Correction.objects.exists()


def test_where_there_is_one_version_alone_the_notice_corrects_it(
    public_outcome: OutcomePage, secretariat: Any, signed_in: Any
) -> None:
    client, address = signed_in(secretariat), f"/admin/outcomes/{public_outcome.pk}/correct/"
    data = {"corrected_version": "1.0", "corrected_on": timezone.localdate().isoformat(), "text_en": "Wrong."}

    assert "correcting_version" not in client.get(address).context["form"].fields
    client.post(address, data)

    assert Correction.objects.get().correcting_version == ""


def test_the_same_correction_is_recorded_once(page: OutcomePage, secretariat: Any) -> None:
    record_correction(page=page, by=secretariat, **RIGHT)

    with pytest.raises(NotCorrectable, match="recorded already"):
        record_correction(page=page, by=secretariat, **RIGHT)
