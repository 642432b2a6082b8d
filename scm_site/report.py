"""Report a problem (E22): a form for every public page, without an account, a cookie or JavaScript."""

import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions

from moderation.actions import TooManyReports, report_problem
from moderation.models import GatedMixin

from .pages.languages import other_language, reader_language, work_url
from .throttle import is_too_much

SALT = "scm_site.report"
# Seconds for which an open form knows which version was read.
OPEN_FOR = 24 * 60 * 60


class ReportForm(forms.Form):
    """What is wrong, an address for the answer, and a field that people do not see."""

    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Say what is wrong."),
            "max_length": _("Say it in at most %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write an e-mail address such as name@city.eu, or leave it empty.")},
    )
    website = forms.CharField(required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it finds programs that fill in forms."))
        return ""


# The visitor has no session that another site could abuse, so the form needs no cookie against that.
@csrf_exempt
@never_cache
def report(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form for one public page."""
    return _for_readers_of(page_id, request, _report)


@require_safe
@never_cache
def reported(request: HttpRequest, page_id: int) -> HttpResponse:
    """Where whoever has reported something lands."""
    return _for_readers_of(page_id, request, _thanks)


def _for_readers_of(page_id: int, request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse:
    """Nothing is said of what is not public; where a page is restricted, only to those whom it is open to."""
    page = Page.objects.live().filter(pk=page_id, depth__gt=1).specific().first()
    if page is None:
        raise Http404
    return check_view_restrictions(view)(page, request, [], {})


def _report(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
    seen = _seen(request.POST.get("seen", ""), page) or {
        "page": page.pk,
        "key": secrets.token_urlsafe(16),
        "version": _version(page),
    }
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, page, seen, form)
        except TooManyReports as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reported", page.pk)
    context = {"form": form, "version": seen["version"], "seen": signing.dumps(seen, salt=SALT)}
    return render(request, "scm_site/report.html", _about(page) | context)


def _keep(request: HttpRequest, page: Page, seen: dict[str, Any], form: ReportForm) -> None:
    """Raises ``TooManyReports``, with a sentence, where more came from here, or from everywhere, than people write."""
    if is_too_much(request, what="report", an_hour=settings.SCM_REPORTS_AN_HOUR_EACH):
        raise TooManyReports(
            _(
                "Many reports came from your network within this hour. Your text is still here: send it in an hour, or write to"
                " the mailbox named below."
            )
        )
    report_problem(
        page=page,
        version=seen["version"],
        reader_language=reader_language(),
        text=form.cleaned_data["text"],
        email=form.cleaned_data["email"],
        # What was edited and sent once more is another report.
        form_key=sha256(f"{seen['key']} {form.cleaned_data['text']}".encode()).hexdigest(),
        now=timezone.now(),
    )


def _thanks(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
    return render(request, "scm_site/reported.html", _about(page))


def _about(page: Page) -> dict[str, Any]:
    return {"reported": page, "lang": other_language(page), "url": work_url(page)}


def _seen(token: str, page: Page) -> dict[str, Any] | None:
    """Which version of this page the form is about, and its key; nothing where it was open too long or is not ours."""
    try:
        seen = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return seen if seen["page"] == page.pk else None


def _version(page: Page) -> str:
    return page.approval.version if isinstance(page, GatedMixin) and page.approval else ""
