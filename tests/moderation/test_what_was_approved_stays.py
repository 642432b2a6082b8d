"""Beside the page's row: its files, its pictures, what it names, and what stands under it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from files.actions import FileOfAnotherWork
from files.models import File, Picture, Rendition
from focusgroups.models import FocusGroupPage, Person, Theme
from moderation.actions import NotDecidable, take_back, withdraw
from moderation.checking import findings
from moderation.content import content_of
from moderation.gate import NotQualityControlled
from moderation.models import Approval
from moderation.models.event import Immutable
from outcomes.models import Outcome, OutcomePage
from tests import stories
from tests.moderation.conftest import SECRET, fresh, what_the_public_sees
from tests.translations.conftest import translate_all
from translations.actions import request_translation, save_files, submit_translation

pytestmark = pytest.mark.django_db


def with_words(picture: Picture, alt_text: str, decorative: bool = False) -> Picture:
    """As the picture block holds it."""
    picture.contextual_alt_text, picture.decorative = alt_text, decorative
    return picture


# --- Versions -----------------------------------------------------------------------------------------------


def save_by_itself(page: OutcomePage, by: Any, over: Revision, title: str) -> Revision:
    """As the editor of somebody who typed on does it."""
    draft = page.draft()
    draft.title = title
    return draft.save_revision(user=by, overwrite_revision=over)


def test_a_draft_that_saves_itself_over_what_was_approved_is_another_version(
    public_outcome: OutcomePage, chair: Any
) -> None:
    approval = Approval.objects.get(work=public_outcome.translation_key, language="en")

    drafts = [
        save_by_itself(fresh(public_outcome), chair, over=approval.revision, title="Typed on"),
        save_by_itself(fresh(public_outcome), chair, over=fresh(public_outcome).latest_revision, title="And on"),
    ]

    # The second is written over the first, which nobody has asked for.
    assert drafts[0] == drafts[1] != approval.revision
    approval.revision.refresh_from_db()
    assert content_of(approval.revision.as_object()).seal == approval.seal
    assert list(findings()) == []


def test_a_draft_that_saves_itself_over_what_was_sent_is_another_version(group: Any, chair: Any) -> None:
    page = stories.draft_outcome(group, chair, title="As it was sent")
    stories.send(page, chair)
    sent = fresh(page).latest_revision
    take_back(page_id=page.pk, by=chair)

    newer = save_by_itself(fresh(page), chair, over=sent, title="Typed on")

    sent.refresh_from_db()
    assert newer != sent
    assert sent.as_object().title == "As it was sent"


# --- Files and pictures -------------------------------------------------------------------------------------


def test_nobody_swaps_the_bytes_of_a_public_file(public_outcome: OutcomePage) -> None:
    file = File.objects.get(work=public_outcome.translation_key)
    before = what_the_public_sees()

    file.file = ContentFile(stories.PDF + b"% other", name="playbook.pdf")
    with pytest.raises(NotQualityControlled), transaction.atomic():
        file.save()
    with pytest.raises(NotQualityControlled), transaction.atomic():
        file.save(update_fields=["file"])

    assert what_the_public_sees() == before


def test_nobody_deletes_a_public_file(public_outcome: OutcomePage) -> None:
    with pytest.raises(NotQualityControlled), transaction.atomic():
        File.objects.get(work=public_outcome.translation_key).delete()


def test_a_private_file_and_one_with_the_same_bytes_are_their_uploaders(
    public_outcome: OutcomePage, chair: Any
) -> None:
    twin = stories.upload(chair)

    twin.file = ContentFile(stories.PDF + b"% other", name="twin.pdf")
    twin.save()
    twin.delete()

    assert File.objects.public().count() == 1


def test_a_picture_of_a_live_page_stays_and_an_unused_one_may_change(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    shown, unused = stories.picture(chair), stories.picture(chair, colour="blue")
    stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, body=[("image", with_words(shown, "Three bars"))]
    )

    shown.file = stories.picture(chair, colour="green").file
    with pytest.raises(NotQualityControlled), transaction.atomic():
        shown.save()
    with pytest.raises(NotQualityControlled), transaction.atomic():
        Picture.objects.get(pk=shown.pk).delete()

    unused.delete()


def test_the_words_for_a_picture_are_content(public_group: Any, chair: Any) -> None:
    image = stories.picture(chair)
    page = stories.draft_outcome(public_group, chair, body=[("image", with_words(image, "Three bars"))])
    before = stories.seal_of(page)

    stories.edit(fresh(page), chair, body=[("image", with_words(image, "Four bars"))])

    assert stories.seal_of(page) != before
    assert content_of(fresh(page).draft()).data["body"] == [
        ["image", {"picture": image.sha256, "alt_text": "Four bars", "decorative": False}]
    ]


def test_a_file_that_the_new_version_leaves_out_is_private_again(
    public_outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    first = File.objects.get(work=public_outcome.translation_key)
    second = stories.upload(chair, name="second.pdf", content=stories.PDF + b"% second")

    stories.edit(
        public_outcome,
        chair,
        files=[("file", {"document": second, "language": "en", "description": "", "accessible": True})],
    )
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)

    assert set(File.objects.public()) == {second}
    first.refresh_from_db()
    assert not first.is_public


def test_a_draft_does_not_take_the_upload_of_another_person(public_group: Any, chair: Any, support: Any) -> None:
    """The address of a form can carry any key; the chooser's list is no protection."""
    private = stories.upload(support, name="internal.pdf")
    page = stories.draft_outcome(public_group, chair)

    with pytest.raises(FileOfAnotherWork):
        stories.edit(
            page,
            chair,
            files=[("file", {"document": private, "language": "en", "description": "", "accessible": True})],
        )

    private.refresh_from_db()
    assert private.work is None


def test_a_draft_does_not_take_the_picture_of_another_person(public_group: Any, chair: Any, support: Any) -> None:
    private = stories.picture(support)
    page = stories.draft_outcome(public_group, chair)

    with pytest.raises(FileOfAnotherWork):
        stories.edit(page, chair, body=[("image", private)])
    with pytest.raises(FileOfAnotherWork):
        stories.draft_outcome(public_group, chair, title="Another", body=[("image", private)])

    assert not content_of(fresh(page).draft()).pictures


def test_who_edits_a_draft_after_somebody_else_keeps_its_pictures(
    public_group: Any, chair: Any, support: Any, secretariat: Any
) -> None:
    first = stories.picture(chair)
    page = stories.draft_outcome(public_group, chair, body=[("image", first)])

    stories.edit(fresh(page), support, body=[("image", first), ("image", stories.picture(support, colour="blue"))])
    stories.edit(fresh(page), support, body=[])
    stories.edit(fresh(page), secretariat, body=[("image", first)])

    assert content_of(fresh(page).draft()).pictures == {first.pk}


def test_a_translation_shows_the_pictures_of_its_source(
    public_group: Any, chair: Any, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    image = stories.picture(chair)
    page = stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, body=[("heading", "Summary"), ("image", image)]
    )

    french = stories.publish_in_french(
        page, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )

    assert content_of(french).pictures == {image.pk}


# --- Withdrawn pictures -------------------------------------------------------------------------------------

# Wagtail leaves closing the file of a new size to Python.
renders = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)


def public_size(picture: Picture) -> Rendition:
    """As the public page makes it; the sizes of an earlier test would answer from the cache under the same keys."""
    cache.clear()
    return Picture.objects.get(pk=picture.pk).get_rendition("width-2")


@renders
def test_a_withdrawn_page_leaves_no_picture_behind(
    public_group: Any, chair: Any, secretariat: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = stories.picture(chair)
    page = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, body=[("image", image)])
    before = public_size(image)
    assert Path(before.file.path).exists()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(page_id=page.pk, by=secretariat, reason="A face without consent.")

    assert not Path(before.file.path).exists()
    assert public_size(image).url != before.url


@renders
def test_a_picture_that_the_new_version_leaves_out_is_not_public_any_more(
    public_group: Any, chair: Any, secretariat: Any, django_capture_on_commit_callbacks: Any
) -> None:
    left_out, kept = stories.picture(chair), stories.picture(chair, colour="blue")
    page = stories.publish_outcome(
        public_group, chair=chair, reviewer=secretariat, body=[("image", left_out), ("image", kept)]
    )
    sizes = [public_size(left_out), public_size(kept)]

    stories.edit(page, chair, body=[("image", kept)])
    with django_capture_on_commit_callbacks(execute=True):
        stories.pass_quality_control(page, sender=chair, reviewer=secretariat)

    assert [Path(size.file.path).exists() for size in sizes] == [False, True]


@renders
def test_a_picture_that_another_live_page_shows_stays(public_group: Any, chair: Any, secretariat: Any) -> None:
    image = stories.picture(chair)
    page, _other = (
        stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title=title, body=[("image", image)])
        for title in ("One", "Another")
    )
    size = public_size(image)

    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    assert public_size(image) == size


# --- What a page names --------------------------------------------------------------------------------------


def test_a_theme_and_an_author_of_a_live_page_are_not_deleted(public_group: Any, chair: Any, secretariat: Any) -> None:
    author = Person.objects.create(name="An author")
    theme = Theme.objects.get(code="finance")
    stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, people=[author], themes=[theme])

    for named in (author, theme):
        with pytest.raises(PermissionDenied), transaction.atomic():
            named.delete()


def test_an_author_of_a_draft_may_be_deleted(public_group: Any, chair: Any) -> None:
    author = Person.objects.create(name="An author")
    stories.draft_outcome(public_group, chair, people=[author])

    author.delete()

    assert not Person.objects.filter(name="An author").exists()


# --- Versions -----------------------------------------------------------------------------------------------


def test_a_superseded_version_does_not_come_back(public_outcome: OutcomePage, chair: Any, secretariat: Any) -> None:
    first = Approval.objects.get(work=public_outcome.translation_key).revision
    stories.edit(public_outcome, chair, abstract="A better abstract.")
    stories.pass_quality_control(public_outcome, sender=chair, reviewer=secretariat)
    before = what_the_public_sees()

    with pytest.raises(NotQualityControlled), transaction.atomic():
        first.publish()

    assert what_the_public_sees() == before


def test_a_withdrawn_version_does_not_come_back(public_outcome: OutcomePage, secretariat: Any) -> None:
    revision = Approval.objects.get(work=public_outcome.translation_key).revision
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")

    with pytest.raises(NotQualityControlled), transaction.atomic():
        revision.publish()

    assert not fresh(public_outcome).live


def test_what_was_published_is_never_deleted(public_outcome: OutcomePage, secretariat: Any) -> None:
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")

    for page in (fresh(public_outcome), fresh(public_outcome).page_ptr, fresh(public_outcome).get_parent()):
        with pytest.raises(PermissionDenied), transaction.atomic():
            page.delete()

    assert OutcomePage.objects.filter(pk=public_outcome.pk).exists()


def test_a_draft_with_a_reference_is_never_deleted(group: Any, chair: Any) -> None:
    draft = stories.draft_outcome(group, chair)
    before = Page.objects.count()

    for page in (draft, draft.page_ptr, stories.page_of(group), draft.get_parent().get_parent()):
        with pytest.raises(PermissionDenied), transaction.atomic():
            page.delete()

    assert Page.objects.count() == before


def test_an_approval_with_a_date_in_the_future_is_refused_before_anything_is_public(
    public_group: Any, chair: Any, secretariat: Any
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    page = stories.draft_outcome(public_group, chair)
    stories.edit(page, chair, go_live_at=timezone.now() + timedelta(days=3))
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="date of publication"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)

    assert not File.objects.public().exists()
    assert not Approval.objects.filter(work=page.translation_key).exists()


# --- Overrides, and what stands under a group ---------------------------------------------------------------


def test_an_override_does_not_publish_an_outcome_of_a_group_that_is_not_public(
    group: Any, chair: Any, administrator: Any
) -> None:
    page = stories.draft_outcome(group, chair)
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="focus group is not public yet"):
        stories.approve(
            page_id=page.pk, by=administrator, seal=seal, answers=stories.ALL_YES, override_reason="Urgent."
        )

    assert not fresh(page).live


def test_an_override_answers_the_four_eyes_rule_and_is_logged(
    public_group: Any, chair: Any, administrator: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="write why, it is logged"):
        stories.approve(page_id=page.pk, by=administrator, seal=seal, answers=stories.ALL_YES)
    stories.approve(
        page_id=page.pk,
        by=administrator,
        seal=seal,
        answers=stories.ALL_YES,
        override_reason="Nobody else is left.",
    )

    assert fresh(page).approval.override_reason == "Nobody else is left."


def test_a_withdrawn_group_takes_along_what_stands_under_it(
    public_group: Any, public_outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    stories.publish_terms(public_group, chair=chair, reviewer=secretariat)

    withdraw(page_id=stories.page_of(public_group).pk, by=secretariat, reason="Set up by mistake.")

    assert what_the_public_sees() == {"pages": {}, "files": {}}
    assert Outcome.objects.get(work=public_outcome.translation_key).withdrawal_reason == "Set up by mistake."
    assert not Approval.objects.in_force().exists()


# --- Translations -------------------------------------------------------------------------------------------


@pytest.fixture
def french_outcome(
    public_outcome: OutcomePage, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> OutcomePage:
    return stories.publish_in_french(
        public_outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )


@pytest.mark.parametrize("publish", [False, True])
def test_localize_does_not_write_over_a_live_translation(
    french_outcome: OutcomePage,
    public_outcome: OutcomePage,
    administrator: Any,
    publish: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    StringTranslation.objects.filter(locale__language_code="fr").update(data=SECRET)
    translation = Translation.objects.get(
        source__object_id=public_outcome.translation_key, target_locale__language_code="fr"
    )
    before = what_the_public_sees()

    with pytest.raises(NotQualityControlled), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(user=administrator, publish=publish)

    assert what_the_public_sees() == before


def test_an_approval_in_one_language_opens_no_other(public_outcome: OutcomePage, secretariat: Any) -> None:
    """Same work, same words, another language: not approved."""
    from translations.actions.request_translation import page_in

    german = page_in(fresh(public_outcome), Locale.objects.get(language_code="de"))

    german.live = True
    with pytest.raises(NotQualityControlled), transaction.atomic():
        german.save()


def test_a_translation_stays_private_while_its_source_is(
    public_outcome: OutcomePage, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    from translations.actions import request_translation, save_segments, submit_translation
    from translations.segments import segments_of

    request = request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)
    save_segments(request=request, texts={s.pk: s.source for s in segments_of(request)}, by=french_translator)
    submit_translation(request=request, by=french_translator)
    french = OutcomePage.objects.get(translation_key=public_outcome.translation_key, locale__language_code="fr")
    seal = stories.seal_of(french)
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")

    with pytest.raises(NotDecidable):
        stories.approve(page_id=french.pk, by=french_reviewer, seal=seal, answers=stories.ALL_YES)

    assert not fresh(french).live


# --- The types ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["group", "programme", "terms"])
def test_every_type_of_a_group_stands_behind_the_gate(group: Any, chair: Any, secretariat: Any, kind: str) -> None:
    page = {"group": stories.page_of, "programme": stories.programme_of, "terms": stories.terms_of}[kind](group)

    page.live = True
    with pytest.raises(NotQualityControlled), transaction.atomic():
        page.save(clean=False)

    assert not FocusGroupPage.objects.live().exists()
    assert what_the_public_sees()["pages"] == {}


def test_events_are_changed_by_no_query_either(public_outcome: OutcomePage) -> None:
    approvals = Approval.objects.filter(work=public_outcome.translation_key)

    with pytest.raises(Immutable):
        approvals.update(version="9.9")
    with pytest.raises(Immutable):
        approvals.delete()

    assert approvals.get().version == "1.0"


def test_a_deleted_account_leaves_what_it_decided(public_outcome: OutcomePage, secretariat: Any) -> None:
    secretariat.delete()

    assert Approval.objects.get(work=public_outcome.translation_key).reviewer is None


def test_saving_it_unchanged_does_not_hide_who_wrote_it(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    stories.edit(page, secretariat, abstract="Written in review.")
    take_back(page_id=page.pk, by=chair)
    stories.edit(fresh(page), chair)
    seal = stories.send(page, chair)

    with pytest.raises(NotDecidable, match="edited this version last"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES)
    stories.approve(page_id=page.pk, by=second_secretariat, seal=seal, answers=stories.ALL_YES)

    assert fresh(page).abstract == "Written in review."


def test_what_was_emptied_during_the_review_is_not_approved(
    public_group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    page = stories.draft_outcome(public_group, chair)
    stories.send(page, chair)
    stories.edit(page, secretariat, licence="", body=[("heading", "")])

    with pytest.raises(NotDecidable, match="Choose the licence"):
        stories.approve(page_id=page.pk, by=second_secretariat, seal=stories.seal_of(page), answers=stories.ALL_YES)

    assert not fresh(page).live


def test_a_linguistic_reviewer_does_not_check_a_file_of_their_own(
    public_outcome: OutcomePage, secretariat: Any, french_translator: Any, french_reviewer: Any
) -> None:
    request = request_translation(page_id=public_outcome.pk, language="fr", by=secretariat)
    translate_all(request, french_translator)
    own = stories.upload(french_reviewer, name="livre.pdf", content=stories.PDF + b"fr")
    value = {"document": own, "language": "fr", "description": "", "accessible": False}
    save_files(request=request, files=[value], by=french_reviewer)
    submit_translation(request=request, by=french_translator, note=stories.NOTE)
    page = OutcomePage.objects.get(pk=request.page_id)

    assert "so somebody else decides" in page.why_not_decide(french_reviewer)
