"""What is to do, by language."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..desk import Entry, Standing, entries_of
from ..languages import own_name
from ..models import TranslationRequest
from ..permissions import languages_of, may_request, may_review, may_use_desk
from ..refusals import refusing

A_PAGE = 50


@refusing
def desk(request: HttpRequest) -> HttpResponse:
    """The requests in the languages of the user; for the Secretariat those in every language."""
    user = request.user
    if not may_use_desk(user):
        raise PermissionDenied(
            _("The translation desk is for translators, linguistic reviewers and the SCM Secretariat.")
        )
    own = languages_of(user)
    languages = [code for code, _name in settings.LANGUAGES] if may_request(user) else own
    chosen = request.GET.get("language", "")
    is_done = request.GET.get("show") == "published"
    requests = (
        TranslationRequest.objects.newest().select_related("page").into([chosen] if chosen in languages else languages)
    )
    requests = requests.done().order_by("-done_at") if is_done else requests.open().by_urgency()
    page = Paginator(requests, A_PAGE).get_page(request.GET.get("p"))
    entries = entries_of(list(page.object_list), today=timezone.localdate())
    context = {
        "page_title": _("Translations"),
        "header_icon": "globe",
        "groups": _by_language(entries, languages),
        "page": page,
        "languages": [(code, own_name(code)) for code in languages],
        "chosen": chosen if chosen in languages else "",
        "is_done": is_done,
        "own": own,
        "reviewed": [code for code in own if may_review(user, code)],
        "may_request": may_request(user),
        "in_review": Standing.IN_REVIEW,
    }
    return render(request, "translations/admin/desk.html", context)


def _by_language(entries: list[Entry], languages: list[str]) -> list[tuple[str, str, list[Entry]]]:
    """Code, name and lines of each language that has any."""
    groups = [(code, own_name(code), [e for e in entries if e.request.language == code]) for code in languages]
    return [group for group in groups if group[2]]
