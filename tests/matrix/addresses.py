"""What is put into the addresses: for each thing of the table the keys that stand for it."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import (
    Collection,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Task,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from files.models import File
from moderation.actions import answer_report, make_preview_link, report_problem
from moderation.models import PreviewLink
from outbox.models import Message
from outcomes.models import OutcomePage
from scm_site.pages.languages import work_url
from search.models import Synonym
from tests import stories

from .world import BAIT, World, private

# The choosers' keys are of files.
CHOSEN = {"/admin/documents/chooser/": "document_id", "/admin/images/chooser/": "image_id"}


class Addresses:
    """The path of each line of the table, on this site."""

    def __init__(self, world: World) -> None:
        self.world = world
        chair = world.users["chair"]
        outcome = world.pages["draft"]
        # It opens a draft without private words, to everybody who has it.
        shared = make_preview_link(
            page=world.pages["other-group"],
            audience="The Advisory Board",
            days=7,
            by=world.users["support"],
            now=timezone.now(),
        )
        self.always: dict[str, Any] = {
            "shared": shared,
            "report_id": _report(world.pages["public"], world.users["Secretariat"]),
            "link_id": PreviewLink.objects.latest("pk").pk,
            "file_id": File.objects.get(work=outcome.translation_key).pk,
            "app_label": "outcomes",
            "model_name": "outcomepage",
            "content_type_app_name": "outcomes",
            "content_type_model_name": "outcomepage",
            "app_name": "scm_site",
            "parent_page_id": world.pages["group"].pk,
            "destination_id": world.pages["other-group"].pk,
            "object_id": outcome.pk,
            "session_id": EditingSession.objects.create(
                user=chair, content_object=outcome, last_seen_at=outcome.latest_revision_created_at
            ).pk,
            "request_id": world.request.pk,
            "workflow_pk": Workflow.objects.get(active=True).pk,
            "task_id": Task.objects.get(active=True).pk,
            "reference": outcome.group.reference,
            "filter_spec": "max-100x100",
            "anything": "no-such-screen",
            "rest": "",
            "collection_id": Collection.get_first_root_node().pk,
            "query_id": SearchPromotion.objects.create(query=Query.get(BAIT), page=world.pages["public"]).query_id,
            "redirect_id": Redirect.objects.create(old_path="/old", redirect_page=world.pages["group"]).pk,
            "uidb64": "MQ",
            "token": "c0ffee-0123456789abcdef0123456789abcdef",
            "uploaded_file_id": _waiting_upload(chair, File),
            "restriction_id": 1,
            "page_view_restriction_id": PageViewRestriction.objects.latest("pk").pk,
            # It tells the group what to mend.
            "message_id": Message.objects.filter(text__contains=private("point")).first().pk,
            "job_id": "00000000-0000-4000-8000-000000000000",
            "name": "chair",
            "mode": "default",
            "action_name": "approve",
            "action": "delete",
            "translation_id": Translation.objects.first().pk,
            "translation_source_id": TranslationSource.objects.first().pk,
            "string_segment_id": StringSegment.objects.first().pk,
            "overridable_segment_id": 1,
        }
        self.pk = {
            "/admin/collections/": Collection.get_first_root_node().pk,
            "/admin/workflows/": Workflow.objects.get(active=True).pk,
            "/admin/workflows/tasks/": Task.objects.get(active=True).pk,
            "/admin/sites/": Site.objects.get().pk,
            "/admin/search-synonyms/": Synonym.objects.create(language="en", words="airship, zeppelin").pk,
            "/admin/settings/": Site.objects.get().pk,
            "/admin/users/": world.users["other chair"].pk,
            "/admin/groups/": Group.objects.get(name="Chairs").pk,
            "/admin/locales/": Locale.objects.get(language_code="de").pk,
            "/admin/localize/": outcome.pk,
        }
        self.of = {name: self._keys_of(page) for name, page in world.pages.items()} | {"-": {}}

    def _keys_of(self, page: Page) -> dict[str, Any]:
        """What an address may name of a page: itself, its revisions, its round of quality control, file and picture."""
        keys: dict[str, Any] = dict.fromkeys(("page_id", "page_to_move_id", "page_pk", "pk", "object_id"), page.pk)
        keys |= {"revision_id": page.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest"}
        keys["path"] = work_url(page, "en").removeprefix("/en/")
        record = getattr(page, "record" if isinstance(page, OutcomePage) else "group", None)
        keys |= {"reference": record.reference} if record else {}
        state = WorkflowState.objects.for_instance(page).order_by("-pk").first()
        if state:
            keys |= {"workflow_state_id": state.pk, "task_state_id": state.current_task_state_id}
        file = (
            File.objects.filter(work=page.translation_key).order_by(F("made_public_at").desc(nulls_last=True)).first()
        )
        if file:
            keys |= dict.fromkeys(("document_id", "doc_id"), file.pk) | {"filename": file.filename}
        picture = next((block.value for block in getattr(page, "body", ()) if block.block_type == "image"), None)
        return keys | ({"image_id": picture.pk} if picture else {})

    def path(self, url: str, of: str) -> str:
        """The path of a line: ``of`` names a thing, then ``key=value`` for this line alone, then what is asked for."""
        thing, *more = of.split()
        asked = "".join(word for word in more if word.startswith("?"))
        keys = {"pk": self._pk_below(url)} | self.always | self.of[thing]
        keys["pk"] = next((keys.get(name) for start, name in CHOSEN.items() if url.startswith(start)), keys["pk"])
        own = dict(word.split("=", 1) for word in more if not word.startswith("?"))
        keys |= {name: keys["shared"] if value == "shared" else value for name, value in own.items()}
        return re.sub(r"<(\w+)>", lambda name: str(keys[name[1]]), url + asked)

    def page(self, of: str) -> Page | None:
        return self.world.pages.get(of.split()[0])

    def _pk_below(self, url: str) -> Any:
        return next((key for start, key in reversed(self.pk.items()) if url.startswith(start)), None)


def _report(page: Page, answered_by: Any) -> int:
    """What a reader wrote about a public page, for those who answer it; they answered another one."""
    answered, waiting = (
        report_problem(
            page=page,
            version="1.0",
            reader_language="en",
            text=private("report"),
            email="zyxreport@city.example",
            form_key=form_key,
            now=timezone.now(),
        )
        for form_key in ("of the matrix, answered", "of the matrix")
    )
    answer_report(report_id=answered.pk, by=answered_by, result="nothing", answer=private("report"), now=timezone.now())
    return waiting.pk


def _waiting_upload(by: Any, model: Any) -> int:
    """A file that was sent with others and waits for its title."""
    file = ContentFile(stories.PDF + private("upload").encode(), name="zyxupload.pdf")
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=by).pk
