"""Report a problem (E22): any reader, any public page; the Secretariat answers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from moderation.actions import Answered, answer_report, forget_old_reports, withdraw
from moderation.models import ProblemReport
from outbox.actions import forget_old_mails, send_again
from outbox.actions.deliver_messages import deliver
from outbox.models import Message
from outcomes.models import OutcomePage
from scm_site.pages.languages import work_url
from tests import scenes, stories

WRONG = "The cost in table 2 is ten times too high."


@scenes.scene
def reported_outcome() -> Any:
    page = stories.publish_outcome(
        scenes.public_group(), chair=scenes.chair().user, reviewer=scenes.secretariat(), title="A zeppelin for cities"
    )
    Message.objects.all().delete()
    return page


@pytest.fixture
def outcome(reported_outcome: Any) -> Any:
    return reported_outcome


def form_at(address: str, client: Client | None = None) -> dict[str, str]:
    """What the open form at ``address`` sends along."""
    html = (client or Client()).get(address).content.decode()
    return {"seen": re.search(r'name="seen" value="([^"]+)"', html).group(1)}


def report_at(address: str, **values: str) -> Any:
    return Client().post(address, {**form_at(address), "text": WRONG, **values})


def address_of(page: Any, language: str = "en") -> str:
    return f"/{language}/report-a-problem/{page.pk}/"


def test_a_reader_without_an_account_a_cookie_or_a_script_reports_what_is_wrong(outcome: Any, settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(work_url(outcome)).content.decode()
    address = re.search(r'href="([^"]+)" rel="nofollow"[^>]*>Report a problem with this page', page).group(1)

    response = client.post(address, {**form_at(address, client), "text": WRONG}, follow=True)

    assert "Thank you for your report" in response.content.decode()
    assert not client.cookies
    report = ProblemReport.objects.get()
    assert (report.page_id, report.language, report.reader_language, report.version) == (outcome.pk, "en", "en", "1.0")
    assert (report.text, report.email) == (WRONG, "")
    mail = Message.objects.get(kind="moderation.reported")
    assert mail.to == settings.SCM_FUNCTIONAL_MAILBOX
    assert f"/admin/quality-control/reports/{report.pk}/" in mail.text
    assert WRONG not in mail.text


def test_what_was_read_is_kept_where_a_german_reads_the_english_text(outcome: Any) -> None:
    report_at(address_of(outcome, "de"), email="leserin@stadt.example")

    report = ProblemReport.objects.get()
    assert (report.language, report.reader_language) == ("en", "de")


def test_the_version_is_the_one_that_was_read(outcome: Any, chair: Any, secretariat: Any) -> None:
    address = address_of(outcome)
    opened = form_at(address)
    page = OutcomePage.objects.get(pk=outcome.pk)
    stories.edit(page, chair, abstract="Mended.")
    stories.pass_quality_control(OutcomePage.objects.get(pk=page.pk), sender=chair, reviewer=secretariat)

    Client().post(address, {**opened, "text": WRONG})

    assert ProblemReport.objects.get().version == "1.0"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "  "}, "Say what is wrong."),
        ({"text": "x" * 4001}, "Say it in at most 4000 characters; it has 4001."),
        ({"email": "nowhere"}, "Write an e-mail address such as name@city.eu, or leave it empty."),
        ({"website": "https://spam.example"}, "Leave this field empty: it finds programs that fill in forms."),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(
    outcome: Any, values: dict[str, str], sentence: str
) -> None:
    response = report_at(address_of(outcome), **values)

    text = response.content.decode()
    assert response.status_code == 200
    assert "It is not sent yet" in text
    assert sentence in text
    assert next(iter(values.values())).strip() in text
    assert not ProblemReport.objects.exists()


def test_a_form_that_is_sent_twice_is_one_report(outcome: Any) -> None:
    sent = {**form_at(address_of(outcome)), "text": WRONG}

    for _time in range(2):
        assert Client().post(address_of(outcome), sent).status_code == 302

    assert ProblemReport.objects.count() == Message.objects.filter(kind="moderation.reported").count() == 1


def test_a_form_whose_key_is_not_ours_is_sent_all_the_same(outcome: Any) -> None:
    assert Client().post(address_of(outcome), {"seen": "forged", "text": WRONG}).status_code == 302

    assert ProblemReport.objects.get().version == "1.0"


def test_more_than_people_write_is_refused_with_another_way_and_loses_no_text(outcome: Any, settings: Any) -> None:
    settings.SCM_REPORTS_AN_HOUR = 2
    for _time in range(2):
        report_at(address_of(outcome))

    text = report_at(address_of(outcome)).content.decode()

    assert "Too many reports came in within this hour." in text
    assert f"mailto:{settings.SCM_FUNCTIONAL_MAILBOX}" in text
    assert WRONG in text
    assert ProblemReport.objects.count() == 2


@pytest.fixture
def one_report_each(settings: Any) -> Any:
    cache.clear()
    settings.SCM_REPORTS_AN_HOUR_EACH = 1
    return settings


def report_from(page: Any, text: str, **meta: str) -> Any:
    return Client().post(address_of(page), {**form_at(address_of(page)), "text": text}, **meta)


def test_who_reports_very_much_waits_and_holds_up_nobody_else(outcome: Any, one_report_each: Any) -> None:
    report_from(outcome, WRONG, REMOTE_ADDR="192.0.2.1")

    refused = report_from(outcome, "Table 3, too.", REMOTE_ADDR="192.0.2.1").content.decode()
    other = report_from(outcome, "Table 4, too.", REMOTE_ADDR="192.0.2.2")

    assert "Many reports came from your network within this hour." in refused
    assert "Table 3, too." in refused
    assert f"mailto:{one_report_each.SCM_FUNCTIONAL_MAILBOX}" in refused
    assert other.status_code == 302
    assert set(ProblemReport.objects.values_list("text", flat=True)) == {WRONG, "Table 4, too."}


def test_an_hour_later_a_report_is_taken_again(outcome: Any, one_report_each: Any, monkeypatch: Any) -> None:
    report_from(outcome, WRONG)
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("scm_site.throttle.timezone.now", lambda: later)

    assert report_from(outcome, "Table 3, too.").status_code == 302


def test_whoever_has_a_whole_network_of_ipv6_is_one(outcome: Any, one_report_each: Any) -> None:
    first, second, elsewhere = "2001:db8:0:1::1", "2001:db8:0:1:f::2", "2001:db8:0:2::1"

    answers = [
        report_from(outcome, f"Table {number}", REMOTE_ADDR=address).status_code
        for number, address in enumerate((first, second, elsewhere))
    ]

    assert answers == [302, 200, 302]


def test_behind_a_proxy_counts_whom_the_proxy_saw_whatever_the_client_says(outcome: Any, one_report_each: Any) -> None:
    one_report_each.SCM_PROXIES = 1
    proxy = {"REMOTE_ADDR": "10.0.0.1"}

    answers = [
        report_from(outcome, f"Table {number}", **proxy, HTTP_X_FORWARDED_FOR=seen).status_code
        for number, seen in enumerate(("192.0.2.1", "198.51.100.7, 192.0.2.1", "192.0.2.2"))
    ]

    assert answers == [302, 200, 302]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("192.0.2.1:50001", "192.0.2.1:50002"),
        ("[2001:db8:0:1::1]:443", "2001:db8:0:1::2"),
        ("192.0.2.1", "192.0.2.1:8"),
    ],
)
def test_a_port_that_a_proxy_adds_makes_nobody_another(
    outcome: Any, one_report_each: Any, first: str, again: str
) -> None:
    one_report_each.SCM_PROXIES = 1

    answers = [report_from(outcome, seen, HTTP_X_FORWARDED_FOR=seen).status_code for seen in (first, again)]

    assert answers == [302, 200]


@pytest.mark.parametrize("said", [{}, {"HTTP_X_FORWARDED_FOR": "unknown"}])
def test_where_the_proxy_does_not_say_who_asks_all_are_one_and_the_log_says_so(
    outcome: Any, one_report_each: Any, caplog: Any, said: dict[str, str]
) -> None:
    one_report_each.SCM_PROXIES = 1

    answers = [report_from(outcome, f"Table {number}", **said).status_code for number in range(2)]

    assert answers == [302, 200]
    assert [record.getMessage() for record in caplog.records if record.name == "scm_site.throttle"] == [
        "The proxy in front of the site does not say in X-Forwarded-For who asks: all are counted as one."
    ]


def test_the_address_of_who_reports_is_kept_nowhere(outcome: Any, one_report_each: Any, monkeypatch: Any) -> None:
    kept: list[str] = []
    monkeypatch.setattr("scm_site.throttle.cache", Spy(kept))

    report_from(outcome, WRONG, REMOTE_ADDR="192.0.2.1")

    assert kept
    assert not any("192.0.2.1" in key for key in kept)


class Spy:
    """The cache, and the keys under which it was asked to keep something."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys

    def add(self, key: str, value: int, timeout: int) -> bool:
        self.keys.append(key)
        return cache.add(key, value, timeout=timeout)

    def incr(self, key: str) -> int:
        return cache.incr(key)


def test_nothing_is_said_of_what_is_not_public(outcome: Any, group: Any, chair: Any, secretariat: Any) -> None:
    draft = stories.draft_outcome(group, chair, title="A secret draft")
    restricted = OutcomePage.objects.get(pk=outcome.pk)
    PageViewRestriction.objects.create(
        page=restricted, restriction_type=PageViewRestriction.PASSWORD, password="quiet river"
    )

    for method in ("get", "post"):
        for page in (draft, restricted):
            answer = getattr(Client(), method)(address_of(page), {"text": WRONG})
            assert page.title not in answer.content.decode()
            assert "Report a problem" not in answer.content.decode()
        assert getattr(Client(), method)(address_of(draft)).status_code == 404
        assert getattr(Client(), method)("/en/report-a-problem/1/").status_code == 404
    assert not ProblemReport.objects.exists()


def test_what_was_withdrawn_cannot_be_reported(outcome: Any, secretariat: Any) -> None:
    withdraw(page_id=outcome.pk, by=secretariat, kind="errors", reason="Wrong.")

    assert Client().get(address_of(outcome)).status_code == 404


def test_the_secretariat_finds_it_in_its_queue_and_answers_the_reader_in_their_language(
    outcome: Any, secretariat: Any, signed_in: Any
) -> None:
    report_at(address_of(outcome, "de"), text="<script>alert(1)</script>", email="leserin@stadt.example")
    report = ProblemReport.objects.get()
    client = signed_in(secretariat)

    queue = client.get("/admin/quality-control/").content.decode()
    assert "1 problem that a reader reported waits for an answer" in queue
    assert outcome.title in client.get("/admin/quality-control/reports/").content.decode()
    screen = client.get(f"/admin/quality-control/reports/{report.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in screen
    assert "leserin@stadt.example" in screen
    refused = client.post(f"/admin/quality-control/reports/{report.pk}/", {"result": "mended", "answer": ""})
    assert refused.status_code == 200
    client.post(f"/admin/quality-control/reports/{report.pk}/", {"result": "mended", "answer": "Danke, berichtigt."})

    report.refresh_from_db()
    assert (report.result, report.email, report.answered_by) == ("mended", "", secretariat)
    mail = Message.objects.get(kind="moderation.report_answered")
    assert (mail.to, mail.language) == ("leserin@stadt.example", "de")
    assert "Danke, berichtigt." in mail.text
    assert "leserin" not in client.get(f"/admin/quality-control/reports/{report.pk}/").content.decode()
    assert "Nothing waits for an answer." in client.get("/admin/quality-control/reports/").content.decode()
    assert outcome.title in client.get("/admin/quality-control/reports/?all").content.decode()


def test_once_the_answer_is_sent_nothing_holds_the_address(
    outcome: Any, secretariat: Any, signed_in: Any, mailoutbox: Any
) -> None:
    report_at(address_of(outcome), email="reader@city.example")
    report = ProblemReport.objects.get()
    answer_report(report_id=report.pk, by=secretariat, result="mended", answer="Thank you.", now=timezone.now())
    message = Message.objects.get(kind="moderation.report_answered")

    deliver(message)

    assert [(mail.to, "Thank you." in mail.body) for mail in mailoutbox] == [(["reader@city.example"], True)]
    message.refresh_from_db()
    assert (message.to, message.text, message.sent_at is not None) == ("", "", True)
    client = signed_in(secretariat)
    assert "erased when it was sent" in client.get(f"/admin/mails-and-jobs/mails/{message.pk}/").content.decode()
    with pytest.raises(PermissionDenied):
        send_again(message=message, by=secretariat)


def test_an_address_that_takes_no_mail_is_given_up(outcome: Any, secretariat: Any) -> None:
    report_at(address_of(outcome), email="reader@no-such-city.example")
    report = ProblemReport.objects.get()
    answer_report(report_id=report.pk, by=secretariat, result="mended", answer="Thank you.", now=timezone.now())

    forget_old_mails(now=timezone.now() + timedelta(days=31))

    assert not Message.objects.filter(kind="moderation.report_answered").exists()
    assert Message.objects.filter(kind="moderation.reported").exists()


def test_a_form_that_was_edited_and_sent_once_more_is_another_report(outcome: Any) -> None:
    opened = form_at(address_of(outcome))

    for text in (WRONG, "Table 3 is wrong, too."):
        Client().post(address_of(outcome), {**opened, "text": text})

    assert set(ProblemReport.objects.values_list("text", flat=True)) == {WRONG, "Table 3 is wrong, too."}


def test_a_form_of_another_page_says_nothing_of_this_one(
    outcome: Any, publish: Any, chair: Any, secretariat: Any
) -> None:
    other = publish("Another")
    stories.edit(other, chair, abstract="Mended.")
    stories.pass_quality_control(OutcomePage.objects.get(pk=other.pk), sender=chair, reviewer=secretariat)

    Client().post(address_of(other), {**form_at(address_of(outcome)), "text": WRONG})

    assert ProblemReport.objects.get().version == "1.1"


def test_what_a_colleague_typed_meanwhile_is_not_lost(
    outcome: Any, secretariat: Any, support: Any, signed_in: Any
) -> None:
    report_at(address_of(outcome))
    report = ProblemReport.objects.get()
    answer_report(report_id=report.pk, by=secretariat, result="nothing", answer="", now=timezone.now())

    screen = signed_in(support).post(
        f"/admin/quality-control/reports/{report.pk}/", {"result": "mended", "answer": "Typed with care."}
    )

    assert "Somebody else has answered it in the meantime." in screen.content.decode()
    assert "Typed with care." in screen.content.decode()


def test_report_and_answer_stand_in_the_log_without_what_was_written(
    outcome: Any, secretariat: Any, signed_in: Any
) -> None:
    report_at(address_of(outcome), email="reader@city.example")
    answer_report(
        report_id=ProblemReport.objects.get().pk,
        by=secretariat,
        result="nothing",
        answer="It is right.",
        now=timezone.now(),
    )

    log = signed_in(secretariat).get("/admin/log/").content.decode()

    assert "A reader reported a problem" in log
    assert "There is nothing to mend." in log
    for word in (WRONG, "reader@city.example", "It is right."):
        assert word not in log


def test_of_two_who_answer_one_is_told_that_the_other_was_first(outcome: Any, secretariat: Any, support: Any) -> None:
    report_at(address_of(outcome), email="reader@city.example")
    answer = {"report_id": ProblemReport.objects.get().pk, "result": "nothing", "now": timezone.now()}
    answer_report(by=secretariat, answer="It is right.", **answer)

    with pytest.raises(Answered, match="Somebody else has answered it"):
        answer_report(by=support, answer="We shall see.", **answer)

    assert Message.objects.filter(kind="moderation.report_answered").count() == 1


def test_chairs_neither_read_nor_answer(outcome: Any, chair: Any, signed_in: Any) -> None:
    report_at(address_of(outcome))
    report = ProblemReport.objects.get()

    for path in ("/admin/quality-control/reports/", f"/admin/quality-control/reports/{report.pk}/"):
        assert WRONG not in signed_in(chair).get(path, follow=True).content.decode()
    with pytest.raises(PermissionDenied):
        answer_report(report_id=report.pk, by=chair, result="nothing", answer="", now=timezone.now())


def test_what_was_answered_long_ago_is_forgotten(outcome: Any, secretariat: Any, settings: Any) -> None:
    for _time in range(2):
        report_at(address_of(outcome))
    first, open_ = ProblemReport.objects.order_by("pk")
    answer_report(report_id=first.pk, by=secretariat, result="nothing", answer="", now=timezone.now())
    later = timezone.now() + timedelta(days=settings.SCM_REPORTS_KEPT_DAYS + 1)

    assert forget_old_reports(now=timezone.now()) == 0
    ProblemReport.objects.filter(pk=open_.pk).update(reported_at=later - timedelta(days=1))
    assert forget_old_reports(now=later) == 1
    assert list(ProblemReport.objects.all()) == [open_]
    assert forget_old_reports(now=later + timedelta(days=settings.SCM_REPORTS_KEPT_DAYS + 1)) == 1


def test_what_a_reviewer_sees_alone_offers_no_report(outcome: Any, secretariat: Any, signed_in: Any) -> None:
    draft = signed_in(secretariat).get(f"/admin/quality-control/{outcome.pk}/draft/").content.decode()

    assert outcome.title in draft
    assert "report-a-problem" not in draft


def test_the_list_costs_the_same_for_many_reports(
    outcome: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client = signed_in(secretariat)

    def answered_by(person: Any) -> None:
        report_at(address_of(outcome))
        newest = ProblemReport.objects.first()
        answer_report(report_id=newest.pk, by=person, result="nothing", answer="", now=timezone.now())

    answered_by(secretariat)
    few = count_queries(lambda: client.get("/admin/quality-control/reports/?all"))
    for number in range(4):
        answered_by(scenes.staff("SCM Secretariat", f"colleague{number}@scm.example"))

    assert count_queries(lambda: client.get("/admin/quality-control/reports/?all")) == few
