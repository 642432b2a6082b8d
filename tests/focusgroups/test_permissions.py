"""Who may do what (design: the table of the same name), asked of the permission functions and of the verbs.

One row a question, with the roles that are answered yes; everybody else is answered no.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from files.models import File, Picture
from files.permissions import may_download
from focusgroups.actions import (
    add_member,
    agree_group,
    confirm_leaders,
    end_membership,
    fill_in_terms,
    record_consent,
    set_up_group,
)
from focusgroups.choices import Role
from focusgroups.models import FocusGroup, Membership, Theme
from focusgroups.permissions import (
    may_change_members,
    may_confirm_leaders,
    may_edit,
    may_record,
    may_see_drafts,
    may_set_up,
)
from moderation.actions import return_to_group, send_to_quality_control, take_back, withdraw
from moderation.models import QualityControl
from outcomes.models import OutcomePage
from scm_site.actions.change_address import change_address
from tests import scenes, stories
from tests.factories import PersonFactory, UserFactory
from translations.actions import request_translation, save_segments, submit_translation
from translations.models import TranslationRequest
from translations.permissions import may_request, may_review, may_translate
from translations.segments import segments_of

pytestmark = pytest.mark.django_db

ROLES = (
    "visitor",
    "participant",
    "chair",
    "chair of another group",
    "co-chair",
    "support team",
    "secretariat",
    "translator (fr)",
    "translator (de)",
    "reviewer (fr)",
    "administrator",
)
NOBODY: set[str] = set()
STAFF = {"co-chair", "support team", "secretariat", "administrator"}
SECRETARIAT = {"co-chair", "secretariat", "administrator"}
LEADERS = {"chair", *STAFF}


@dataclass
class World:
    """One group with pages in each state, and a second group with leaders of its own."""

    group: FocusGroup
    other: FocusGroup
    draft: OutcomePage
    picture: Picture
    sent: OutcomePage
    public: OutcomePage
    french: OutcomePage
    request: TranslationRequest
    people: dict[str, Any]

    @property
    def waiting_seal(self) -> str:
        return stories.seal_of(self.sent)


@scenes.scene
def two_groups() -> World:
    group, today = scenes.group(), scenes.NEW_YEAR
    chair, co_chair = scenes.chair().user, scenes.co_chair().user
    support, secretariat = scenes.support(), scenes.secretariat()
    second = PersonFactory(name="Second Chair", organisation="City of Leuven", email="second@leuven.example")
    second_co_chair = PersonFactory(
        organisation="SCM Secretariat",
        email=co_chair.email.replace("co.", "second.co."),
        user=_staff(secretariat),
    )
    other = stories.confirmed_group(
        support=support,
        secretariat=secretariat,
        chair=second,
        co_chair=second_co_chair,
        today=today,
        name="Heat",
    )
    second.refresh_from_db()
    participant = PersonFactory(name="Participant", user=UserFactory(email="participant@city.example"))
    add_member(group=group, person=participant, role=Role.PARTICIPANT, by=chair, today=today)
    stories.publish_group(group, chair=chair, reviewer=secretariat)
    public = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="Public outcome")
    request = request_translation(page_id=public.pk, language="fr", by=secretariat)
    sent = stories.draft_outcome(group, chair, title="Sent outcome")
    stories.send(sent, chair)
    picture = stories.picture(chair, title="Draft outcome, chart")
    return World(
        group=group,
        other=other,
        draft=stories.draft_outcome(group, chair, title="Draft outcome", body=[("image", picture)]),
        picture=picture,
        sent=OutcomePage.objects.get(pk=sent.pk),
        public=OutcomePage.objects.get(pk=public.pk),
        french=OutcomePage.objects.get(translation_key=public.translation_key, locale__language_code="fr"),
        request=request,
        people={
            "visitor": AnonymousUser(),
            "participant": participant.user,
            "chair": chair,
            "chair of another group": second.user,
            "co-chair": co_chair,
            "support team": support,
            "secretariat": secretariat,
            "translator (fr)": scenes.translator("fr"),
            "translator (de)": scenes.translator("de"),
            "reviewer (fr)": scenes.reviewer("fr"),
            "administrator": scenes.administrator(),
        },
    )


@pytest.fixture
def world(two_groups: World) -> World:
    return two_groups


def _staff(like: Any) -> Any:
    user = UserFactory(email="second.co.chair@scm.example")
    user.groups.set(like.groups.all())
    return user


def private_file(world: World) -> File:
    return File.objects.get(work=world.draft.translation_key)


def private_file_of_a_requested_source(world: World) -> File:
    file = File.objects.get(work=world.public.translation_key)
    File.objects.filter(pk=file.pk).update(made_public_at=None, uploaded_by_user=None)
    return File.objects.get(pk=file.pk)


def is_editable(page: OutcomePage, user: Any) -> bool:
    """As Wagtail's editor decides it: the permission, and no lock for this user."""
    lock = page.get_lock()
    return page.permissions_for_user(user).can_edit() and not (lock and lock.for_user(user))


Question = Callable[[Any, World], bool]
QUESTIONS: dict[str, tuple[Question, set[str]]] = {
    "sees drafts": (lambda user, w: may_see_drafts(user, w.group), LEADERS),
    "sees the draft of a page": (lambda user, w: w.draft.may_see_draft(user), LEADERS),
    "sees the draft of a translation": (
        lambda user, w: w.french.may_see_draft(user),
        {*LEADERS, "translator (fr)", "reviewer (fr)"},
    ),
    "downloads a private file": (lambda user, w: may_download(user, private_file(w)), LEADERS),
    "downloads a private file of a requested source": (
        lambda user, w: may_download(user, private_file_of_a_requested_source(w)),
        {*LEADERS, "translator (fr)", "reviewer (fr)"},
    ),
    "sets up a group": (lambda user, w: may_set_up(user), STAFF),
    "confirms chair and co-chair": (lambda user, w: may_confirm_leaders(user), SECRETARIAT),
    "changes the members": (lambda user, w: may_change_members(user, w.group), LEADERS),
    "edits the group": (lambda user, w: may_edit(user, w.group), LEADERS),
    "edits a draft in Wagtail": (lambda user, w: is_editable(w.draft, user), LEADERS),
    "edits a live page in Wagtail": (lambda user, w: is_editable(w.public, user), LEADERS),
    "edits a page in quality control": (lambda user, w: is_editable(w.sent, user), SECRETARIAT),
    "adds an outcome in Wagtail": (
        lambda user, w: w.draft.get_parent().specific.permissions_for_user(user).can_add_subpage(),
        LEADERS,
    ),
    "records what happened": (lambda user, w: may_record(user), SECRETARIAT),
    "edits state, dates, reference or events by hand": (
        lambda user, w: any(
            AdminURLFinder(user).get_edit_url(row) for row in (w.group, w.public.record, *w.group.events.all())
        ),
        NOBODY,
    ),
    "sends a page": (lambda user, w: w.draft.why_not_send(user) is None, LEADERS),
    "submits a page in Wagtail's own way": (
        lambda user, w: w.draft.permissions_for_user(user).can_submit_for_moderation(),
        NOBODY,
    ),
    "takes a page back": (lambda user, w: w.sent.may_take_back(user), LEADERS),
    "decides on a page": (
        lambda user, w: w.sent.why_not_decide(user) is None,
        {"secretariat"},
    ),
    "decides on a translation": (
        lambda user, w: w.french.why_not_decide(user) is None,
        {"reviewer (fr)"},
    ),
    "publishes a gated page by hand": (
        lambda user, w: w.draft.permissions_for_user(user).can_publish(),
        NOBODY,
    ),
    "publishes under a gated page by hand": (
        lambda user, w: w.draft.get_parent().specific.permissions_for_user(user).can_publish_subpage(),
        NOBODY,
    ),
    "unpublishes a gated page by hand": (
        lambda user, w: w.public.permissions_for_user(user).can_unpublish(),
        NOBODY,
    ),
    "deletes a gated page": (lambda user, w: w.draft.permissions_for_user(user).can_delete(), NOBODY),
    "copies a gated page": (lambda user, w: w.draft.permissions_for_user(user).can_copy(), NOBODY),
    "moves a gated page": (
        lambda user, w: w.draft.permissions_for_user(user).can_move_to(stories.page_of(w.other)),
        NOBODY,
    ),
    "publishes the home page": (
        lambda user, w: Page.objects.get(slug="home-en").specific.permissions_for_user(user).can_publish(),
        SECRETARIAT,
    ),
    "publishes an ordinary page": (
        lambda user, w: (
            Page.objects.get(slug="about", locale__language_code="en").permissions_for_user(user).can_publish()
        ),
        SECRETARIAT,
    ),
    "withdraws": (lambda user, w: w.public.may_withdraw(user), SECRETARIAT),
    "requests translations": (lambda user, w: may_request(user), SECRETARIAT),
    "translates into French": (
        lambda user, w: may_translate(user, "fr"),
        {"translator (fr)", "reviewer (fr)", "administrator"},
    ),
    "checks French": (lambda user, w: may_review(user, "fr"), {"reviewer (fr)", "administrator"}),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_answered_yes_to_these_roles_alone(question: str, world: World) -> None:
    ask, expected = QUESTIONS[question]

    answered_yes = {role for role in ROLES if ask(world.people[role], world)}

    assert answered_yes == expected


# --- The verbs ask the same -------------------------------------------------------------------------------


def new_group(user: Any, w: World, today: date) -> None:
    set_up_group(
        name="A new group",
        challenge="<p>A gap.</p>",
        themes=Theme.objects.none(),
        planned_start=None,
        planned_end=None,
        chair=None,
        co_chair=None,
        by=user,
        today=today,
    )


def confirm(user: Any, w: World, today: date) -> None:
    fresh = set_up_group(
        name="Unconfirmed",
        challenge="<p>A gap.</p>",
        themes=Theme.objects.none(),
        planned_start=None,
        planned_end=None,
        chair=None,
        co_chair=None,
        by=w.people["support team"],
        today=today,
    )
    co_chair = Membership.objects.get(group=w.group, role=Role.CO_CHAIR).person
    confirm_leaders(group=fresh, chair=PersonFactory(), co_chair=co_chair, by=user, today=today)


def add(user: Any, w: World, today: date) -> None:
    add_member(group=w.group, person=PersonFactory(), role=Role.PARTICIPANT, by=user, today=today)


def end(user: Any, w: World, today: date) -> None:
    end_membership(membership=Membership.objects.get(group=w.group, role=Role.PARTICIPANT), by=user, today=today)


def consent(user: Any, w: World, today: date) -> None:
    person = Membership.objects.get(group=w.group, role=Role.PARTICIPANT).person
    record_consent(person=person, group=w.group, given=True, by=user)


def agree(user: Any, w: World, today: date) -> None:
    agree_group(group=w.group, by=user, on=today, today=today)


def fill_in(user: Any, w: World, today: date) -> None:
    people = w.people
    programme = stories.write_programme(w.group, people["chair"])
    stories.pass_quality_control(programme, sender=people["chair"], reviewer=people["secretariat"])
    fill_in_terms(page=stories.terms_of(w.group), by=user)


def send(user: Any, w: World, today: date) -> None:
    send_to_quality_control(page_id=w.draft.pk, by=user, note=stories.NOTE)


def take(user: Any, w: World, today: date) -> None:
    take_back(page_id=w.sent.pk, by=user)


def let_pass(user: Any, w: World, today: date) -> None:
    stories.approve(page_id=w.sent.pk, by=user, seal=w.waiting_seal, answers=stories.ALL_YES)


def give_back(user: Any, w: World, today: date) -> None:
    return_to_group(page_id=w.sent.pk, by=user, seal=w.waiting_seal, points=[("abstract", "Say for whom.")])


def take_down(user: Any, w: World, today: date) -> None:
    withdraw(page_id=w.public.pk, by=user, reason="A figure was wrong.")


def ask_for_german(user: Any, w: World, today: date) -> None:
    request_translation(page_id=w.public.pk, language="de", by=user)


def translate(user: Any, w: World, today: date) -> None:
    save_segments(request=w.request, texts={segments_of(w.request)[0].pk: "Un guide"}, by=user)


def submit(user: Any, w: World, today: date) -> None:
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(w.request)}
    save_segments(request=w.request, texts=texts, by=w.people["translator (fr)"])
    submit_translation(request=w.request, by=user)


def readdress(user: Any, w: World, today: date) -> None:
    change_address(page=w.public, slug="playbook", by=user)


VERBS: dict[str, tuple[Callable[[Any, World, date], None], set[str]]] = {
    "set_up_group": (new_group, STAFF),
    "confirm_leaders": (confirm, SECRETARIAT),
    "add_member": (add, LEADERS),
    "end_membership": (end, LEADERS),
    "record_consent": (consent, LEADERS),
    "agree_group": (agree, SECRETARIAT),
    "fill_in_terms": (fill_in, LEADERS),
    "send_to_quality_control": (send, LEADERS),
    "take_back": (take, LEADERS),
    "approve": (let_pass, {"secretariat"}),
    "return_to_group": (give_back, {"secretariat", "administrator"}),
    "withdraw": (take_down, SECRETARIAT),
    "request_translation": (ask_for_german, SECRETARIAT),
    "save_segments": (translate, {"translator (fr)", "reviewer (fr)", "administrator"}),
    "submit_translation": (submit, {"translator (fr)", "reviewer (fr)", "administrator"}),
    "change_address": (readdress, SECRETARIAT),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_open_to_these_roles_alone(verb: str, world: World, today: date) -> None:
    act, expected = VERBS[verb]
    done = set()

    for role in ROLES[1:]:  # a visitor has no account to act with
        undo = transaction.atomic()
        try:
            with undo:
                try:
                    act(world.people[role], world, today)
                    done.add(role)
                finally:
                    transaction.set_rollback(True)
        except PermissionDenied:
            pass

    assert done == expected


# --- Another group's pages (B5) ---------------------------------------------------------------------------

SCREENS_OF_A_PAGE = (
    "edit",
    "view_draft",
    "preview_on_edit",
    "delete",
    "unpublish",
    "move",
    "copy",
    "lock",
    "unlock",
    "set_privacy",
    "history",
    "history_results",
    "usage",
    "workflow_history",
    "convert_alias",
)


def pages_of(group: FocusGroup) -> list[Page]:
    return list(Page.objects.filter(path__startswith=stories.page_of(group).path))


def everything(group: FocusGroup) -> list[Any]:
    pages = Page.objects.filter(path__startswith=stories.page_of(group).path)
    return [
        list(
            pages.order_by("pk").values_list("pk", "path", "live", "title", "draft_title", "latest_revision", "locked")
        ),
        list(QualityControl.objects.values_list("pk", "status")),
    ]


@pytest.mark.parametrize("screen", SCREENS_OF_A_PAGE)
def test_the_chair_of_another_group_is_refused_on_every_screen_of_every_page(
    screen: str, world: World, signed_in: Any
) -> None:
    client = signed_in(world.people["chair of another group"])
    before = everything(world.group)

    for page in pages_of(world.group):
        for ask in (client.get, client.post):
            answer = ask(
                reverse(f"wagtailadmin_pages:{screen}", args=[page.pk]),
                {"title": "Taken over", "action-publish": "1", "next": "/admin/"},
            )
            assert answer.status_code in (302, 403, 404, 405), (page.specific_class, ask)
            # An address that is not there is looked for in a language.
            if answer.status_code == 302 and not answer.url.startswith("/en/admin/"):
                assert answer.url == reverse("wagtailadmin_home"), (page.specific_class, answer.url)

    assert everything(world.group) == before


@pytest.mark.parametrize("screen", ["review", "draft", "approve", "return", "take_back", "withdraw"])
def test_the_chair_of_another_group_is_refused_on_the_screens_of_quality_control(
    screen: str, world: World, signed_in: Any
) -> None:
    client = signed_in(world.people["chair of another group"])
    before = everything(world.group)

    for page in (world.draft, world.sent, world.public):
        for ask in (client.get, client.post):
            answer = ask(
                reverse(f"moderation:{screen}", args=[page.pk]),
                {"seal": stories.seal_of(page), "reason": "Mine now.", **stories.ALL_YES, "text_1": "Mend."},
            )
            assert answer.status_code != 200 or page.title not in answer.content.decode(), (screen, ask)
            assert answer.status_code < 500

    assert everything(world.group) == before


@pytest.mark.parametrize("screen", ["confirm_leaders", "members", "record"])
def test_the_chair_of_another_group_is_refused_on_the_screens_of_the_group(
    screen: str, world: World, signed_in: Any
) -> None:
    client = signed_in(world.people["chair of another group"])
    before = world.group.memberships.count(), world.group.events.count()

    for ask in (client.get, client.post):
        answer = ask(reverse(f"focusgroups:{screen}", args=[world.group.reference]))
        assert answer.status_code in (302, 403, 404)
        if answer.status_code == 302:
            assert answer.url == reverse("wagtailadmin_home")

    assert (world.group.memberships.count(), world.group.events.count()) == before


LISTS = {
    "explorer": "/admin/pages/",
    "search": "/admin/pages/search/?q=outcome",
    "chooser": "/admin/choose-page/",
    "search in the chooser": "/admin/choose-page/search/?q=outcome",
    "admin API": "/admin/api/main/pages/?fields=*&limit=20",
    "usage of a page type": "/admin/pages/usage/outcomes/outcomepage/",
    "report of page types": "/admin/reports/page-types-usage/",
    "report of ageing pages": "/admin/reports/aging-pages/",
    "report of locked pages": "/admin/reports/locked/",
    "report of workflows": "/admin/reports/workflow/",
    "report of tasks": "/admin/reports/workflow_tasks/",
    "site history": "/admin/reports/site-history/",
    "documents": "/admin/documents/",
    "document chooser": "/admin/documents/chooser/",
    "queue": "/admin/quality-control/",
    "my groups": "/admin/focus-groups/",
    "translation desk": "/admin/translation-desk/",
    # Named by its key: the draft itself, its file, its picture.
    "chooser below a draft": "/admin/choose-page/{draft}/",
    "chooser above the drafts": "/admin/choose-page/?page_type=outcomes.outcomepage",
    "chosen pages": "/admin/choose-page/chosen-multiple/?id={public}&id={draft}",
    "chosen document": "/admin/documents/chooser/chosen/{file}/",
    "chosen documents": "/admin/documents/chooser/chosen-multiple/?id={file}",
    "chosen picture": "/admin/images/chooser/chosen/{picture}/",
    "chosen pictures": "/admin/images/chooser/chosen-multiple/?id={picture}",
    "format of a picture": "/admin/images/chooser/{picture}/select_format/",
    "picture chooser": "/admin/images/chooser/",
    "pictures": "/admin/images/",
    "admin API of documents": "/admin/api/main/documents/",
    "admin API of a document": "/admin/api/main/documents/{file}/",
    "admin API of pictures": "/admin/api/main/images/",
    "admin API of a picture": "/admin/api/main/images/{picture}/",
    "search in the admin API of pictures": "/admin/api/main/images/find/?id={picture}",
    **{
        f"{verb} many pages": f"/admin/bulk/wagtailcore/page/{verb}/?id={{public}}&id={{draft}}"
        for verb in ("move", "publish", "unpublish", "delete")
    },
    "move all pages": "/admin/bulk/wagtailcore/page/move/?id=all",
    "move all pages of a group": "/admin/bulk/wagtailcore/page/move/?id=all&childOf={group}",
    "delete many documents": "/admin/bulk/scm_files/file/delete/?id={file}",
    "delete all documents": "/admin/bulk/scm_files/file/delete/?id=all",
    "delete many pictures": "/admin/bulk/scm_files/picture/delete/?id={picture}",
    "tag many pictures": "/admin/bulk/scm_files/picture/add_tags/?id={picture}",
}


def with_keys(address: str, world: World) -> str:
    return address.format(
        group=stories.page_of(world.group).pk,
        public=world.public.pk,
        draft=world.draft.pk,
        file=private_file(world).pk,
        picture=world.picture.pk,
    )


@pytest.mark.parametrize("role", ["chair of another group", "translator (fr)"])
@pytest.mark.parametrize("address", LISTS.values(), ids=LISTS.keys())
def test_no_list_shows_a_draft_of_another_group(address: str, role: str, world: World, signed_in: Any) -> None:
    File.objects.filter(work=world.draft.translation_key).update(title="Draft outcome, annex")
    client = signed_in(world.people[role])

    answer = client.get(with_keys(address, world), follow=True)

    assert answer.status_code in (200, 403, 404)
    for title in ("Draft outcome", "Sent outcome"):
        assert title not in answer.content.decode()
    assert not world.picture.renditions.exists()


OWN = {
    "chooser below a draft": "Draft outcome",
    "chosen pages": "Draft outcome",
    "chosen document": "Playbook",
    "chosen documents": "Playbook",
    "chosen picture": "chart",
    "chosen pictures": "chart",
    "picture chooser": "chart",
    "move many pages": "Draft outcome",
    "move all pages of a group": "Draft outcome",
    "delete many documents": "Playbook",
    "delete many pictures": "chart",
}


# Wagtail leaves closing the file of a new size to Python.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("name", "title"), OWN.items(), ids=OWN.keys())
def test_a_chair_finds_there_what_is_their_own(name: str, title: str, world: World, signed_in: Any) -> None:
    address = with_keys(LISTS[name], world)

    answer = signed_in(world.people["chair"]).get(address)

    assert answer.status_code == 200
    assert title in answer.content.decode()


@pytest.mark.parametrize("ids", ["id=all", "id={}"])
def test_nobody_reads_the_list_of_accounts_by_changing_many_at_once(ids: str, world: World, signed_in: Any) -> None:
    someone = world.people["secretariat"]

    answer = signed_in(world.people["chair"]).get(f"/admin/bulk/scm_site/user/delete/?{ids.format(someone.pk)}")

    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["choose-page/chosen-multiple/?id=x", "bulk/wagtailcore/page/move/?id=x"])
def test_a_key_that_is_none_finds_nothing(address: str, world: World, signed_in: Any) -> None:
    assert signed_in(world.people["chair"]).get(f"/admin/{address}").status_code == 404


def test_the_chooser_under_another_groups_page_shows_no_draft(world: World, signed_in: Any) -> None:
    client = signed_in(world.people["chair of another group"])

    answer = client.get(f"/admin/choose-page/{stories.page_of(world.group).pk}/", follow=True)

    assert "Draft outcome" not in answer.content.decode()


def test_the_admin_api_gives_no_draft_of_another_group(world: World, signed_in: Any) -> None:
    client = signed_in(world.people["chair of another group"])

    answer = client.get(f"/admin/api/main/pages/{world.draft.pk}/", follow=True)

    assert answer.status_code == 404
