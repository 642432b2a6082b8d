"""A small library: two outcomes that everybody may read, one of them in three languages, and much that nobody may find."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from moderation.actions import withdraw
from outcomes.models import OutcomePage
from tests import scenes, stories
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

pytest.register_assert_rewrite("tests.search.contract")
# A word that stands in everything that is not public, and nowhere else.
SECRET = "xylophone"
TEXTS = {
    "en": "Mid-sized cities renovate buildings. A zeppelin measured the loss of heat from all roofs.",
    "fr": "Les villes moyennes rénovent des bâtiments. Un zeppelin a mesuré l'énergie que perdent les toits.",
    "de": "Mittelgroße Städte sanieren viele Gebäude. Ein Zeppelin maß die Wärme der Dächer.",
}
STEEL = "Steel, lighting/cooling at 17.5 degrees: une mise en œuvre à Łódź, www.airship.example."
TITLES = {"en": "Renovation at scale", "fr": "Rénover à grande échelle", "de": "Sanierung im großen Maßstab"}


@scenes.scene
def library() -> OutcomePage:
    made, by = scenes.public_group(), {"chair": scenes.chair().user, "reviewer": scenes.secretariat()}
    page = stories.publish_outcome(made, title=TITLES["en"], body=paragraph(TEXTS["en"]), **by)
    for language in ("fr", "de"):
        translate(page, language)
    annex = stories.upload(by["chair"], content=stories.pdf("Played on a marimba"))
    stories.publish_outcome(made, title="Roofs of zeppelin hangars", abstract=STEEL, file=annex, **by)
    _hide(made, page, by)
    return page


def paragraph(text: str) -> Any:
    return [("paragraph", f"<p>{text}</p>")]


def translate(page: OutcomePage, language: str, *, is_public: bool = True, text: str = "") -> None:
    request = request_translation(page_id=page.pk, language=language, by=scenes.secretariat())
    texts = {}
    for segment in segments_of(request):
        is_text = "zeppelin" in segment.source.lower()
        other = TITLES[language] if segment.place == "title" else f"({language})"
        texts[segment.pk] = (text or TEXTS[language]) if is_text else other
    save_segments(request=request, texts=texts, by=scenes.translator(language))
    if is_public:
        submit_translation(request=request, by=scenes.translator(language))
        version = OutcomePage.objects.get(pk=request.page_id)
        stories.approve(
            page_id=version.pk, by=scenes.reviewer(language), seal=stories.seal_of(version), answers=stories.ALL_YES
        )


def _hide(group: Any, public: OutcomePage, by: dict[str, Any]) -> None:
    """Everything that is not public, with the word in it."""
    title, body = f"The {SECRET} in private", paragraph(f"One {SECRET}, many {SECRET}s.")
    chair = by["chair"]

    def file() -> Any:
        return stories.upload(chair, content=stories.pdf(f"A {SECRET} in a file"))

    stories.draft_outcome(group, chair, title=title, body=body, file=file())
    stories.send(stories.draft_outcome(group, chair, title=title, body=body, file=file()), chair)
    withdrawn = stories.publish_outcome(group, title=title, body=body, file=file(), **by)
    withdraw(page_id=withdrawn.pk, by=by["reviewer"], reason="Wrong figures.")
    restricted = stories.publish_outcome(group, title=title, body=body, file=file(), **by)
    readers, _is_new = Group.objects.get_or_create(name="Readers")
    PageViewRestriction.objects.create(page=restricted, restriction_type="groups").groups.add(readers)
    later = stories.draft_outcome(group, chair, title=title, body=body, file=file())
    seal, far = stories.send(later, chair), timezone.now().replace(year=2099)
    stories.approve(page_id=later.pk, by=by["reviewer"], seal=seal, answers=stories.ALL_YES, publish_at=far)
    other = stories.publish_outcome(group, title="An anchor for zeppelins", body=paragraph("zeppelin"), **by)
    translate(other, "fr", is_public=False, text=f"Un {SECRET}")
    withdraw(page_id=other.pk, by=by["reviewer"], reason="Wrong figures.")
    files = [("file", {"document": file(), "language": "en", "description": "", "accessible": True})]
    stories.edit(public, chair, title=f"{SECRET} of tomorrow", body=body, files=files)
    stories.edit(stories.page_of(group), chair, summary=f"A {SECRET}.")
    stories.edit(stories.programme_of(group), chair, description=f"<p>A {SECRET}.</p>")
