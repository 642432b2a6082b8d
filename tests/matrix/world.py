"""One site with something private in every corner, and the people who may or may not see it.

Each private text, file and file name bears a word that begins with ``zyx`` and says where it comes from;
``test_words.py`` finds a field that bears none.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zlib import crc32

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page

from files.actions import erase_file
from focusgroups.actions import add_member, agree_group, fill_in_terms
from focusgroups.models import FocusGroup
from moderation.actions import (
    answer_points,
    make_preview_link,
    return_to_group,
    send_to_quality_control,
    withdraw,
)
from moderation.actions.decide import NewPoint
from moderation.models import UnsentNote
from moderation.points import points_to_answer
from outbox.models import Message
from outcomes.actions import record_correction
from outcomes.models import OutcomePage
from scm_site.models import HomePage
from search.actions import note_empty_search
from search.models import Pending
from tests import stories
from tests.factories import PersonFactory, UserFactory
from tests.site.test_restrictions import restrict
from translations.actions import add_file, request_translation, save_files, save_segments, submit_translation
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
    "waiting",
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
    "note",
    "unsent",
    "answer",
    "override",
    "audience",
    "erased",
    "error",
    "sought",
    "secret",
    "staff",
)
# Outcomes by the place where they stand; what is private of them bears its name.
OUTCOMES = ("changed", "draft", "sent", "waiting", "returned", "withdrawn", "restricted")
# Every private text holds it too, so that a search for it finds what must not be found.
BAIT = "brambling"


def private(kind: str) -> str:
    return f"Zyx{kind} {BAIT}"


def texts(kind: str, by: Any) -> dict[str, Any]:
    """A private word in every field that an outcome has, in a file, its name and its title, and in a picture."""
    return filled(private(kind), f"zyx{kind}", by)


def filled(word: str, name: str, by: Any) -> dict[str, Any]:
    """``word`` in every field that an outcome has, and in a file of this name and a picture."""
    file = stories.upload(by, name=f"{name}.pdf", content=stories.pdf(word) + word.encode())
    file.title = word
    file.save()
    shown = stories.picture(by, title=word, colour=f"hsl({crc32(name.encode()) % 360}, 100%, 40%)")
    shown.contextual_alt_text = shown.description = word
    shown.save()
    cells = {"data": [[word]], "table_caption": word, "first_row_is_table_header": False, "first_col_is_header": False}
    return {
        **for_search_engines(word),
        "title": word,
        "format": "other",
        "format_other": word,
        "abstract": word,
        "body": [
            ("heading", word),
            ("paragraph", f"<p>{word}</p>"),
            ("figures", {"figures": [{"value": word, "label": word}]}),
            ("quote", {"text": word, "attribution": word}),
            ("image", shown),
            ("table", cells),
        ],
        "files": [("file", {"document": file, "language": "en", "description": word, "accessible": True})],
        "recording": f"https://{name}.example/recording",
        "recording_text": "transcript",
        "operator": word,
        "status": "running",
        "cities": [("city", {"name": word, "country": "BE"})],
        "links": [("link", {"title": word, "url": f"https://{name}.example/"})],
        "events": [("event", {"title": word, "date": TODAY, "place": word})],
        "change_note": word,
    }


def for_search_engines(word: str) -> dict[str, Any]:
    return {"seo_title": word, "search_description": word}


def programme_texts(word: str) -> dict[str, Any]:
    return {
        **for_search_engines(word),
        "description": f"<p>{word}</p>",
        "objectives": [("objective", {"title": word, "text": word})],
        "planned_outcomes": [("outcome", {"title": word, "format": "white_paper"})],
        "milestones": [("milestone", {"title": word, "due": TODAY, "responsible": "chair"})],
        "indicators": [("indicator", {"title": word, "unit": word, "baseline": word, "target": word})],
        "rules": f"<p>{word}</p>",
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
        if role == "Secretariat":
            user.email, user.first_name, user.last_name = "zyxstaff@scm.example", private("staff"), private("staff")
            user.save()
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
    word = private("member")
    add_member(
        group=group,
        person=PersonFactory(name=word, title=word, email="zyxmember@city.example"),
        role="participant",
        by=chair,
        today=TODAY,
        title=word,
    )
    pages["programme"] = stories.edit(stories.programme_of(group), chair, **programme_texts(private("programme")))
    pages["terms"] = stories.terms_of(group)
    pages["public"] = stories.publish_outcome(
        group,
        chair=chair,
        reviewer=secretariat,
        **filled("Heat pumps", "playbook", chair) | {"title": "A playbook"},
    )
    world.request = _french(world, pages["public"])
    pages["french"] = Page.objects.get(pk=world.request.page_id).specific
    guide = stories.draft_outcome(group, chair, **filled("Heat pumps", "guide", chair) | {"title": "A guide"})
    seal = stories.send(guide, chair)
    stories.approve(
        page_id=guide.pk,
        by=world.users["administrator"],
        seal=seal,
        answers=stories.ALL_YES,
        override_reason=private("override"),
    )
    request = _french(world, OutcomePage.objects.get(pk=guide.pk))
    submit_translation(request=request, by=world.users["translator"], note=private("french"))
    pages["checked"] = Page.objects.get(pk=request.page_id).specific
    stories.edit(pages["public"], chair, **texts("changed", chair))
    UnsentNote.objects.create(page=pages["public"], user=chair, text=private("unsent"))
    pages["draft"] = stories.draft_outcome(group, chair, **texts("draft", chair))
    _share(world, pages["draft"])
    pages["sent"] = stories.draft_outcome(group, chair, **texts("sent", chair))
    _return(world, pages["sent"])
    answers = {point.pk: ("done", private("answer")) for point in points_to_answer(pages["sent"])}
    answer_points(page_id=pages["sent"].pk, by=chair, answers=answers)
    send_to_quality_control(page_id=pages["sent"].pk, by=chair, note=private("note"))
    # What was sent again is with whoever returned it; this is with nobody yet.
    pages["waiting"] = stories.draft_outcome(group, chair, **texts("waiting", chair))
    stories.send(pages["waiting"], chair)
    pages["returned"] = stories.draft_outcome(group, chair, **texts("returned", chair))
    _return(world, pages["returned"])
    pages["withdrawn"] = stories.publish_outcome(group, chair=chair, reviewer=secretariat, title="A report")
    withdraw(page_id=pages["withdrawn"].pk, by=secretariat, reason="A figure was wrong.")
    stories.edit(OutcomePage.objects.get(pk=pages["withdrawn"].pk), chair, **texts("withdrawn", chair))
    for name in ("public", "draft", "sent", "waiting", "returned", "withdrawn"):
        pages[name] = OutcomePage.objects.get(pk=pages[name].pk)
    file = stories.upload(chair, name="zyxerased.pdf", content=stories.pdf(private("erased")) + b"erased")
    for upload in (file, stories.picture(chair, title=private("erased"), colour="black")):
        erase_file(upload=upload, reason=private("erased"), by=world.users["administrator"])
    # A mail with a link that did not go out.
    mail = Message.objects.filter(text__contains=private("returned")).latest("pk")
    Message.objects.filter(pk=mail.pk).update(
        text=f"{mail.text} {private('secret')}", secret=private("secret"), last_error=private("error"), sent_at=None
    )
    note_empty_search(words=private("sought"), language="en", today=timezone.localdate())
    Pending.objects.create(page_key=world.pages["public"].pk, error=private("error"))


def _share(world: World, page: OutcomePage) -> None:
    by = world.users["support"]
    make_preview_link(page=page, audience=private("audience"), days=7, by=by, now=timezone.now())


def _return(world: World, page: OutcomePage) -> None:
    """Sent with a note, and returned with a point."""
    send_to_quality_control(page_id=page.pk, by=world.users["chair"], note=private("note"))
    points = [NewPoint("abstract", private("point"))]
    return_to_group(page_id=page.pk, by=world.users["Secretariat"], seal=stories.seal_of(page), points=points)


def _french(world: World, page: Page) -> TranslationRequest:
    """A French version that nobody has checked, with a file of its own."""
    translator = world.users["translator"]
    request = request_translation(
        page_id=page.pk, language="fr", by=world.users["Secretariat"], message=private("message")
    )
    words = {segment.pk: f"{segment.source} {private('french')}" for segment in segments_of(request)}
    save_segments(request=request, texts=words, by=translator)
    upload = SimpleUploadedFile(
        "zyxfrench.pdf", stories.pdf(private("french")) + f"{private('french')} {page.pk}".encode()
    )
    file = add_file(request=request, upload=upload, title=private("french"), by=translator)
    files = [{"document": file, "language": "fr", "description": private("french"), "accessible": True}]
    save_files(request=request, files=files, by=translator)
    return request


def _restricted_group(world: World, group: Any) -> None:
    """Public for its readers alone, with everything that a group publishes, a correction and a withdrawal."""
    chair, secretariat, word = world.users["chair"], world.users["Secretariat"], private("restricted")
    by = {"sender": chair, "reviewer": secretariat}
    page = stories.edit(
        stories.page_of(group),
        chair,
        **for_search_engines(word),
        summary=word,
        challenge=f"<p>{word}</p>",
        scope_in=[("point", word)],
        scope_out=[("point", word)],
        contact="zyxrestricted@city.example",
        how_to_join=f"<p>{word}</p>",
    )
    stories.pass_quality_control(page, **by)
    restrict(page, Group.objects.create(name="Readers"))
    agree_group(group=group, by=secretariat, on=TODAY, today=TODAY, note=word)
    FocusGroup.objects.filter(pk=group.pk).update(source_note=word)
    stories.edit(stories.programme_of(group), chair, **programme_texts(word))
    stories.pass_quality_control(stories.programme_of(group), **by)
    fill_in_terms(page=stories.terms_of(group), by=chair)
    stories.edit(stories.terms_of(group), chair, **for_search_engines(word))
    stories.pass_quality_control(stories.terms_of(group), **by)
    outcome = {"chair": chair, "reviewer": secretariat}
    world.pages["restricted"] = stories.publish_outcome(group, **outcome, **texts("restricted", chair))
    record_correction(
        page=world.pages["restricted"],
        texts={"en": word},
        corrected_version="1.0",
        on=TODAY,
        by=secretariat,
        today=TODAY,
    )
    gone = stories.publish_outcome(group, **outcome, title=word)
    withdraw(page_id=gone.pk, by=secretariat, reason=word)
