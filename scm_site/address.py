"""The screen on which the Secretariat changes the address of a group or an outcome."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from focusgroups.models import FocusGroupPage
from moderation.screen_forms.problems import problems_of
from outcomes.models import OutcomePage

from .actions.change_address import AddressTaken, change_address

# Work programme and Terms of Reference have one address each under every group.
WITH_ADDRESS = (FocusGroupPage, OutcomePage)


class AddressForm(forms.Form):
    """The last part of the address."""

    slug = forms.SlugField(
        label=gettext_lazy("Last part of the address"),
        max_length=100,
        error_messages={"invalid": gettext_lazy("Write small letters without accents, digits and hyphens only.")},
        help_text=gettext_lazy("Small letters without accents, digits and hyphens, for example “heat-planning”."),
    )


def has_own_address(page: Any) -> bool:
    return isinstance(page, WITH_ADDRESS) and page.is_source()


def change_address_screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """One field; what follows is said before."""
    if not request.user.has_perm("scm_site.change_address"):
        raise PermissionDenied
    page = Page.objects.filter(pk=page_id).specific().first()
    if not has_own_address(page):
        raise Http404
    form = AddressForm(request.POST or None, initial={"slug": page.slug})
    if request.method == "POST" and form.is_valid():
        try:
            change_address(page=page, slug=form.cleaned_data["slug"].lower(), by=request.user)
        except AddressTaken as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("The address is changed in every language; the old one leads to it."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    title = _("Address of “%(title)s”") % {"title": page.draft_title}
    context = {"page_title": title, "header_title": title, "header_icon": "link", "form": form, "page": page}
    context["problems"] = problems_of(form)
    return render(request, "scm_site/admin/change_address.html", context)
