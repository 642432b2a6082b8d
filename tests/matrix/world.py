"""One site with something private in every corner, and the people who may or may not see it.

Each private text, file and file name bears a word that begins with ``zyx`` and says where it comes from.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page

from files.models import Picture
from focusgroups.actions import add_member
from moderation.actions import return_to_group, withdraw
from outcomes.models import OutcomePage
from scm_site.models import HomePage
from tests import stories
from tests.factories import PersonFactory, UserFactory
from tests.site.test_restrictions import restrict
from translations.actions import request_translation, save_segments, submit_translation
from translations.models import TranslationRequest
from translations.segments import segments_of

TODAY = date(2026, 1, 1)
ROLES = {
    "visitor": None,
    "chair": "Chairs",
    "other chair": "Chairs",
    "support": "SCM support team",
    "Secretariat": "SCM Secretariat",
    "translator": "Translators (fr)",
    "reviewer": "Linguistic reviewers (fr)",
    "administrator": None,
}
# Where private words come from.
KINDS = (
    "changed",
    "draft",
    "sent",
    "returned",
    "withdrawn",
    "restricted",
    "french",
    "report",
    "message",
    "programme",
    "point",
    "member",
    "upload",
)
# Every private text holds it too, so that a search for it finds what must not be found.
BAIT = "brambling"


def private(kind: str) -> str:
    return f"Zyx{kind} {BAIT}"


def picture(by: Any, kind: str) -> Picture:
    shown = stories.picture(by, title=private(kind), colour=f"hsl({30 * KINDS.index(kind)}, 100%, 40%)")
    shown.contextual_alt_text = private(kind)
    return shown


def texts(kind: str, by: Any) -> dict[str, Any]:
    """A private word in every field that an outcome has, in a file, its name and its title, and in a picture."""
    file = stories.upload(by, name=f"zyx{kind}.pdf", content=stories.PDF + private(kind).encode())
    file.title = private(kind)
    file.save()
    word = private(kind)
    return {
        "title": word,
        "format": "other",
        "format_other": word,
        "abstract": word,
        "body": [
            ("heading", word),
            ("paragraph", f"<p>{word}</p>"),
            ("figures", {"figures": [{"value": "7", "label": word}]}),
            ("quote", {"text": word, "attribution": word}),
            ("image", picture(by, kind)),
        ],
        "files": [("file", {"document": file, "language": "en", "description": word, "accessible": True})],
        "cities": [("city", {"name": word, "country": "BE"})],
        "links": [("link", {"title": word, "url": f"https://zyx{kind}.example/"})],
        "events": [("event", {"title": word, "date": TODAY, "place": word})],
        "change_note": word,
    }


@dataclass
class World:
    """Users by role, and what addresses may name."""

    users: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    request: TranslationRequest | None = None


def build() -> World:
    world = World()
    for role, group in ROLES.items():
        if role == "visitor":
            continue
        user = UserFactory(email=f"{role.replace(' ', '.')}@scm.example".lower(), is_superuser=role == "administrator")
        if group:
            user.groups.add(Group.objects.get(name=group))
        world.users[role] = user
    secretariat = world.users["Secretariat"]
    co_chair = UserFactory(email="co.chair@scm.example")
    co_chair.groups.add(Group.objects.get(name="SCM Secretariat"))
    co_chair = PersonFactory(name="Ola Example", organisation="SCM Secretariat", email=co_chair.email, user=co_chair)

    def group_of(role: str, name: str) -> Any:
        user = world.users[role]
        person = getattr(user, "person", None) or PersonFactory(email=user.email, user=user)
        return stories.confirmed_group(
            support=world.users["support"],
            secretariat=secretariat,
            chair=person,
            co_chair=co_chair,
            today=TODAY,
            name=name,
        )

    world.pages["home"] = HomePage.objects.get(locale__language_code="en")
    _own_group(world, group_of("chair", "Deep renovation"))
    _restricted_group(world, group_of("chair", private("restricted")))
    other = group_of("other chair", "Heat pumps")
    world.pages["other-group"] = stories.page_of(other)
    return world


def _own_group(world: World, group: Any) -> None:
    """A public group whose outcomes stand wherever an outcome can stand."""
    chair, secretariat = world.users["chair"], world.users["Secretariat"]
    pages = world.pages
    pages["group"] = stories.publish_group(group, chair=chair, reviewer=secretariat)
    add_member(
        group=group,
        person=PersonFactory(name=private("member"), email="zyxmember@city.example"),
        role="participant",
        by=chair,
        today=TODAY,
    )
    pages["programme"] = stories.edit(
        stories.programme_of(group), chair, description=f"<p>{private('programme')}</p>", rules=private("programme")
    )
    pages["terms"] = stories.terms_of(group)
    pages["public"] = stories.publish_outcome(
        group, chair=chair, reviewer=secretariat, title="A playbook", body=[("image", stories.picture(chair))]
    )
    world.request = _french(world, pages["public"])
    pages["french"] = Page.objects.get(pk=world.request.page_id).specific
    request = _french(world, stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A guide"))
    submit_translation(request=request, by=world.users["translator"])
    pages["checked"] = Page.objects.get(pk=request.page_id).specific
    stories.edit(pages["public"], chair, **texts("changed", chair))
    pages["draft"] = stories.draft_outcome(group, chair, **texts("draft", chair))
    pages["sent"] = stories.draft_outcome(group, chair, **texts("sent", chair))
    stories.send(pages["sent"], chair)
    pages["returned"] = stories.draft_outcome(group, chair, **texts("returned", chair))
    seal = stories.send(pages["returned"], chair)
    return_to_group(page_id=pages["returned"].pk, by=secretariat, seal=seal, points=[("abstract", private("point"))])
    pages["withdrawn"] = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A report")
    withdraw(page_id=pages["withdrawn"].pk, by=secretariat, reason="A figure was wrong.")
    stories.edit(OutcomePage.objects.get(pk=pages["withdrawn"].pk), chair, **texts("withdrawn", chair))
    for name in ("public", "draft", "sent", "returned", "withdrawn"):
        pages[name] = OutcomePage.objects.get(pk=pages[name].pk)


def _french(world: World, page: Page) -> TranslationRequest:
    """A French version that nobody has checked."""
    request = request_translation(
        page_id=page.pk, language="fr", by=world.users["Secretariat"], message=private("message")
    )
    words = {segment.pk: f"{segment.source} {private('french')}" for segment in segments_of(request)}
    save_segments(request=request, texts=words, by=world.users["translator"])
    return request


def _restricted_group(world: World, group: Any) -> None:
    """Public for its readers alone, with an outcome."""
    chair, secretariat = world.users["chair"], world.users["Secretariat"]
    page = stories.publish_group(group, chair=chair, reviewer=secretariat)
    world.pages["restricted"] = stories.publish_outcome(
        group, chair=chair, reviewer=secretariat, **texts("restricted", chair)
    )
    restrict(page, Group.objects.create(name="Readers"))
