"""Preview links: one draft for somebody without an account, marked, for some days (E14)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from files.actions import erase_file
from files.models import File
from moderation.actions import NothingToPreview, make_preview_link, open_preview_link, revoke_preview_link, withdraw
from moderation.models import PreviewLink, PreviewOpening
from moderation.models.event import Immutable
from outcomes.models import OutcomePage
from tests import stories


@pytest.fixture
def draft(group: Any, chair: Any) -> Any:
    """A draft of a group that is not public itself."""
    return stories.draft_outcome(group, chair, title="A secret draft")


def share(page: Any, by: Any, days: int = 7, now: Any = None) -> str:
    return make_preview_link(page=page, audience="Advisory Board", days=days, by=by, now=now or timezone.now())


def answer(response: Any) -> str:
    return re.sub(r"\s+", " ", b"".join(response).decode())


def test_whoever_has_the_link_reads_the_draft_marked_and_its_files(draft: Any, secretariat: Any) -> None:
    token = share(draft, secretariat)
    response = Client().get(f"/preview/{token}/")
    html = answer(response)

    assert response.status_code == 200
    assert "A secret draft" in html
    assert "<title>Not quality-checked: A secret draft" in html
    assert html.count("Not quality-checked") == 3
    assert "for “Advisory Board” only" in html
    file = draft.files[0].value["document"]
    assert file.url not in html
    assert f'href="/preview/{token}/files/{file.pk}/"' in html
    download = Client().get(f"/preview/{token}/files/{file.pk}/")
    assert b"".join(download.streaming_content) == stories.PDF
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert Client().get(file.url).status_code == 404
    assert Client().get(f"/en/focus-groups/{draft.get_parent().slug}/{draft.slug}/").status_code == 404


def test_a_draft_of_what_is_public_does_not_pass_for_the_public_version(
    group: Any, chair: Any, secretariat: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    page = stories.publish_outcome(group, chair=chair, reviewer=secretariat)
    stories.edit(page, chair, abstract="Not yet public.")
    page = OutcomePage.objects.get(pk=page.pk)

    html = answer(Client().get(f"/preview/{share(page, secretariat)}/"))

    assert "Draft · version 1.0 is public" in html
    assert "Published on" not in html


def test_a_draft_of_what_was_withdrawn_names_no_public_version(
    public_outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    withdraw(page_id=public_outcome.pk, by=secretariat, reason="A figure was wrong.")
    stories.edit(OutcomePage.objects.get(pk=public_outcome.pk), chair, abstract="Mended.")

    html = answer(Client().get(f"/preview/{share(OutcomePage.objects.get(pk=public_outcome.pk), secretariat)}/"))

    assert "Mended." in html
    assert "is public" not in html


def test_no_cache_no_search_engine_and_no_other_site_learns_of_it(draft: Any, secretariat: Any) -> None:
    token = share(draft, secretariat)
    file = draft.files[0].value["document"]

    for address in (f"/preview/{token}/", f"/preview/{token}/files/{file.pk}/", "/preview/wrong/"):
        response = Client().get(address)
        b"".join(response)
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
        assert not response.cookies
    html = answer(Client().get(f"/preview/{token}/"))
    assert 'rel="canonical"' not in html
    assert '<meta name="referrer" content="no-referrer">' in html


def test_a_wrong_an_expired_a_revoked_and_a_published_link_answer_the_same(
    draft: Any, secretariat: Any, second_secretariat: Any, group: Any, chair: Any
) -> None:
    now = timezone.now()
    old, ended, done = (
        share(draft, secretariat, now=now - timedelta(days=8)),
        share(draft, secretariat),
        share(draft, secretariat),
    )
    revoked = PreviewLink.objects.order_by("pk")[1]
    revoke_preview_link(link_id=revoked.pk, by=secretariat, now=now)
    stories.publish_group(group, chair=chair, reviewer=second_secretariat)
    stories.pass_quality_control(draft, sender=chair, reviewer=second_secretariat)
    file = draft.files[0].value["document"]

    for path in ("", f"files/{file.pk}/"):
        wrong = Client().get(f"/preview/wrong/{path}")
        assert wrong.status_code == 404
        for token in (old, ended, done):
            response = Client().get(f"/preview/{token}/{path}")
            assert (response.status_code, response.content) == (404, wrong.content)
    assert PreviewOpening.objects.count() == 0


def test_a_link_opens_only_its_own_draft(draft: Any, group: Any, chair: Any, secretariat: Any) -> None:
    other = stories.upload(chair, content=stories.PDF + b"% other")
    stories.draft_outcome(group, chair, title="Another draft", file=other)
    token = share(draft, secretariat)

    assert Client().get(f"/preview/{token}/files/{other.pk}/").status_code == 404
    assert "Another draft" not in answer(Client().get(f"/preview/{token}/"))


def test_an_erased_file_answers_as_a_closed_link_does(
    draft: Any, secretariat: Any, administrator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    token, file = share(draft, secretariat), File.objects.get(pk=draft.files[0].value["document"].pk)

    with django_capture_on_commit_callbacks(execute=True):
        erase_file(upload=file, reason="It holds personal data.", by=administrator)

    assert answer(Client().get(f"/preview/{token}/files/{file.pk}/")) == answer(Client().get("/preview/wrong/"))
    assert Client().get(f"/preview/{token}/files/{file.pk}/").status_code == 404
    assert Client().get(f"/preview/{token}/").status_code == 200


def test_it_shows_the_draft_as_it_is_now(draft: Any, chair: Any, secretariat: Any) -> None:
    token = share(draft, secretariat)

    stories.edit(draft, chair, title="A newer draft")

    assert "A newer draft" in answer(Client().get(f"/preview/{token}/"))


def test_openings_are_counted_and_nothing_about_whom(draft: Any, secretariat: Any) -> None:
    token = share(draft, secretariat)

    Client().head(f"/preview/{token}/")
    Client().get(f"/preview/{token}/")
    Client().get(f"/preview/{token}/")

    assert PreviewOpening.objects.count() == 2
    assert {field.name for field in PreviewOpening._meta.fields} == {"id", "link", "opened_at"}
    with pytest.raises(Immutable):
        PreviewOpening.objects.all().delete()


def test_the_database_holds_no_token(draft: Any, secretariat: Any, logged: Any) -> None:
    token = share(draft, secretariat)

    link = PreviewLink.objects.get()
    assert token not in str(PreviewLink.objects.values().get()) + str(logged("moderation.share").data)
    assert open_preview_link(token=link.token_hash, now=timezone.now(), is_counted=False) is None
    assert len(token) >= 43


@pytest.mark.parametrize("who", ["chair", "french_translator", "french_reviewer"])
def test_chairs_and_translators_ask(draft: Any, who: str, request: Any, signed_in: Any, secretariat: Any) -> None:
    user, now = request.getfixturevalue(who), timezone.now()
    share(draft, secretariat)
    link = PreviewLink.objects.get()

    with pytest.raises(PermissionDenied):
        share(draft, user)
    with pytest.raises(PermissionDenied):
        revoke_preview_link(link_id=link.pk, by=user, now=now)
    client = signed_in(user)
    assert client.get(f"/admin/quality-control/{draft.pk}/preview-links/").status_code in (302, 403)
    client.post(f"/admin/quality-control/preview-links/{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.revoked_at is None


def test_what_is_public_as_it_is_needs_no_link(
    draft: Any, group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=second_secretariat)
    stories.pass_quality_control(draft, sender=chair, reviewer=second_secretariat)
    page = type(draft).objects.get(pk=draft.pk)

    with pytest.raises(NothingToPreview):
        share(page, secretariat)

    stories.edit(page, chair, title="A changed draft")
    token = share(type(page).objects.get(pk=page.pk), secretariat)
    assert "A changed draft" in answer(Client().get(f"/preview/{token}/"))


@pytest.mark.parametrize("who", ["secretariat", "support"])
def test_the_screen_makes_shows_once_lists_and_revokes(draft: Any, who: str, request: Any, signed_in: Any) -> None:
    client = signed_in(request.getfixturevalue(who))
    address = f"/admin/quality-control/{draft.pk}/preview-links/"
    assert address in client.get(f"/admin/quality-control/{draft.pk}/").content.decode()
    assert client.post(address, {"audience": "", "days": "99"}).context["form"].errors.keys() == {"audience", "days"}

    made = client.post(address, {"audience": "Advisory Board", "days": "14"})
    (link_address,) = re.findall(r'value="(http[^"]*/preview/[^"]*)"', made.content.decode())
    path = "/" + link_address.split("/", 3)[3]
    assert Client().get(path).status_code == 200

    listed = answer(client.get(address))
    assert "/preview/" not in listed.partition("<main")[2].replace("/preview-links/", "")
    assert "opened once" in listed
    assert "Valid until" in listed

    link = PreviewLink.objects.get()
    client.post(f"/admin/quality-control/preview-links/{link.pk}/revoke/")
    assert Client().get(path).status_code == 404
    assert "Revoked on" in answer(client.get(address))


def test_a_reload_shows_the_link_again_and_makes_no_other(draft: Any, secretariat: Any, signed_in: Any) -> None:
    client, address = signed_in(secretariat), f"/admin/quality-control/{draft.pk}/preview-links/"
    key = client.get(address).context["form"]["form_key"].value()
    data = {"audience": "Advisory Board", "days": "14", "form_key": key}

    first, again = client.post(address, data), client.post(address, data)

    assert re.findall(r'value="(http[^"]*/preview/[^"]*)"', first.content.decode()) == [first.context["address"]]
    assert again.context["address"] == first.context["address"]
    assert Client().get("/" + first.context["address"].split("/", 3)[3]).status_code == 200
    assert PreviewLink.objects.count() == PageLogEntry.objects.filter(action="moderation.share").count() == 1

    other = client.post(address, data | {"audience": "Experts"})
    next_form = client.post(address, data | {"form_key": again.context["form"]["form_key"].value()})

    assert len({page.context["address"] for page in (first, other, next_form)}) == PreviewLink.objects.count() == 3


def test_the_screen_asks_as_often_for_many_links_as_for_one(
    draft: Any, secretariat: Any, signed_in: Any, count_queries: Any
) -> None:
    client, address = signed_in(secretariat), f"/admin/quality-control/{draft.pk}/preview-links/"
    share(draft, secretariat)
    client.get(address)
    one = count_queries(lambda: client.get(address))

    for _number in range(4):
        Client().get(f"/preview/{share(draft, secretariat)}/")

    assert count_queries(lambda: client.get(address)) == one


def test_a_link_to_a_new_version_ends_with_the_withdrawal(
    group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    stories.publish_group(group, chair=chair, reviewer=second_secretariat)
    page = stories.publish_outcome(group, chair=chair, reviewer=second_secretariat)
    stories.edit(page, chair, abstract="A second version.")
    token = share(type(page).objects.get(pk=page.pk), secretariat)
    assert Client().get(f"/preview/{token}/").status_code == 200

    withdraw(page_id=page.pk, by=secretariat, reason="A figure was wrong.")

    assert Client().get(f"/preview/{token}/").status_code == 404


def test_a_draft_with_files_says_how_long_it_is(draft: Any, secretariat: Any) -> None:
    response = Client().get(f"/preview/{share(draft, secretariat)}/")

    assert int(response.headers.get("Content-Length", len(response.content))) == len(response.content)


def test_a_link_ends_with_its_days(draft: Any, secretariat: Any) -> None:
    token = share(draft, secretariat, days=7, now=timezone.now() - timedelta(days=7))

    assert Client().get(f"/preview/{token}/").status_code == 404
