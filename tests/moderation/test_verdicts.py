"""The four verdicts: ready, ready with small fixes, changes needed, not ready; whoever fixes never approves."""

from typing import Any

import pytest
from django.urls import reverse

from moderation.actions import (
    ContentChanged,
    NotDecidable,
    ask_to_confirm,
    begin_small_fixes,
    confirm_small_fixes,
    return_to_group,
)
from moderation.choices import Verdict
from moderation.models import Approval, QualityControl
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import scenes, stories
from tests.moderation.conftest import fresh

pytestmark = pytest.mark.django_db


@scenes.scene
def outcome_for_a_verdict() -> OutcomePage:
    made, chair = scenes.public_group(), scenes.chair().user
    page = stories.draft_outcome(made, chair)
    stories.send(page, chair)
    return fresh(page)


@pytest.fixture
def sent(outcome_for_a_verdict: OutcomePage) -> OutcomePage:
    return outcome_for_a_verdict


@pytest.fixture
def fixed(sent: OutcomePage, secretariat: Any) -> OutcomePage:
    """Somebody of the Secretariat mended a word and asks the group."""
    begin_small_fixes(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent))
    stories.edit(sent, secretariat, abstract="Three models of financing, compared.")
    ask_to_confirm(page_id=sent.pk, by=secretariat)
    return fresh(sent)


def decide(page: OutcomePage, by: Any) -> None:
    stories.approve(page_id=page.pk, by=by, seal=stories.seal_of(page), answers=stories.ALL_YES)


def test_small_fixes_are_made_confirmed_and_approved_by_three_people(
    fixed: OutcomePage, chair: Any, second_secretariat: Any
) -> None:
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))

    decide(fixed, second_secretariat)

    assert fresh(fixed).live
    assert Approval.objects.get(work=fixed.translation_key).verdict == Verdict.SMALL_FIXES


def test_before_the_group_has_confirmed_nobody_approves(fixed: OutcomePage, second_secretariat: Any) -> None:
    with pytest.raises(NotDecidable, match="not confirmed the small fixes"):
        decide(fixed, second_secretariat)

    assert not fresh(fixed).live


def test_who_fixed_does_not_approve_even_where_somebody_edited_since(
    fixed: OutcomePage, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    stories.edit(fixed, second_secretariat, abstract="Three financing models, compared anew.")

    with pytest.raises(NotDecidable, match="You made the small fixes"):
        decide(fixed, secretariat)


def test_what_was_edited_after_the_confirmation_is_confirmed_again(
    fixed: OutcomePage, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))
    stories.edit(fresh(fixed), secretariat, abstract="Something else.")

    with pytest.raises(NotDecidable, match="not confirmed"):
        decide(fixed, second_secretariat)


def test_only_the_group_confirms(fixed: OutcomePage, secretariat: Any, second_secretariat: Any, support: Any) -> None:
    for user in (secretariat, second_secretariat, support):
        with pytest.raises(NotDecidable, match="The group confirms"):
            confirm_small_fixes(page_id=fixed.pk, by=user, seal=stories.seal_of(fixed))


def test_who_may_not_decide_does_not_begin_small_fixes(sent: OutcomePage, co_chair: Any, chair: Any) -> None:
    for user in (co_chair, chair):
        with pytest.raises(NotDecidable):
            begin_small_fixes(page_id=sent.pk, by=user, seal=stories.seal_of(sent))


def test_without_a_change_the_group_is_not_asked(sent: OutcomePage, secretariat: Any) -> None:
    begin_small_fixes(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent))

    with pytest.raises(NotDecidable, match="Nothing was changed yet"):
        ask_to_confirm(page_id=sent.pk, by=secretariat)


def test_the_chair_reads_what_was_fixed_and_confirms_it_in_the_editor(
    fixed: OutcomePage, chair: Any, signed_in: Any
) -> None:
    client = signed_in(chair)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[fixed.pk])).content.decode()

    client.post(reverse("moderation:confirm_small_fixes", args=[fixed.pk]), {"fixes_seal": stories.seal_of(fixed)})

    assert "Small fixes to confirm" in html
    assert "models of financing" in html
    assert QualityControl.objects.latest("pk").confirmed_seal == stories.seal_of(fixed)
    assert Message.objects.filter(to=chair.email, subject__startswith="Please confirm small fixes").exists()


def test_while_the_group_is_asked_my_groups_and_the_editor_say_that_it_waits_for_the_group(
    fixed: OutcomePage, chair: Any, signed_in: Any
) -> None:
    client = signed_in(chair)
    urls = [reverse("focusgroups:my_groups"), reverse("wagtailadmin_pages:edit", args=[fixed.pk])]

    asked = [client.get(url).content.decode() for url in urls]
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))
    confirmed = [client.get(url).content.decode() for url in urls]

    with_the_secretariat = ("With the Secretariat since", "The SCM Secretariat has it now")
    for shown, now, words in zip(asked, confirmed, with_the_secretariat, strict=True):
        assert "Small fixes, with the group" in shown
        assert words not in shown
        assert "Small fixes, with the group" not in now
        assert words in now
    assert "cannot be edited" not in asked[1]
    assert "It waits for its group, which confirms the small fixes" in asked[1]


def test_the_review_screen_leads_through_small_fixes(sent: OutcomePage, secretariat: Any, signed_in: Any) -> None:
    client = signed_in(secretariat)
    review = reverse("moderation:review", args=[sent.pk])
    offered = client.get(review).content.decode()

    client.post(reverse("moderation:begin_small_fixes", args=[sent.pk]), {"seal": stories.seal_of(sent)})
    begun = client.get(review).content.decode()
    stories.edit(fresh(sent), secretariat, abstract="Mended.")
    mended = client.get(review).content.decode()
    client.post(reverse("moderation:ask_to_confirm", args=[sent.pk]))
    asked = client.get(review).content.decode()

    assert "Make small fixes" in offered
    assert "Ask the group to confirm" not in begun
    assert "Ask the group to confirm" in mended
    assert "Make small fixes" not in begun
    assert "The group is asked to confirm them" in asked


@pytest.mark.parametrize("verdict", [Verdict.CHANGES_NEEDED, Verdict.NOT_READY])
def test_a_return_says_how_far_it_is(
    verdict: Verdict, sent: OutcomePage, secretariat: Any, chair: Any, signed_in: Any
) -> None:
    data = {"seal": stories.seal_of(sent), "verdict": verdict, "text_1": "Compare the same year."}

    signed_in(secretariat).post(reverse("moderation:return", args=[sent.pk]), data)

    mail = Message.objects.get(to=chair.email, subject__startswith="Please mend")
    assert QualityControl.objects.latest("pk").verdict == verdict
    assert ("Verdict: not ready." in mail.text) == (verdict == Verdict.NOT_READY)


def test_ready_is_no_verdict_of_a_return(sent: OutcomePage, secretariat: Any) -> None:
    with pytest.raises(ValueError, match="no verdict of a return"):
        return_to_group(
            page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent), points=[("", "x")], verdict=Verdict.READY
        )


def test_begun_by_mistake_it_is_approved_as_it_was_sent(
    sent: OutcomePage, secretariat: Any, second_secretariat: Any
) -> None:
    begin_small_fixes(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent))

    decide(sent, second_secretariat)

    assert Approval.objects.get(work=sent.translation_key).verdict == Verdict.READY


def test_another_asks_for_who_made_the_fixes(
    sent: OutcomePage, secretariat: Any, second_secretariat: Any, co_chair: Any
) -> None:
    begin_small_fixes(page_id=sent.pk, by=secretariat, seal=stories.seal_of(sent))
    stories.edit(sent, secretariat, abstract="Three models of financing, compared.")

    with pytest.raises(NotDecidable, match="member of this focus group"):
        ask_to_confirm(page_id=sent.pk, by=co_chair)
    ask_to_confirm(page_id=sent.pk, by=second_secretariat)

    assert QualityControl.objects.latest("pk").fixes_seal == stories.seal_of(sent)


def test_the_group_is_asked_although_the_account_of_who_fixed_is_gone(
    fixed: OutcomePage, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    secretariat.delete()

    with pytest.raises(NotDecidable, match="not confirmed the small fixes"):
        decide(fixed, second_secretariat)

    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))
    decide(fixed, second_secretariat)
    assert fresh(fixed).live


def test_who_approves_reads_what_was_fixed(
    fixed: OutcomePage, chair: Any, second_secretariat: Any, signed_in: Any
) -> None:
    Message.objects.all().delete()
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))

    html = signed_in(second_secretariat).get(reverse("moderation:review", args=[fixed.pk])).content.decode()

    assert "Small fixes of the Secretariat" in html
    assert "<ins>" in html
    assert "Small fixes confirmed" in Message.objects.get(to=second_secretariat.email).subject


def test_my_groups_asks_the_chair_to_confirm(fixed: OutcomePage, chair: Any, signed_in: Any) -> None:
    asked = signed_in(chair).get(reverse("focusgroups:my_groups")).content.decode()
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))
    confirmed = signed_in(chair).get(reverse("focusgroups:my_groups")).content.decode()

    assert ["read and confirm them" in html for html in (asked, confirmed)] == [True, False]


def test_a_confirmation_is_of_what_was_read(fixed: OutcomePage, chair: Any, secretariat: Any) -> None:
    read = stories.seal_of(fixed)
    stories.edit(fixed, secretariat, abstract="Something else.")

    for seal in (read, stories.seal_of(fixed)):
        with pytest.raises(ContentChanged):
            confirm_small_fixes(page_id=fixed.pk, by=chair, seal=seal)

    assert not QualityControl.objects.latest("pk").confirmed_seal


def test_an_approval_is_offered_once_the_group_has_confirmed(
    fixed: OutcomePage, chair: Any, second_secretariat: Any, signed_in: Any
) -> None:
    client, review = signed_in(second_secretariat), reverse("moderation:review", args=[fixed.pk])

    asked = client.get(review).content.decode()
    confirm_small_fixes(page_id=fixed.pk, by=chair, seal=stories.seal_of(fixed))
    confirmed = client.get(review).content.decode()

    assert ["Approve and publish" in html for html in (asked, confirmed)] == [False, True]
