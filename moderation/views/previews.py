"""The preview links of a page."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outbox.addresses import absolute

from ..actions import NothingToPreview, make_preview_link, revoke_preview_link
from ..models import PreviewLink
from ..permissions import may_share_draft
from ..screen_forms import PreviewLinkForm
from ..screen_forms.problems import problems_of
from .screen import page_of, screen


@never_cache
def preview_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """The links of a page with their state and their openings, and a form for a new one, which is shown once."""
    page = page_of(page_id)
    if not may_share_draft(request.user, page):
        raise PermissionDenied
    form, address = PreviewLinkForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            token = make_preview_link(page=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NothingToPreview as refusal:
            form.add_error(None, str(refusal))
        else:
            address, form = absolute(resolve_url(settings.SCM_PREVIEW_VIEW, token)), PreviewLinkForm()
    links = PreviewLink.objects.filter(work=page.translation_key, language=page.locale.language_code)
    title = _("Preview links of “%(title)s”") % {"title": page.get_admin_display_title()}
    return screen(
        request,
        "preview_links",
        title,
        icon="view",
        page=page,
        form=form,
        problems=problems_of(form),
        is_public=page.is_public_as_it_is(),
        address=address,
        links=links.with_publication().with_openings().select_related("made_by"),
    )


@require_POST
def revoke_preview(request: HttpRequest, link_id: int) -> HttpResponse:
    get_object_or_404(PreviewLink, pk=link_id)
    link = revoke_preview_link(link_id=link_id, by=request.user, now=timezone.now())
    messages.success(request, _("The link for “%(audience)s” does not work any more.") % {"audience": link.audience})
    return redirect("moderation:preview_links", link.page().pk)
