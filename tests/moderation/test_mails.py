"""Each step tells the right people only, in their language, with the way to what it is about (E20)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation.actions import hand_over, return_to_group, take, take_back, withdraw
from outbox.addresses import absolute
from outbox.models import Message
from outcomes.models import OutcomePage
from tests import stories

pytestmark = pytest.mark.django_db
# The steps before, the step, and who has a mail of which kind after it; the chair leads the group with a co-chair.
TABLE: dict[str, tuple[tuple[str, ...], str, set[tuple[str, str]]]] = {
    "sent": ((), "send", {("waiting", "secretariat"), ("waiting", "second_secretariat")}),
    "taken": (("send",), "take", set()),
    "handed over": (("send",), "hand_over", {("handed_over", "second_secretariat")}),
    "taken back, nobody had it": (
        ("send",),
        "take_back",
        {("taken_back", "secretariat"), ("taken_back", "second_secretariat")},
    ),
    "taken back from who had it": (("send", "take"), "take_back", {("taken_back", "secretariat")}),
    "returned": (("send",), "return", {("returned", "chair"), ("returned", "co_chair")}),
    "approved": (("send", "take"), "approve", {("approved", "chair"), ("approved", "co_chair")}),
    "approved by somebody else than who had it": (
        ("send", "hand_over"),
        "approve",
        {("approved", "chair"), ("approved", "co_chair"), ("decided_by_another", "second_secretariat")},
    ),
    "withdrawn": (("send", "approve"), "withdraw", {("withdrawn", "chair"), ("withdrawn", "co_chair")}),
}


@pytest.fixture
def people(
    chair: Any, co_chair: Any, support: Any, secretariat: Any, second_secretariat: Any, french_translator: Any
) -> dict[str, Any]:
    chair.mail_language = "fr"
    chair.save()
    second_secretariat.mail_language = "de"
    second_secretariat.save()
    return {
        "chair": chair,
        "co_chair": co_chair,
        "support": support,
        "secretariat": secretariat,
        "second_secretariat": second_secretariat,
        "french_translator": french_translator,
    }


@pytest.fixture
def steps(public_group: Any, people: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    page = stories.draft_outcome(public_group, people["chair"])
    key, reader, other = page.pk, people["secretariat"], people["second_secretariat"]

    def seal() -> str:
        return stories.seal_of(page)

    return {
        "page": lambda: page,
        "send": lambda: stories.send(page, people["chair"]),
        "take": lambda: take(page_id=key, by=reader),
        "hand_over": lambda: hand_over(page_id=key, to=other, by=reader),
        "take_back": lambda: take_back(page_id=key, by=people["chair"]),
        "return": lambda: return_to_group(page_id=key, by=reader, seal=seal(), points=[("abstract", "Name them.")]),
        "approve": lambda: stories.approve(page_id=key, by=reader, seal=seal(), answers=stories.ALL_YES),
        "withdraw": lambda: withdraw(page_id=key, by=reader, reason="A figure was wrong."),
    }


@pytest.mark.parametrize("case", TABLE)
def test_each_step_tells_the_right_people(case: str, steps: Any, people: dict[str, Any]) -> None:
    before, step, expected = TABLE[case]
    for earlier in before:
        steps[earlier]()
    Message.objects.all().delete()

    steps[step]()

    names = {user.email: name for name, user in people.items()}
    mails = list(Message.objects.all())
    assert {(mail.kind.removeprefix("moderation."), names[mail.to]) for mail in mails} == expected
    assert len(mails) == len(expected)
    assert all(mail.language == people[names[mail.to]].mail_language for mail in mails)


@pytest.mark.parametrize(
    ("step", "screen"), [("send", "review"), ("hand_over", "review"), ("return", "edit"), ("approve", "public")]
)
def test_a_mail_leads_to_what_it_is_about(step: str, screen: str, steps: Any) -> None:
    page = steps["page"]()
    if step != "send":
        steps["send"]()
    Message.objects.all().delete()

    steps[step]()

    page.refresh_from_db()
    address = {
        "review": reverse("moderation:review", args=[page.pk]),
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "public": page.url,
    }[screen]
    assert Message.objects.exists()
    assert all(address in mail.text for mail in Message.objects.all())


def test_the_points_of_a_return_are_named_in_the_language_of_their_reader(
    public_group: Any, chair: Any, co_chair: Any, secretariat: Any
) -> None:
    chair.mail_language = "fr"
    chair.save()
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)

    return_to_group(page_id=page.pk, by=secretariat, seal=seal, points=[("licence", "Name it.", False)])

    english, french = Message.objects.filter(kind="moderation.returned").order_by("language")
    assert "1. Licence: Name it. (a wish)" in english.text
    assert "1. Licence : Name it. (souhait)" in french.text


def test_the_mail_of_a_withdrawal_says_why_in_its_readers_language_and_leads_on(
    public_outcome: OutcomePage, chair: Any, co_chair: Any, secretariat: Any
) -> None:
    chair.mail_language = "fr"
    chair.save()
    Message.objects.all().delete()

    withdraw(page_id=public_outcome.pk, by=secretariat, kind="errors", reason="Table 2 was wrong.")

    english, french = Message.objects.get(to=co_chair.email), Message.objects.get(to=chair.email)
    assert "Its content is wrong.\nTable 2 was wrong." in english.text
    assert (
        "Son contenu est erroné.\nDans les termes du secrétariat, en anglais\N{NO-BREAK SPACE}: Table 2" in french.text
    )
    tombstone = Client().get(public_outcome.url)
    assert tombstone.status_code == 410
    for mail in (english, french):
        assert f"{public_outcome.full_url}\n" in mail.text
        assert f"{absolute(reverse('focusgroups:my_groups'))}\n" in mail.text


def test_the_leaders_hear_of_a_further_language(
    public_outcome: OutcomePage,
    chair: Any,
    co_chair: Any,
    secretariat: Any,
    french_translator: Any,
    french_reviewer: Any,
) -> None:
    Message.objects.all().delete()

    french = stories.publish_in_french(
        public_outcome, asked_by=secretariat, translator=french_translator, reviewer=french_reviewer
    )

    mails = Message.objects.filter(kind="moderation.approved")
    assert {mail.to for mail in mails} == {chair.email, co_chair.email, french_translator.email}
    assert all(french.full_url in mail.text for mail in mails)


def test_times_in_a_mail_are_those_of_the_site(public_group: Any, chair: Any, secretariat: Any, settings: Any) -> None:
    page = stories.draft_outcome(public_group, chair)
    seal = stories.send(page, chair)
    at = (timezone.now() + timedelta(days=1)).replace(hour=14, minute=0)
    Message.objects.all().delete()

    with timezone.override("America/New_York"):
        stories.approve(page_id=page.pk, by=secretariat, seal=seal, answers=stories.ALL_YES, publish_at=at)

    here = timezone.localtime(at, timezone.get_default_timezone())
    assert all(
        f"{here.hour % 12 or 12} p.m." in mail.text or f"{here:%H:%M}" in mail.text for mail in Message.objects.all()
    )
    assert Message.objects.count() == 2
