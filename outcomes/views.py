"""The admin screen of corrections."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.screen_forms.problems import problems_of

from .actions import NotCorrectable, record_correction
from .models import OutcomePage
from .permissions import may_record_correction
from .screen_forms import CorrectionForm
from .versions import versions_of


def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """The Secretariat tells readers of a published outcome what was wrong with it (E18)."""
    if not may_record_correction(request.user):
        raise PermissionDenied
    page = get_object_or_404(OutcomePage, pk=page_id).source_page()
    versions = versions_of(page)
    form = CorrectionForm(request.POST or None, versions=versions, language=page.source_language)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_correction(
                page=page,
                texts=form.texts(),
                corrected_version=data["corrected_version"],
                correcting_version=data.get("correcting_version", ""),
                on=data["corrected_on"],
                by=request.user,
                today=timezone.localdate(),
            )
        except NotCorrectable as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The correction to “%(title)s” is public.") % {"title": page.title})
            return redirect("outcomes:correct", page.pk)
    title = _("Corrections to “%(title)s”") % {"title": page.title}
    context = {"page_title": title, "header_title": title, "header_icon": "info-circle", "page": page}
    corrections = page.record.corrections.all()
    shown = {"form": form, "problems": problems_of(form), "corrections": corrections}
    return render(request, "outcomes/admin/correct.html", {**context, **shown})
