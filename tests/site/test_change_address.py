"""A work has one address in all languages; a new one holds everywhere at once, and the old ones lead to it (H19)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from focusgroups.models import FocusGroupPage
from moderation.checking import findings
from outcomes.models import OutcomePage
from scm_site.actions.change_address import AddressTaken, change_address
from tests import scenes, stories
from tests.moderation.conftest import fresh
from translations.actions import request_translation

pytestmark = pytest.mark.django_db
GROUP = "/{}/focus-groups/citizen-energy-renovation/"


@scenes.scene
def outcome_with_an_address() -> OutcomePage:
    made = scenes.public_group()
    return stories.publish_outcome(made, chair=scenes.chair().user, reviewer=scenes.secretariat(), title="A playbook")


@pytest.fixture
def outcome(outcome_with_an_address: OutcomePage) -> OutcomePage:
    return outcome_with_an_address


def leads_to(address: str) -> str:
    response = Client().get(address)
    return response.headers["Location"] if response.status_code == 301 else str(response.status_code)


def test_every_old_address_leads_to_the_new_one_in_every_language(outcome: OutcomePage, secretariat: Any) -> None:
    request_translation(page_id=outcome.pk, language="fr", by=secretariat)

    change_address(page=outcome, slug="playbook", by=secretariat)

    for language in ("en", "fr", "de"):
        old, new = GROUP.format(language) + "a-playbook/", GROUP.format(language) + "playbook/"
        assert (leads_to(old), leads_to(new)) == (new, "200")
    slugs = OutcomePage.objects.filter(translation_key=outcome.translation_key).values_list("slug", flat=True)
    assert set(slugs) == {"playbook"}
    assert not list(findings())


def test_what_stands_under_a_group_moves_along_and_back(outcome: OutcomePage, group: Any, secretariat: Any) -> None:
    page = stories.page_of(group)

    change_address(page=page, slug="renovation", by=secretariat)

    moved = "/en/focus-groups/renovation/a-playbook/"
    assert (leads_to(GROUP.format("en") + "a-playbook/"), leads_to(moved)) == (moved, "200")

    change_address(page=page, slug="citizen-energy-renovation", by=secretariat)

    assert leads_to(GROUP.format("en") + "a-playbook/") == "200"
    assert leads_to(moved) == GROUP.format("en") + "a-playbook/"


def test_a_new_version_keeps_the_new_address(outcome: OutcomePage, chair: Any, secretariat: Any) -> None:
    draft = fresh(outcome).draft()
    stories.edit(outcome, chair, abstract="Being written.")

    change_address(page=outcome, slug="playbook", by=secretariat)
    draft.abstract = "From an older window."
    draft.save_revision(user=chair)
    stories.pass_quality_control(fresh(outcome), sender=chair, reviewer=secretariat)

    assert (fresh(outcome).slug, fresh(outcome).abstract) == ("playbook", "From an older window.")


def test_an_address_in_use_and_others_than_the_secretariat_are_refused(
    outcome: OutcomePage, group: Any, chair: Any, support: Any, secretariat: Any, everything: Any, signed_in: Any
) -> None:
    clients = {user: signed_in(user) for user in (chair, support)}
    before = everything()

    with pytest.raises(AddressTaken):
        change_address(page=outcome, slug="work-programme", by=secretariat)
    for user, client in clients.items():
        with pytest.raises(PermissionDenied):
            change_address(page=outcome, slug="other", by=user)
        assert client.post(reverse("change_address", args=[outcome.pk]), {"slug": "x"}).status_code == 302

    assert everything() == before


def test_the_screen_says_what_is_wrong_and_what_was_done(
    outcome: OutcomePage, group: Any, secretariat: Any, signed_in: Any
) -> None:
    client, address = signed_in(secretariat), reverse("change_address", args=[outcome.pk])

    def post(slug: str) -> str:
        return client.post(address, {"slug": slug}, follow=True).content.decode()

    assert "Another page has this address already" in post("work-programme")
    assert "Write small letters without accents" in post("über uns!")
    assert "the old one leads to it" in post("playbook")
    assert client.get(reverse("change_address", args=[stories.terms_of(group).pk])).status_code != 200
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[outcome.pk])).content.decode()


def test_a_group_keeps_its_pages(group: Any, outcome: OutcomePage, secretariat: Any) -> None:
    change_address(page=stories.page_of(group), slug="renovation", by=secretariat)

    assert FocusGroupPage.objects.live().get(translation_key=group.work).url == "/en/focus-groups/renovation/"


def test_every_address_that_a_work_had_leads_to_the_newest_and_to_no_other_work(
    outcome: OutcomePage, group: Any, chair: Any, secretariat: Any
) -> None:
    base = GROUP.format("en")
    change_address(page=outcome, slug="second", by=secretariat)
    change_address(page=fresh(outcome), slug="third", by=secretariat)

    assert [leads_to(base + slug) for slug in ("a-playbook/", "second/")] == [base + "third/"] * 2

    other = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="Other")
    with pytest.raises(AddressTaken, match="old links lead to it"):
        change_address(page=other, slug="second", by=secretariat)
    change_address(page=fresh(outcome), slug="second", by=secretariat)
    assert leads_to(base + "second/") == "200"


def test_a_new_outcome_leaves_an_old_address_to_the_work_that_had_it(
    outcome: OutcomePage, public_group: Any, chair: Any, secretariat: Any
) -> None:
    change_address(page=outcome, slug="playbook", by=secretariat)

    other = stories.publish_outcome(public_group, chair=chair, reviewer=secretariat, title="A playbook")

    assert other.slug == "a-playbook-2"
    assert leads_to(GROUP.format("en") + "a-playbook/") == GROUP.format("en") + "playbook/"


def french_work(group: Any, by: Any, title: str) -> OutcomePage:
    """A public outcome that was written in French from the start."""
    parent = stories.page_of(group, "fr")
    page = OutcomePage(title=title, live=False, locale=parent.locale, owner=by)
    parent.add_child(instance=page)
    stories.edit(page, by, format="white_paper", abstract="Tout autre chose.", licence="CC-BY-4.0")
    return fresh(page)


def test_a_work_in_another_language_leaves_an_address_to_the_work_that_has_it(
    outcome: OutcomePage, group: Any, secretariat: Any
) -> None:
    request_translation(page_id=stories.page_of(group).pk, language="fr", by=secretariat)

    french = french_work(group, secretariat, "A playbook")

    assert french.slug == "a-playbook-2"
    with pytest.raises(AddressTaken):
        change_address(page=french, slug="a-playbook", by=secretariat)
    with pytest.raises(AddressTaken):
        change_address(page=outcome, slug="a-playbook-2", by=secretariat)
    request = request_translation(page_id=outcome.pk, language="fr", by=secretariat)
    assert request.page.slug == outcome.slug


def test_two_works_at_one_address_are_never_taken_for_one(
    outcome: OutcomePage, group: Any, chair: Any, secretariat: Any, second_secretariat: Any
) -> None:
    request_translation(page_id=stories.page_of(group).pk, language="fr", by=secretariat)
    french = french_work(group, chair, "Autre")
    stories.edit(french, chair, body=[("heading", "Autre")])
    stories.pass_quality_control(french, sender=chair, reviewer=second_secretariat)
    OutcomePage.objects.filter(pk=french.pk).update(
        slug=outcome.slug, url_path=f"{stories.page_of(group, 'fr').url_path}{outcome.slug}/"
    )

    english = Client().get(GROUP.format("en") + "a-playbook/").content.decode()

    assert "Three financing models, compared." in english
    assert 'hreflang="fr"' not in english


def test_the_address_of_a_draft_tells_nobody_its_title(
    public_group: Any, chair: Any, django_capture_on_commit_callbacks: Any, signed_in: Any
) -> None:
    draft = stories.draft_outcome(public_group, chair, title="Heat")

    with django_capture_on_commit_callbacks(execute=True):
        draft.slug = "secret-heat-pumps"
        draft.save()

    assert leads_to(GROUP.format("en") + "heat/") == "404"


def test_no_address_leads_to_what_never_was_public(
    public_group: Any, outcome: OutcomePage, chair: Any, secretariat: Any
) -> None:
    draft = stories.draft_outcome(public_group, chair, title="Heat")

    change_address(page=draft, slug="secret-heat-pumps", by=secretariat)
    change_address(page=stories.page_of(public_group), slug="renovation", by=secretariat)

    assert fresh(draft).url_path.endswith("/renovation/secret-heat-pumps/")
    old = [GROUP.format("en") + slug for slug in ("heat/", "secret-heat-pumps/")]
    assert [leads_to(address) for address in old] == ["404", "404"]
    assert leads_to(GROUP.format("en") + "a-playbook/") == "/en/focus-groups/renovation/a-playbook/"
