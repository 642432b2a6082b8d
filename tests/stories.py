"""Steps of the main story, told with the product's own verbs."""

import io
from datetime import date
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from files.models import File, Picture
from focusgroups.actions import confirm_leaders, fill_in_terms, set_up_group
from focusgroups.models import FocusGroup, FocusGroupPage, Membership, TermsOfReferencePage, Theme, WorkProgrammePage
from moderation import actions
from moderation.actions import send_to_quality_control
from moderation.content import content_of
from moderation.models import GatedMixin
from outcomes.models import OutcomePage
from translations.actions import request_translation, save_segments, submit_translation
from translations.segments import segments_of

# Of sources and of translations alike.
# Every question of the first lists, answered with yes.
ALL_YES = dict.fromkeys(
    (
        "agreed",
        "correct",
        "rights",
        "accessible",
        "personal_data",
        "language",
        "faithful",
        "terms",
        "exact",
        "complete",
    ),
    True,
)
NOTE = "We know, and explain it here."
# What Wagtail's editor leaves of a text that somebody took out again.
EMPTIED = '<p data-block-key="abcde"></p>'


def pdf(text: str = "invented") -> bytes:
    """A small PDF in which the automated checks find nothing: tagged, with language, title and ``text``, plain letters."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("ascii"))
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
    pdf.Root.Lang = pikepdf.String("en")
    pdf.docinfo["/Title"] = "Playbook"
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


PDF = pdf()


def confirmed_group(
    *, support: Any, secretariat: Any, chair: Any, co_chair: Any, today: date, name: str = "Citizen energy renovation"
) -> FocusGroup:
    group = set_up_group(
        name=name,
        challenge="<p>Cities cannot finance deep renovation alone.</p>",
        themes=Theme.objects.filter(code="finance"),
        planned_start=today,
        planned_end=date(today.year + 1, today.month, today.day),
        chair=chair,
        co_chair=co_chair,
        by=support,
        today=today,
    )
    confirm_leaders(group=group, chair=chair, co_chair=co_chair, by=secretariat, today=today)
    return group


def end(membership: Membership) -> None:
    """End the membership of somebody who leads: no verb of the product does that alone."""
    membership.ended_on = membership.started_on
    membership.save(update_fields=["ended_on"])


def set_up_form(**values: Any) -> dict[str, Any]:
    """What the browser posts for a new group."""
    return {
        "name": "Quiet streets",
        "challenge": "Noise",
        "theme": Theme.objects.first().pk,
        "planned_start": "2026-01-01",
        "planned_end": "2027-01-01",
        "chair_name": "Rui Costa",
        "chair_organisation": "City of Braga",
        "chair_email": "rui@braga.example",
        **values,
    }


def page_of(group: FocusGroup, language: str = "en") -> FocusGroupPage:
    return FocusGroupPage.objects.get(translation_key=group.work, locale__language_code=language)


def programme_of(group: FocusGroup) -> WorkProgrammePage:
    return WorkProgrammePage.objects.child_of(page_of(group)).get()


def terms_of(group: FocusGroup) -> TermsOfReferencePage:
    return TermsOfReferencePage.objects.child_of(page_of(group)).get()


def edit(page: GatedMixin, by: Any, **values: Any) -> GatedMixin:
    """Save a draft of ``page`` with these values, as the editor does; returns the draft."""
    draft = page.draft()
    for name, value in values.items():
        setattr(draft, name, value)
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)
    return draft


def send(page: GatedMixin, by: Any) -> str:
    """Send the newest draft; returns its content hash, as a reviewer would see it."""
    send_to_quality_control(page_id=page.pk, by=by, note=NOTE)
    return seal_of(page)


def seal_of(page: GatedMixin) -> str:
    return content_of(type(page).objects.get(pk=page.pk).draft()).seal


def approve(*, page_id: int, **decision: Any) -> None:
    """Approve as somebody who has just read the questions in force."""
    checklist = Page.objects.get(pk=page_id).specific.checklist().version
    actions.approve(page_id=page_id, checklist=checklist, **decision)


def pass_quality_control(page: GatedMixin, *, sender: Any, reviewer: Any) -> None:
    seal = send(page, sender)
    approve(page_id=page.pk, by=reviewer, seal=seal, answers=ALL_YES)


def publish_group(group: FocusGroup, *, chair: Any, reviewer: Any) -> FocusGroupPage:
    page = page_of(group)
    edit(page, chair, summary="How mid-sized cities finance deep renovation.")
    pass_quality_control(page, sender=chair, reviewer=reviewer)
    return page_of(group)


def write_programme(group: FocusGroup, by: Any) -> WorkProgrammePage:
    return edit(
        programme_of(group),
        by,
        description="<p>We compare three financing models.</p>",
        objectives=[("objective", {"title": "Test three financing models", "text": ""})],
        planned_outcomes=[("outcome", {"title": "A playbook", "format": "white_paper"})],
        milestones=[("milestone", {"title": "Models chosen", "due": date(2026, 6, 1), "responsible": "chair"})],
        indicators=[("indicator", {"title": "Cities", "unit": "cities", "baseline": "0", "target": "7"})],
        rules="<p>Members adhere to the SCM Charter.</p>",
    )


def publish_terms(group: FocusGroup, *, chair: Any, reviewer: Any) -> TermsOfReferencePage:
    """Work programme, then Terms of Reference, both approved."""
    write_programme(group, chair)
    pass_quality_control(programme_of(group), sender=chair, reviewer=reviewer)
    fill_in_terms(page=terms_of(group), by=chair)
    pass_quality_control(terms_of(group), sender=chair, reviewer=reviewer)
    return terms_of(group)


def upload(by: Any, name: str = "playbook.pdf", content: bytes = PDF) -> File:
    file = File(title="Playbook", file=ContentFile(content, name=name), uploaded_by_user=by)
    file.full_clean(exclude=["collection"])
    file.save()
    return file


def picture(by: Any, *, title: str = "Chart", colour: str = "red") -> Picture:
    """An upload, as a block of the editor holds it."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(stream, "PNG")
    file = ContentFile(stream.getvalue(), name="chart.png")
    picture = Picture.objects.create(title=title, file=file, uploaded_by_user=by)
    picture.contextual_alt_text, picture.decorative = "Three bars", False
    return picture


def draft_outcome(
    group: FocusGroup, by: Any, *, title: str = "A playbook for mid-sized cities", **values: Any
) -> OutcomePage:
    """A complete draft with one file, as the editor would leave it."""
    parent = page_of(group)
    page = OutcomePage(title=title, live=False, locale=parent.locale, owner=by)
    parent.add_child(instance=page)
    file = values.pop("file", None) or upload(by)
    edit(
        page,
        by,
        **{
            "format": "white_paper",
            "abstract": "Three financing models, compared.",
            "licence": "CC-BY-4.0",
            "body": [
                ("heading", "Summary"),
                ("paragraph", "<p>A revolving fund, an on-tax scheme and a cooperative.</p>"),
            ],
            "files": [("file", {"document": file, "language": "en", "description": "Report", "accessible": True})],
            **values,
        },
    )
    return OutcomePage.objects.get(pk=page.pk)


def publish_outcome(group: FocusGroup, *, chair: Any, reviewer: Any, **values: Any) -> OutcomePage:
    page = draft_outcome(group, chair, **values)
    pass_quality_control(page, sender=chair, reviewer=reviewer)
    return OutcomePage.objects.get(pk=page.pk)


def publish_in_french(page: OutcomePage, *, asked_by: Any, translator: Any, reviewer: Any) -> OutcomePage:
    """The French version of a public outcome, translated by one and checked by another."""
    request = request_translation(page_id=page.pk, language="fr", by=asked_by)
    texts = {segment.pk: f"{segment.source} (fr)" for segment in segments_of(request)}
    save_segments(request=request, texts=texts, by=translator)
    submit_translation(request=request, by=translator)
    french = OutcomePage.objects.get(pk=request.page_id)
    approve(page_id=french.pk, by=reviewer, seal=seal_of(french), answers=ALL_YES)
    return OutcomePage.objects.get(pk=french.pk)
