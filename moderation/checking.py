"""Proof over the whole database that everything public was let through: what the gate guards write by write.

The gate sees each write that the program makes; a restored backup, a line of SQL or ``QuerySet.update`` it does
not. What is found:

- of a live page, that it was never approved; approved only in another language; its approval was withdrawn; it shows a
  version that a newer one superseded; other content (a field, the title, what search engines show, a relation);
- that it has no live revision, or one with other content, which a later publication would bring back;
- that its approval was altered: its stored content does not give its hash;
- that it may not be public: its group or its source is not;
- that its record is missing, counts another version, or says that it was withdrawn;
- that it shows a private file, or a file of another work;
- that its row of its own type is missing; that its address or its place in the tree is damaged;
- that it stands behind a restriction;
- of other pages, an alias of a gated page, and a revision that waits for its day without approval;
- of files, a public one that no live page shows, one with other bytes and one whose bytes are gone (``read_files``);
- of files and pictures that were erased, that their bytes are still there;
- that quality control itself is off: nothing can be sent;
- that the database's own guard is not in force (PostgreSQL).
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction, Revision

from files.models import File, Picture, sha256_of

from . import postgresql
from .content import Content, content_of
from .models import Approval, GatedMixin, QualityControlTask
from .receivers import gated_types

BATCH = 200
Approvals = dict[uuid.UUID, list[Approval]]

WITHDRAW_OR_SEND = "Withdraw it, or have it approved: send its draft to quality control."
WITHDRAW = "Withdraw it."


@dataclass(frozen=True)
class Finding:
    """One thing that is public and should not be, or not so: what it is, what is wrong, what to do."""

    thing: str
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.thing}: {self.problem} {self.advice}"


def findings(*, read_files: bool = False) -> Iterator[Finding]:
    """Everything public that no approval covers; empty where the promise holds.

    Pages are read in batches, with one query a batch for their approvals. ``read_files`` also reads the bytes of
    every public file and compares their SHA-256 with the approved one.
    """
    if not postgresql.is_set():
        yield Finding("The database", "its own guard against raw SQL is not in force.", "Run `manage.py migrate`.")
    yield from _without_quality_control()
    shown: set[int] = set()
    for model in gated_types():
        yield from _live_pages(model, shown)
    yield from _damaged_tree()
    yield from _rows_without_their_type()
    yield from _aliases()
    yield from _scheduled()
    yield from _private()
    yield from _public_files(shown, read_files)
    yield from _not_erased()


def _name(page: Page) -> str:
    return f"“{page.title}” ({page.locale.language_code}, page {page.pk})"


# --- Pages --------------------------------------------------------------------------------------------------


def _live_pages(model: type[Page], shown: set[int]) -> Iterator[Finding]:
    related = [field.name for field in model._meta.many_to_many if field.name in model.sealed_fields]
    rows = model._base_manager.filter(live=True).select_related("locale").prefetch_related(*related).order_by("pk")
    last = 0
    # By keys, so that no transaction stays open over the whole run and a page withdrawn meanwhile does no harm.
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        approvals = _approvals([page.translation_key for page in batch])
        reasons, records = model.publication_rule(batch), model.record_rule(batch)
        revisions = Revision.objects.in_bulk([page.live_revision_id for page in batch if page.live_revision_id])
        for page in batch:
            content = content_of(page)
            shown |= content.documents
            yield from _live_page(page, content, approvals.get(page.translation_key, []), reasons.get(page.pk))
            yield from _live_revision(page, content, revisions.get(page.live_revision_id))
            if problem := records.get(page.pk):
                yield Finding(_name(page), problem, "Restore the record from a backup.")
        last = batch[-1].pk


def _approvals(works: list[uuid.UUID]) -> Approvals:
    """The approvals of these works in every language, the newest first."""
    found: Approvals = {}
    for approval in Approval.objects.filter(work__in=works).select_related("revocation").order_by("-pk"):
        found.setdefault(approval.work, []).append(approval)
    return found


def _live_page(
    page: GatedMixin, content: Content, approvals: list[Approval], why_not_public: str | None
) -> Iterator[Finding]:
    own = [approval for approval in approvals if approval.language == page.locale.language_code]
    if problem := _why_not_approved(content.seal, own, approvals):
        yield Finding(_name(page), *problem)
    if own and Content(json.loads(own[0].content)).seal != own[0].seal:
        yield Finding(
            _name(page),
            f"the approval of version {own[0].version} was altered: its content is not what its hash says.",
            "Restore the approval from a backup, or have the page approved again.",
        )
    if why_not_public:
        yield Finding(_name(page), f"it is live, but: {why_not_public}", WITHDRAW)
    for file in File.objects.filter(pk__in=content.documents) if content.documents else ():
        if file.made_public_at is None:
            yield Finding(
                _name(page),
                f"it shows the private file “{file.title}” (file {file.pk}), which visitors cannot open.",
                "Send it to quality control again: its approval opens the file.",
            )
        if file.work != page.translation_key:
            yield Finding(
                _name(page),
                f"it shows the file “{file.title}” (file {file.pk}) of another work, which goes when that one is withdrawn.",
                "Upload the file to this page anew and have it approved.",
            )


def _live_revision(page: GatedMixin, content: Content, revision: Revision | None) -> Iterator[Finding]:
    if revision is None:
        yield Finding(
            _name(page),
            "it is live without a live revision, so a schedule would take it down.",
            "Send it to quality control again: its approval sets the revision.",
        )
    elif content_of(type(page).from_serializable_data(revision.content, check_fks=False)).seal != content.seal:
        yield Finding(
            _name(page),
            f"its live revision {revision.pk} has other content, which a later publication would bring back.",
            "Send it to quality control again: its approval sets the revision.",
        )


def _why_not_approved(seal: str, own: list[Approval], all_languages: list[Approval]) -> tuple[str, str] | None:
    """Why this content is not covered by the newest of ``own``, and what to do; ``None`` where it is."""
    if not own and all_languages:
        others = ", ".join(sorted({approval.language for approval in all_languages}))
        return f"it is live, but approved only in another language ({others}).", WITHDRAW_OR_SEND
    if not own:
        return "it is live, but was never approved.", WITHDRAW_OR_SEND
    newest = own[0]
    if hasattr(newest, "revocation"):
        return f"it is live, but the approval of version {newest.version} was withdrawn.", WITHDRAW_OR_SEND
    if newest.seal == seal:
        return None
    for older in own[1:]:
        if older.seal == seal:
            return (
                f"it shows version {older.version}, which version {newest.version} superseded.",
                f"Publish version {newest.version} again: send its draft to quality control.",
            )
    return f"its content is not what was approved as version {newest.version}.", WITHDRAW_OR_SEND


def _damaged_tree() -> Iterator[Finding]:
    """Places and addresses: what the tree says of a live page, and what its parent does."""
    rows = {
        path: rest for path, *rest in Page.objects.values_list("path", "pk", "depth", "numchild", "slug", "url_path")
    }
    children = Counter(path[: -Page.steplen] for path in rows)
    damaged, astray = set(), {}
    for path, (key, depth, numchild, slug, url_path) in rows.items():
        above = rows.get(path[: -Page.steplen])
        if depth * Page.steplen != len(path) or numchild != children[path] or (depth > 1 and above is None):
            damaged.add(key)
        elif depth > 2 and url_path != f"{above[-1]}{slug}/":
            astray[key] = above[-1]
    gated = Page.objects.live().type(tuple(gated_types())).values_list("pk", flat=True)
    for page in Page.objects.filter(pk__in=damaged).select_related("locale"):
        yield Finding(
            _name(page), "its place in the tree is damaged.", "Run `manage.py fixtree`; it says what it could not mend."
        )
    for page in Page.objects.filter(pk__in=set(astray).intersection(gated)).select_related("locale"):
        yield Finding(
            _name(page),
            f"its address “{page.url_path}” is not below the one of its parent, “{astray[page.pk]}”.",
            "Run `manage.py set_url_paths`.",
        )


def _without_quality_control() -> Iterator[Finding]:
    workflow = Page.objects.get(depth=1).get_workflow()
    if not workflow or not QualityControlTask.objects.filter(workflow_tasks__workflow=workflow, active=True).exists():
        yield Finding(
            "Quality control",
            "its workflow does not stand on the root page, or its task is switched off: nothing can be sent.",
            "Switch workflow and task on under Settings, and assign the workflow to the root page.",
        )


def _rows_without_their_type() -> Iterator[Finding]:
    """A live row that says it is of a gated type, without the part that this type adds."""
    for model in gated_types():
        rows = Page.objects.live().exact_type(model).exclude(pk__in=model._base_manager.values("pk"))
        for page in rows.select_related("locale").iterator():
            yield Finding(
                _name(page),
                f"it is live, but its {model._meta.verbose_name} is missing from the database.",
                "Restore it from a backup.",
            )


def _aliases() -> Iterator[Finding]:
    types = tuple(gated_types())
    gated = Page.objects.type(types).values("pk")
    aliases = Page.objects.exclude(alias_of=None).filter(Q(pk__in=gated) | Q(alias_of__in=gated))
    for page in aliases.select_related("locale", "alias_of").iterator():
        yield Finding(
            _name(page),
            f"it is an alias of “{page.alias_of.title}” and shows its content without quality control of its own.",
            "Delete the alias.",
        )


def _scheduled() -> Iterator[Finding]:
    for revision in Revision.page_revisions.exclude(approved_go_live_at=None).iterator():
        if not issubclass(revision.content_type.model_class() or Page, GatedMixin):
            continue
        page = revision.as_object()
        own = list(Approval.objects.for_work(page.translation_key, page.locale.language_code).order_by("-pk"))
        if _why_not_approved(content_of(page).seal, own, own):
            yield Finding(
                _name(page),
                f"its revision {revision.pk} waits for a day to be published, but was not approved.",
                "Cancel the schedule.",
            )


def _private() -> Iterator[Finding]:
    """What was approved is for everybody; a restriction above it would hide it (docs/adr/0006)."""
    gated = Page.objects.live().type(tuple(gated_types()))
    for restriction in PageViewRestriction.objects.select_related("page__locale").order_by("pk"):
        page = restriction.page
        if number := gated.descendant_of(page, inclusive=True).count():
            yield Finding(
                _name(page),
                f"it is private, and approved pages with it ({number}), which readers do not find any more.",
                "Take the restriction away; withdraw what nobody should read.",
            )


# --- Files --------------------------------------------------------------------------------------------------


def _public_files(shown: set[int], read_files: bool) -> Iterator[Finding]:
    for file in File.objects.public().order_by("pk").iterator(chunk_size=BATCH):
        name = f"“{file.title}” (file {file.pk})"
        if file.pk not in shown:
            yield Finding(
                name,
                "it is public, but no live page shows it.",
                "Make it private: approve or withdraw the page of its work again.",
            )
        if read_files and (problem := _why_not_the_bytes(file)):
            yield Finding(name, problem, "Restore the file from a backup, or withdraw its page.")


def _not_erased() -> Iterator[Finding]:
    """What a crash between the decision and the storage left."""
    for kind, model in (("file", File), ("picture", Picture)):
        for upload in model._default_manager.exclude(erased_at=None):
            sizes = model is Picture and upload.renditions.exists()
            if sizes or upload.file.storage.exists(upload.file.name):
                yield Finding(
                    f"{kind.capitalize()} {upload.pk}",
                    "it was erased, but its bytes are still there.",
                    f"Run `manage.py erase_file {kind} {upload.pk}` again.",
                )


def _why_not_the_bytes(file: File) -> str | None:
    try:
        with file.file.open("rb") as stream:
            return None if sha256_of(stream) == file.sha256 else "its bytes are not those that were approved."
    except OSError:
        return "it is public, but its bytes are missing from the storage."
