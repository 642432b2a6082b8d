"""Take what is public off the site."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .. import actions
from ..screen_forms import WithdrawForm
from ..screen_forms.problems import problems_of
from .screen import page_of, screen


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a published page off the site, in every language."""
    page = page_of(page_id)
    if not page.may_withdraw(request.user):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(
                page_id=page.pk,
                by=request.user,
                reason=form.cleaned_data["reason"],
                kind=form.cleaned_data["kind"],
                replacement=form.work_of_replacement(),
            )
        except actions.NotPublic as refusal:
            messages.warning(request, str(refusal))
            return redirect("moderation:queue")
        except actions.NoReplacement as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(title)s” is withdrawn; its addresses say so.") % {"title": page.title})
            return redirect("moderation:queue")
    title = _("Withdraw “%(title)s”") % {"title": page.title}
    return screen(request, "withdraw", title, page=page, form=form, problems=problems_of(form))
